using System.Net.Sockets;
using Keepalived.Config.Grammar;
using Keepalived.Config.Model;

namespace Keepalived.Config.Resolution;

/// <summary>Makes the effective record of an instance or sync group.</summary>
internal sealed class InstanceResolver(ConfigDraft draft, GlobalConfig global)
{
    public VrrpInstanceConfig Resolve(InstanceDraft d)
    {
        bool six = d.Config.Family == AddressFamily.InterNetworkV6;
        return d.Config with
        {
            Garp = Garp(d),
            DownTimerAdverts = d.DownTimerAdverts ?? global.DownTimerAdverts,
            LowerPriorityNoAdvert = d.LowerPriorityNoAdvert ?? global.LowerPriorityNoAdvert,
            HigherPrioritySendAdvert = d.HigherPrioritySendAdvert ?? global.HigherPrioritySendAdvert,
            OwnerIgnoreAdverts = d.OwnerIgnoreAdverts ?? (global.OwnerIgnoreAdverts && d.Config.Priority == 255),
            V3ChecksumAsV2 = d.V3ChecksumAsV2 ?? global.V3ChecksumAsV2,
            SkipCheckAdvertAddress = d.SkipCheckAdvertAddress ?? global.SkipCheckAdvertAddress,
            CheckUnicastSource = d.CheckUnicastSource ?? global.CheckUnicastSource,
            VirtualAddresses = d.Addresses.ToEquatableArray(),
            ExcludedAddresses = d.Excluded.ToEquatableArray(),
            Routes = d.Routes.ToEquatableArray(),
            Rules = d.Rules.ToEquatableArray(),
            UnicastPeers = d.Peers.ToEquatableArray(),
            SourceAddress = d.Peers.Count > 0 ? d.UnicastSource ?? d.MulticastSource : d.MulticastSource
                ?? d.UnicastSource,
            MulticastDestination = d.MulticastDestination ?? (six ? global.MulticastGroup6 : global.MulticastGroup4),
            StaticInterfaces = StaticInterfaces(d.Name).Distinct().ToEquatableArray(),
            TrackInterfaces = Tracks(d.Trackers.Interfaces, static _ => (0, false)),
            TrackScripts = Tracks(d.Trackers.Scripts, Script),
            TrackFiles = Tracks(d.Trackers.Files, File),
            TrackProcesses = Tracks(d.Trackers.Processes, Process),
            TrackBfds = Tracks(d.Trackers.Bfds, Bfd),
            Notify = d.Notify,
            SmtpAlert = d.SmtpAlert ?? global.Mail.AlertVrrp ?? global.Mail.Alert ?? false,
            NotifyPriorityChanges = d.NotifyPriorityChanges ?? global.NotifyPriorityChanges,
            ReceiveBufferRule = new ReceiveBufferRule(
                global.ReceiveBufferPolicy, global.ReceiveBufferBytes, global.ReceiveBufferMultiplier),
        };
    }

    public VrrpSyncGroupConfig Resolve(SyncGroupDraft d) => new()
    {
        Name = d.Name,
        Members = d.Members.Select(static m => m.Name).ToEquatableArray(),
        TrackInterfaces = Tracks(d.Trackers.Interfaces, static _ => (0, false)),
        TrackScripts = Tracks(d.Trackers.Scripts, Script),
        TrackFiles = Tracks(d.Trackers.Files, File),
        TrackProcesses = Tracks(d.Trackers.Processes, Process),
        TrackBfds = Tracks(d.Trackers.Bfds, Bfd),
        Notify = d.Notify,
        SmtpAlert = d.SmtpAlert ?? global.Mail.AlertVrrp ?? global.Mail.Alert ?? false,
        NotifyPriorityChanges = d.NotifyPriorityChanges ?? global.NotifyPriorityChanges,
        TrackingWeight = d.TrackingWeight,
        Source = d.Span,
    };

    /// <summary>Where the static items are whose track_group has this instance as a member.</summary>
    private IEnumerable<string> StaticInterfaces(string instance)
    {
        HashSet<string> groups = [.. draft.TrackGroups.Where(g => g.Members.Contains(instance)).Select(g => g.Name)];
        return draft.StaticAddresses.Where(a => groups.Contains(a.TrackGroup)).Select(a => a.Device)
            .Concat(draft.StaticRoutes.Where(r => groups.Contains(r.TrackGroup)).SelectMany(Devices))
            .Concat(draft.StaticRules.Where(r => groups.Contains(r.TrackGroup)).Select(r => r.InputInterface))
            .Where(name => name.Length > 0);
    }

    private static IEnumerable<string> Devices(RouteConfig route) =>
        route.NextHops.Select(hop => hop.Device).Append(route.Device);

    private GarpConfig Garp(InstanceDraft d)
    {
        // Written delays of the instance rule its lower-priority delays only through the global ones.
        return new GarpConfig
        {
            MasterDelay = d.MasterDelay ?? global.Garp.MasterDelay,
            MasterRepeat = d.MasterRepeat ?? global.Garp.MasterRepeat,
            MasterRefresh = d.MasterRefresh ?? global.Garp.MasterRefresh,
            MasterRefreshRepeat = d.MasterRefreshRepeat ?? global.Garp.MasterRefreshRepeat,
            LowerPriorityDelay = d.LowerPriorityDelay ?? draft.Global.LowerPriorityDelay
                ?? d.MasterDelay ?? global.Garp.MasterDelay,
            LowerPriorityRepeat = d.LowerPriorityRepeat ?? draft.Global.LowerPriorityRepeat
                ?? d.MasterRepeat ?? global.Garp.MasterRepeat,
            ExtraInterface = d.GarpExtra?.Interval ?? global.Garp.ExtraInterface,
            ExtraInterfaceAll = d.GarpExtra?.All ?? global.Garp.ExtraInterfaceAll,
        };
    }

    private static EquatableArray<TrackConfig> Tracks(List<TrackDraft> entries,
        Func<string, (int Weight, bool Reverse)> inherit) =>
        entries.Select(entry =>
        {
            (int weight, bool reverse) = inherit(entry.Name);
            return new TrackConfig(entry.Name, entry.Weight ?? weight, entry.Weight is null ? reverse : entry.Reverse
                ?? false)
            {
                HasOwnWeight = entry.Weight is not null,
            };
        }).ToEquatableArray();

    private (int Weight, bool Reverse) Script(string name) =>
        draft.Scripts.Find(s => s.Name == name) is { } s ? (s.Weight, s.Reverse) : default;

    private (int Weight, bool Reverse) File(string name) =>
        draft.TrackFiles.Find(f => f.Name == name) is { } f ? (f.Weight, f.Reverse) : default;

    private (int Weight, bool Reverse) Process(string name) =>
        draft.Processes.Find(p => p.Name == name) is { } p ? (p.Config.Weight, p.Config.Reverse) : default;

    private (int Weight, bool Reverse) Bfd(string name) =>
        draft.Bfds.Find(b => b.Name == name) is { } b ? (b.Config.Weight, b.Config.Reverse) : default;
}
