using System.Collections.Immutable;
using System.Text.Json;
using Keepalived.Config.Model;
using Keepalived.Config.Tests;
using Keepalived.Config.Tests.Corpus;
using Keepalived.Core.Lvs;

namespace Keepalived.Ipvs.Tests;

/// <summary>
/// One real configuration: what it wants in the table at start, by owner, and what the reference daemon had.
/// </summary>
internal sealed record CorpusTable(
    string Name, ImmutableArray<(string Owner, ImmutableArray<VirtualService> Wanted)> Owners, List<string> Expected);

internal static class CorpusTables
{
    /// <summary>Files whose table differs from the reference's on purpose, with the reason.</summary>
    public static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["268"] =
            "the reference ran in the network namespace that the file names, and the table was read outside of it",
        ["281"] = "the reference loses a group of firewall marks only; its own commands for the servers fail",
        ["292"] = "the reference does not send persistence_granularity of an IPv6 service",
    };

    /// <summary>Stored after the first checks: what they said, for all servers alike.</summary>
    private static readonly Dictionary<string, bool> s_checked = new(StringComparer.Ordinal)
    {
        ["174"] = false,
        ["219"] = true,
    };

    /// <summary>All files with a stored table; empty where the folder is absent.</summary>
    public static IEnumerable<CorpusTable> All()
    {
        if (SharedFolder.Of("corpus") is not { } folder)
        {
            Console.WriteLine("skipped: no shared/corpus");
            yield break;
        }

        foreach (string path in CorpusFile.All(folder))
        {
            using CorpusFile file = new(path);
            if (file.Root.TryGetProperty("check_run", out JsonElement run)
                && run.TryGetProperty("ipvs", out JsonElement table)
                && !file.Root.TryGetProperty("nondeterministic", out _)
                && !File.ReadAllText(path).Contains("${_RANDOM", StringComparison.Ordinal))
            {
                List<string> expected = [.. table.EnumerateArray().Select(line => line.GetString() ?? "")];
                expected.Sort(StringComparer.Ordinal);
                yield return new CorpusTable(
                    file.Name, Owners(file.Load(isTest: false).Config, file.Name[..3]), expected);
            }
        }
    }

    internal static ImmutableArray<(string Owner, ImmutableArray<VirtualService> Wanted)> Owners(
        KeepalivedConfig config, string number) =>
    [
        .. config.VirtualServers.Items.Select((server, i) => ($"{i:D4}", Wanted(config, server, number))),
    ];

    private static ImmutableArray<VirtualService> Wanted(
        KeepalivedConfig config, VirtualServerConfig server, string number)
    {
        VirtualServerState state = VirtualServerMachine.Handle(
            server, VirtualServerMachine.Initial(server), VirtualServerEvent.Startup, []);
        if (s_checked.TryGetValue(number, out bool passed))
        {
            for (int i = 0; i < server.RealServers.Count; i++)
            {
                for (int j = 0; j < server.RealServers[i].Checkers.Count; j++)
                {
                    state = VirtualServerMachine.Handle(server, state, VirtualServerEvent.Reported(i, j, passed), []);
                }
            }
        }

        VirtualServerGroupConfig? group = server.Key is VirtualServerKey.Group named
            ? config.VirtualServerGroups.Items.FirstOrDefault(block => block.Name == named.GroupName)
            : null;
        return WantedServices.Of(server, state, group);
    }
}
