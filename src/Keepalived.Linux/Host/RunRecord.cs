using System.Buffers;
using System.Text;
using Keepalived.Core.Kernel;
using Keepalived.Linux.Netlink;
using Microsoft.Win32.SafeHandles;

namespace Keepalived.Linux.Host;

/// <summary>
/// A file under /run of what we put into the kernel, so that the next start knows what a killed daemon left (decision
/// 22). One line per item: words for people, then the netlink request that would add it, in hexadecimal. It counts only
/// for the boot and the network namespace that it was written in: interface indexes mean nothing elsewhere.
/// </summary>
public sealed class RunRecord : IDisposable
{
    /// <summary>Some ten thousand items.</summary>
    private const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Bytes of one netlink request.</summary>
    private const int MaxRequest = 65536;

    private readonly string _path;
    private readonly string _header;
    private readonly byte[] _buffer = new byte[MaxRequest];
    private SafeFileHandle? _file;
    private long _length;

    /// <summary>Of the calling thread's network namespace.</summary>
    public RunRecord(string path)
    {
        _path = path;
        string boot = ProcessFacts.TryRead("/proc/sys/kernel/random/boot_id").Trim();
        _header = $"keepalived-actors 1 {boot} {ProcessFacts.LinkTarget("/proc/thread-self/ns/net")}";
    }

    /// <summary>Replaces the file as a whole; false and a text for people on failure.</summary>
    public bool TrySave(IEnumerable<KernelItem> items, out string failure)
    {
        Dispose();
        StringBuilder text = new StringBuilder(_header).Append('\n');
        AppendLines(text, items);
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (!SafeFile.TryWrite(_path, bytes, out failure))
        {
            return false;
        }

        // Kept open: what is appended later is appended on the way of an address into the kernel.
        _length = bytes.Length;
        return TryDo(
            () => _file = File.OpenHandle(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), out failure);
    }

    /// <summary>
    /// Adds to the file that <see cref="TrySave"/> wrote, at the cost of these items alone; false and a text for people
    /// on failure, also if there is no file. A line cut short by a crash names nothing and is skipped when read.
    /// </summary>
    public bool TryAppend(IEnumerable<KernelItem> items, out string failure)
    {
        if (_file is not { } file || !File.Exists(_path))
        {
            failure = $"{_path}: there is no record";
            return false;
        }

        var text = new StringBuilder();
        AppendLines(text, items);
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (!TryDo(() => RandomAccess.Write(file, bytes, _length), out failure))
        {
            return false;
        }

        _length += bytes.Length;
        return true;
    }

    /// <summary>
    /// Nothing if there is no file, if others could have written it, or if it is of another boot or namespace.
    /// </summary>
    public IReadOnlyList<KernelItem> Load()
    {
        List<KernelItem> items = [];
        if (SafeFile.TryReadOwn(_path, MaxBytes) is not { } content)
        {
            return items;
        }

        string[] lines = Encoding.UTF8.GetString(content).Split('\n');
        if (lines[0] != _header)
        {
            return items;
        }

        foreach (string line in lines.AsSpan(1))
        {
            int blank = line.LastIndexOf(' ');
            if (blank > 0 && TryParse(line.AsSpan(0, blank), line.AsSpan(blank + 1)) is { } item)
            {
                items.Add(item);
            }
        }

        return items;
    }

    /// <summary>An orderly stop leaves nothing behind, not even the record.</summary>
    public void Delete()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A stale record does no harm: what it names is compared with what the kernel has.
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private static bool TryDo(Action action, out string failure)
    {
        try
        {
            action();
            failure = "";
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failure = exception.Message;
            return false;
        }
    }

    private void AppendLines(StringBuilder text, IEnumerable<KernelItem> items)
    {
        foreach (KernelItem item in items)
        {
            if (item is SysctlItem sysctl)
            {
                byte[] words = Encoding.UTF8.GetBytes($"{sysctl.Path}\n{sysctl.Value}\n{sysctl.Original}");
                text.Append(nameof(SysctlItem)).Append(' ').Append(Convert.ToHexString(words)).Append('\n');
                continue;
            }

            if (item is FirewallTable table)
            {
                text.Append(nameof(FirewallTable)).Append(' ');
                text.Append(Convert.ToHexString(Encoding.UTF8.GetBytes(table.Name))).Append('\n');
                continue;
            }

            int length = CommandEncoder.Encode(item.ToAddition(), _buffer, 0);
            if (length > 0)
            {
                text.Append(item.GetType().Name).Append(' ');
                text.Append(Convert.ToHexString(_buffer, 0, length)).Append('\n');
            }
        }
    }

    private static KernelItem? TryParse(ReadOnlySpan<char> what, ReadOnlySpan<char> hexadecimal)
    {
        byte[] message = new byte[hexadecimal.Length / 2];
        if (Convert.FromHexString(hexadecimal, message, out _, out int written) != OperationStatus.Done)
        {
            return null;
        }

        return what switch
        {
            nameof(SysctlItem) => ToSysctl(Encoding.UTF8.GetString(message, 0, written)),
            nameof(FirewallTable) => new FirewallTable(Encoding.UTF8.GetString(message, 0, written)),
            _ => CommandDecoder.TryDecode(message.AsSpan(0, written)),
        };
    }

    private static SysctlItem? ToSysctl(string text)
    {
        string[] words = text.Split('\n');
        return words.Length == 3 ? new SysctlItem(words[0], words[1]) { Original = words[2] } : null;
    }
}
