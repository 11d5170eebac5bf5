using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Keepalived.Linux.Processes;

/// <summary>Reads /proc as much as counting processes needs; a process that ends meanwhile is no error.</summary>
internal sealed class ProcessTable
{
    // Longer command lines are cut: nobody tells processes apart by their four thousandth octet.
    private const int LongestCommand = 4096;

    private readonly byte[] _buffer = new byte[LongestCommand];

    /// <summary>Of all processes that run now.</summary>
    public static IEnumerable<int> Ids()
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
            {
                yield return pid;
            }
        }
    }

    /// <summary>False if it is gone, or only waits for its parent to take notice of its end (a zombie).</summary>
    public bool TryRead(int pid, bool withCommand, out string name, out ImmutableArray<string> command)
    {
        name = "";
        command = [];
        // pid (name) state ...: the name may hold anything, parentheses too.
        ReadOnlySpan<byte> stat = Read(pid, "stat");
        int open = stat.IndexOf((byte)'(');
        int close = stat.LastIndexOf((byte)')');
        if (open < 0 || close < open || close + 2 >= stat.Length || stat[close + 2] is (byte)'Z' or (byte)'X')
        {
            return false;
        }

        name = Encoding.UTF8.GetString(stat[(open + 1)..close]);
        if (withCommand)
        {
            ReadOnlySpan<byte> words = Read(pid, "cmdline");
            command = words.IsEmpty ? [] : [.. Encoding.UTF8.GetString(words).TrimEnd('\0').Split('\0')];
        }

        return true;
    }

    private ReadOnlySpan<byte> Read(int pid, string file)
    {
        try
        {
            using FileStream stream = new(
                string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"), FileMode.Open, FileAccess.Read,
                FileShare.ReadWrite, bufferSize: 0);
            return _buffer.AsSpan(0, stream.ReadAtLeast(_buffer, _buffer.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
