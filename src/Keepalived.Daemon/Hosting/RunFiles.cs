using System.Globalization;
using Keepalived.Linux.Host;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// Files under /run by which the next start knows what a killed daemon left. Named after network namespace and pid
/// file:
/// each daemon of a host has its own, and finds it again.
/// </summary>
internal sealed record RunFiles(string Items, string Scripts, string VirtualServers)
{
    /// <summary>The running configuration, each line as it was read.</summary>
    public required string Configuration { get; init; }

    /// <summary>What came of the last reload.</summary>
    public required string ReloadOutcome { get; init; }

    /// <summary>There while a reload waits to be confirmed; holds the seconds.</summary>
    public required string Confirmation { get; init; }

    private const string Folder = "/run/keepalived-actors";

    public static RunFiles Create(string pidFile)
    {
        try
        {
            const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Directory.CreateDirectory(Folder, own);

            // The file creation mask, 0177 by default, has taken the right to enter.
            File.SetUnixFileMode(Folder, own);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without /run nothing is remembered; writing says so.
        }

        string name = new([.. ProcessFacts.LinkTarget("/proc/thread-self/ns/net").Where(char.IsAsciiDigit)]);
        string suffix = string.Create(CultureInfo.InvariantCulture, $"{name}-{Hash(pidFile):x8}");
        return new RunFiles(
            $"{Folder}/items-{suffix}", $"{Folder}/scripts-{suffix}", $"{Folder}/virtual-servers-{suffix}")
        {
            Configuration = $"{Folder}/configuration-{suffix}",
            ReloadOutcome = $"{Folder}/reload-{suffix}",
            Confirmation = $"{Folder}/confirm-{suffix}",
        };
    }

    // FNV-1a: the same in every run, which string.GetHashCode is not.
    private static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash;
    }
}
