using System.Globalization;
using Keepalived.Linux.Host;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// Files under /run by which the next start knows what a killed daemon left. Named after network namespace and pid file:
/// each daemon of a host has its own, and finds it again.
/// </summary>
internal sealed record RunFiles(string Items, string Scripts, string VirtualServers)
{
    private const string Folder = "/run/keepalived-actors";

    public static RunFiles Create(string pidFile)
    {
        try
        {
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without /run nothing is remembered; writing says so.
        }

        string name = new([.. ProcessFacts.LinkTarget("/proc/thread-self/ns/net").Where(char.IsAsciiDigit)]);
        string suffix = string.Create(CultureInfo.InvariantCulture, $"{name}-{Hash(pidFile):x8}");
        return new RunFiles(
            $"{Folder}/items-{suffix}", $"{Folder}/scripts-{suffix}", $"{Folder}/virtual-servers-{suffix}");
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
