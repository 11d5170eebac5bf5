using System.Text;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;
using Keepalived.Linux.Host;

namespace Keepalived.Linux.Ipvs;

/// <summary>
/// A file under the run directory with one service, synchronization daemon or marking table a line, so that the next
/// start knows what a killed daemon left (decision 22). It counts only for the boot and the network namespace that it
/// was written in.
/// </summary>
public sealed class ServiceOwnershipFile : IServiceOwnershipRecord
{
    /// <summary>Some hundred thousand services.</summary>
    private const int MaxBytes = 16 * 1024 * 1024;

    private const string SyncDaemonWord = "sync-daemon ";
    private const string MarkingWord = "marking ";

    private readonly string _path;
    private readonly string _header;

    /// <summary>Of the calling thread's network namespace.</summary>
    public ServiceOwnershipFile(string path)
    {
        _path = path;
        string boot = ProcessFacts.TryRead("/proc/sys/kernel/random/boot_id").Trim();
        _header = $"keepalived-actors-ipvs 1 {boot} {ProcessFacts.LinkTarget("/proc/thread-self/ns/net")}";
    }

    public IpvsOwnership Load()
    {
        if (SafeFile.TryReadOwn(_path, MaxBytes) is not { } content)
        {
            return IpvsOwnership.Nothing;
        }

        string[] lines = Encoding.UTF8.GetString(content).Split('\n');
        if (lines[0] != _header)
        {
            return IpvsOwnership.Nothing;
        }

        List<IpvsServiceKey> services = [];
        List<SyncDaemonState> daemons = [];
        List<string> markings = [];
        foreach (string line in lines.AsSpan(1))
        {
            if (line.StartsWith(SyncDaemonWord, StringComparison.Ordinal)
                && Enum.TryParse(line.AsSpan(SyncDaemonWord.Length), out SyncDaemonState daemon)
                && Enum.IsDefined(daemon))
            {
                daemons.Add(daemon);
            }
            else if (line.StartsWith(MarkingWord, StringComparison.Ordinal))
            {
                markings.Add(line[MarkingWord.Length..]);
            }
            else if (IpvsServiceKey.TryParse(line, out IpvsServiceKey key))
            {
                services.Add(key);
            }
        }

        return new IpvsOwnership(services, daemons) { Markings = markings };
    }

    public string? Save(IpvsOwnership ownership)
    {
        if (ownership.Services.Count == 0 && ownership.SyncDaemons.Count == 0
            && ownership.Markings.Count == 0)
        {
            return Delete();
        }

        var text = new StringBuilder(_header).Append('\n');
        foreach (SyncDaemonState daemon in ownership.SyncDaemons)
        {
            text.Append(SyncDaemonWord).Append(daemon).Append('\n');
        }

        foreach (string table in ownership.Markings)
        {
            text.Append(MarkingWord).Append(table).Append('\n');
        }

        foreach (IpvsServiceKey key in ownership.Services)
        {
            text.Append(key).Append('\n');
        }

        return SafeFile.TryWrite(_path, Encoding.UTF8.GetBytes(text.ToString()), out string failure) ? null : failure;
    }

    private string? Delete()
    {
        try
        {
            File.Delete(_path);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}
