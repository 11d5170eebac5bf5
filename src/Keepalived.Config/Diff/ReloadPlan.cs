using System.Diagnostics.CodeAnalysis;
using Keepalived.Config.Model;

namespace Keepalived.Config.Diff;

/// <summary>What a reload would do, object by object, in sentences.</summary>
public static class ReloadPlan
{
    private const string InPlace = "in place; its state, and a mastership, are kept";
    private const string Restarted = "its result starts anew if the command changed";

    /// <summary>One line an object, its fields indented below it; "nothing changes" if the two are equal.</summary>
    public static IReadOnlyList<string> Between(KeepalivedConfig before, KeepalivedConfig after)
    {
        ConfigDiff diff = ConfigDiff.Between(before, after);
        List<string> lines = [];
        if (diff.Global is { } global)
        {
            Changed(lines, "global_defs", "", "for what starts from now on", global);
            if (global.Before.LvsBackend != global.After.LvsBackend)
            {
                lines.Add("    lvs_backend takes effect at the next start: connections would be lost now");
            }
        }

        Objects(lines, "vrrp_instance", diff.Instances, static i => i.Name, new Outcome(
            "starts as Backup and listens first", "resigns if it is Master, removes its addresses", InPlace));
        Objects(lines, "vrrp_sync_group", diff.SyncGroups, static g => g.Name, new Outcome(
            "its members follow each other from then on", "its members stand alone", InPlace));
        Objects(lines, "vrrp_script", diff.Scripts, static s => s.Name, new Outcome(
            "runs at once", "ends", Restarted));
        Objects(lines, "track_file", diff.TrackFiles, static f => f.Name, new Outcome(
            "is read at once", "is not watched any more", "is read anew"));
        Objects(lines, "vrrp_track_process", diff.TrackProcesses, static p => p.Name, new Outcome(
            "is counted at once", "is not counted any more", "is judged anew"));
        Objects(lines, "bfd_instance", diff.BfdInstances, static b => b.Name, new Outcome(
            "its session starts Down", "its session ends (AdminDown)", "its session is negotiated anew"));
        Objects(lines, "static_ipaddress", diff.StaticAddresses, static a => a.ToString(), new Outcome(
            "is added", "is removed", "is written again"));
        Objects(lines, "static_routes", diff.StaticRoutes, static r => r.ToString(), new Outcome(
            "is added", "is removed", "is written again"));
        Objects(lines, "static_rules", diff.StaticRules, static r => r.ToString(), new Outcome(
            "is added", "is removed", "is written again"));
        Objects(lines, "track_group", diff.TrackGroups, static g => g.Name, new Outcome(
            "is added", "is removed", "takes effect at once"));
        Objects(lines, "virtual_server_group", diff.VirtualServerGroups, static g => g.Name, new Outcome(
            "is added", "is removed", "its services are added and removed one by one"));
        VirtualServers(lines, diff.VirtualServers);
        if (diff.OthersChanged)
        {
            lines.Add("~ link polling, interface delays, announcement groups or TLS settings: take effect at once");
        }

        return lines.Count == 0 ? ["nothing changes"] : lines;
    }

    private static void VirtualServers(List<string> lines, EquatableArray<Change<VirtualServerConfig>> changes)
    {
        foreach (Change<VirtualServerConfig> change in changes)
        {
            if (change is not Change<VirtualServerConfig>.Changed changed)
            {
                One(lines, "virtual_server", change, static s => s.Key.ToString(), new Outcome(
                    "its service is added, its checks start", "its service is removed, its connections end", ""));
                continue;
            }

            string name = changed.After.Key.ToString();
            lines.Add($"~ virtual_server {name}: in place; what its real servers do is kept");
            Fields(lines, FieldChange.Between(
                changed.Before with { RealServers = [] }, changed.After with { RealServers = [] }), "    ");
            foreach (Change<RealServerConfig> server in ConfigDiff.BetweenRealServers(changed.Before, changed.After))
            {
                RealServer(lines, server);
            }
        }
    }

    private static void RealServer(List<string> lines, Change<RealServerConfig> change)
    {
        switch (change)
        {
            case Change<RealServerConfig>.Added added:
                lines.Add($"    + real_server {Name(added.Item)}: its checks start");
                break;
            case Change<RealServerConfig>.Removed removed:
                lines.Add($"    - real_server {Name(removed.Item)}: removed, its connections end");
                break;
            case Change<RealServerConfig>.Changed changed:
                bool asksElse = ConfigDiff.MatchCheckers(changed.Before, changed.After).Contains(-1);
                lines.Add($"    ~ real_server {Name(changed.After)}: its connections are kept, "
                    + (asksElse ? "the checks that ask something else start anew" : "so is the state of its checks"));
                Fields(lines, FieldChange.Between(changed.Before, changed.After), "        ");
                break;
        }
    }

    private static string Name(RealServerConfig server) => $"{server.Address} {server.Port}";

    private static void Objects<[DynamicallyAccessedMembers(FieldChange.Compared)] T>(
        List<string> lines, string kind, EquatableArray<Change<T>> changes, Func<T, string> name, Outcome outcome)
        where T : notnull
    {
        foreach (Change<T> change in changes)
        {
            One(lines, kind, change, name, outcome);
        }
    }

    private static void One<[DynamicallyAccessedMembers(FieldChange.Compared)] T>(
        List<string> lines, string kind, Change<T> change, Func<T, string> name, Outcome outcome)
        where T : notnull
    {
        switch (change)
        {
            case Change<T>.Added added:
                lines.Add($"+ {kind} {name(added.Item)}: {outcome.Added}");
                break;
            case Change<T>.Removed removed:
                lines.Add($"- {kind} {name(removed.Item)}: {outcome.Removed}");
                break;
            case Change<T>.Changed changed:
                Changed(lines, kind, " " + name(changed.After), outcome.Changed, changed);
                break;
        }
    }

    private static void Changed<[DynamicallyAccessedMembers(FieldChange.Compared)] T>(
        List<string> lines, string kind, string name, string outcome, Change<T>.Changed change)
        where T : notnull
    {
        lines.Add($"~ {kind}{name}: {outcome}");
        Fields(lines, FieldChange.Between(change.Before, change.After), "    ");
    }

    private static void Fields(List<string> lines, IEnumerable<FieldChange> fields, string indent) =>
        lines.AddRange(fields.Select(field => $"{indent}{field.Field}: {field.Before} -> {field.After}"));

    private readonly record struct Outcome(string Added, string Removed, string Changed);
}
