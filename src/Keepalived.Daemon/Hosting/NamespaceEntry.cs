using Keepalived.Config.Model;
using Keepalived.Daemon.CommandLine;
using Keepalived.Linux.Processes;

namespace Keepalived.Daemon.Hosting;

/// <summary>Which network namespace the program belongs into, and the way there.</summary>
internal static class NamespaceEntry
{
    /// <summary>Of the command line, else of the configuration; null: the one where it is.</summary>
    public static string? Wanted(CommandLineOptions options, GlobalConfig? global = null)
    {
        string name = options.NetworkNamespace ?? global?.NetNamespace ?? "";
        return name.Length > 0 && NamespaceLauncher.Current.Length == 0 ? name : null;
    }

    /// <summary>Namespace of the pid files, the log and the dumps; empty: none.</summary>
    public static string NameOf(CommandLineOptions options, GlobalConfig global) =>
        options.NetworkNamespace ?? global.NetNamespace;

    /// <summary>
    /// Executes the program again in the namespace that <paramref name="options"/> name. Returns true if there is
    /// nothing to do, false if it failed and <paramref name="error"/> was told.
    /// </summary>
    public static bool TryEnter(CommandLineOptions options, IReadOnlyList<string> arguments, TextWriter error)
    {
        if (Wanted(options) is not { } name)
        {
            return true;
        }

        error.WriteLine(Refusal(name, NamespaceLauncher.Enter(name, arguments, NamespaceLauncher.Environment())));
        return false;
    }

    public static string Refusal(string name, string reason) =>
        $"Unable to set network namespace {name}: {reason}";
}
