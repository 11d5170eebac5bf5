using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Keepalived.Config;
using Keepalived.Config.Host;
using Keepalived.Config.Model;
using Keepalived.Core.Tracking;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Simulation;

/// <summary>The keepalived.conf of a simulated router: written out, then read by the real parser.</summary>
public sealed class SimulatedConf
{
    private static readonly ConfigLoaderOptions LoaderOptions = new()
    {
        Environment = new AssumedConfigEnvironment("simulated"),
    };

    private readonly LanOptions _lan;
    private readonly SharedOptions _shared;
    private readonly RouterOptions _router;
    private readonly int _number;

    public SimulatedConf(LanOptions lan, SharedOptions shared, RouterOptions router, int number)
    {
        (_lan, _shared, _router, _number) = (lan, shared, router, number);
        Globals = WriteGlobals();
        Instances = [.. Enumerable.Range(0, lan.VirtualRouters).Select(WriteInstance)];
        GroupText = WriteGroup();
        Text = Globals + WriteTrackers() + string.Concat(Instances) + GroupText;
        Config = Parse(Text);
    }

    public string Text { get; }

    /// <summary>The parts of <see cref="Text"/> that can mean something for an instance.</summary>
    public string Globals { get; }

    public ImmutableArray<string> Instances { get; }

    public string GroupText { get; }

    public KeepalivedConfig Config { get; }

    /// <summary>Null: the router has no groups.</summary>
    public VrrpSyncGroupConfig? Group => Config.SyncGroups.IsEmpty ? null : Config.SyncGroups[0];

    /// <summary>Throws <see cref="FormatException"/> for a text without any instance.</summary>
    public static KeepalivedConfig Parse(string text)
    {
        ConfigResult result = ConfigLoader.Parse(text, "simulated.conf", LoaderOptions);
        return result.Config.Instances.IsEmpty
            ? throw new FormatException(string.Join('\n', result.Diagnostics) + '\n' + text)
            : result.Config;
    }

    private string WriteGlobals()
    {
        var text = new StringBuilder("global_defs {\n");
        Line(text, $"    vrrp_version {_lan.Version}");
        Positive(text, "vrrp_startup_delay", _router.StartupDelay.TotalSeconds);
        if (_router.Garp.Elsewhere > 0)
        {
            Line(text, $"    vrrp_garp_extra_if all {_router.Garp.Elsewhere}");
        }

        return text.Append("}\n").ToString();
    }

    private string WriteTrackers()
    {
        var text = new StringBuilder();
        foreach (TrackerOptions tracker in _router.Trackers)
        {
            Define(text, tracker);
        }

        return text.ToString();
    }

    private string WriteGroup()
    {
        var text = new StringBuilder();
        if (_shared.HasGroups)
        {
            string members = string.Join(' ', Enumerable.Range(1, _lan.VirtualRouters).Select(i => $"VI_{i}"));
            Line(text, $"vrrp_sync_group G {{\n    group {{\n    {members}\n    }}");
            Flag(text, _router.GroupTrackingWeight, "sync_group_tracking_weight");
            Track(text, ofGroup: true);
            text.Append("}\n");
        }

        return text.ToString();
    }

    private static void Define(StringBuilder text, TrackerOptions tracker)
    {
        switch (tracker.Kind)
        {
            case TrackerKind.Script:
                Line(text, $"vrrp_script {tracker.Name} {{\n    script /bin/true\n    interval 1");
                Line(text, $"    rise {tracker.Rise}\n    fall {tracker.Fall}");
                Positive(text, "timeout", tracker.Takes > TimeSpan.Zero ? 5 : 0);
                Flag(text, tracker.InitFail, "init_fail");
                text.Append("}\n");
                break;
            case TrackerKind.File:
                Line(text, $"track_file {tracker.Name} {{\n    file /run/{tracker.Name}\n}}");
                break;
            case TrackerKind.Process:
                Line(text, $"vrrp_track_process {tracker.Name} {{\n    process {tracker.Name}");
                Line(text, $"    quorum {tracker.Quorum}");
                if (tracker.QuorumMax is { } most)
                {
                    Line(text, $"    quorum_max {most}");
                }

                Positive(text, "terminate_delay", tracker.TerminateDelay.TotalSeconds);
                Positive(text, "fork_delay", tracker.ForkDelay.TotalSeconds);
                text.Append("}\n");
                break;
        }
    }

    private string WriteInstance(int index)
    {
        var text = new StringBuilder();
        int version = _lan.VersionOf(index);
        Line(text, $"vrrp_instance VI_{index + 1} {{\n    interface eth0");
        Line(text, $"    state {(_router.WantsMaster ? "MASTER" : "BACKUP")}");
        Line(text, $"    virtual_router_id {_shared.FirstVirtualRouterId + index}\n    version {version}");
        Line(text, $"    priority {_router.Priority}");
        Line(text, $"    advert_int {(_shared.Interval ?? _router.Interval).TotalSeconds:0.######}");
        Line(text, $"    down_timer_adverts {_shared.DownTimerAdverts}");
        Flag(text, !_router.Preempt, "nopreempt");
        Flag(text, _router.LowerPriorityNoAdvertisement, "lower_prio_no_advert");
        Flag(text, _router.HigherPrioritySendsAdvertisement, "higher_prio_send_advert");
        Flag(text, _router.GivesUpAfterSilence && !_router.Preempt, "timer_expired_backup");
        Positive(text, "preempt_delay", _router.PreemptDelay.TotalSeconds);
        WriteGarp(text, _router.Garp);
        WriteAuthentication(text, version);
        WritePeers(text);
        Track(text, ofGroup: false);
        WriteAddresses(text, index);
        return text.Append("}\n").ToString();
    }

    private static void WriteGarp(StringBuilder text, GarpOptions garp)
    {
        Line(text, $"    garp_master_delay {garp.MasterDelay}\n    garp_master_repeat {garp.MasterRepeat}");
        Line(text, $"    garp_master_refresh {garp.MasterRefresh}");
        Line(text, $"    garp_master_refresh_repeat {garp.MasterRefreshRepeat}");
        Line(text, $"    garp_lower_prio_delay {garp.LowerPriorityDelay}");
        Line(text, $"    garp_lower_prio_repeat {garp.LowerPriorityRepeat}");
    }

    private void WriteAuthentication(StringBuilder text, int version)
    {
        if (_lan.IsSigned)
        {
            Line(text, $"    auth_hmac {{\n        key 1 hex:{new string('a', 64)}\n        mode enforce\n    }}");
        }

        if (version == 2 && _lan.Authentication != VrrpAuthenticationType.None)
        {
            string type = _lan.Authentication == VrrpAuthenticationType.Password ? "PASS" : "AH";
            Line(text, $"    authentication {{\n        auth_type {type}\n        auth_pass simulate\n    }}");
        }
    }

    private void WritePeers(StringBuilder text)
    {
        if (_lan.IsUnicast)
        {
            IEnumerable<int> others = Enumerable.Range(0, _lan.Routers.Length).Where(other => other != _number);
            string peers = string.Join(
                "\n        ", others.Select(other => SimulatedRouter.AddressOf(other, _lan.IsIpv6)));
            Line(text, $"    unicast_src_ip {SimulatedRouter.AddressOf(_number, _lan.IsIpv6)}");
            Line(text, $"    unicast_peer {{\n        {peers}\n    }}");
        }
    }

    private void WriteAddresses(StringBuilder text, int index)
    {
        text.Append("    virtual_ipaddress {\n");
        for (int i = 0; i < _shared.AddressCount; i++)
        {
            string elsewhere = i == 1 && _router.Garp.Elsewhere > 0 ? " dev eth1" : string.Empty;
            int last = 100 + (20 * index) + i;
            string address = !_lan.IsIpv6 ? $"192.0.2.{last}" : i == 0 ? $"fe80::1:{last}" : $"2001:db8::{last}";
            Line(text, $"        {address}{elsewhere}");
        }

        text.Append("    }\n");
    }

    private void Track(StringBuilder text, bool ofGroup)
    {
        foreach (TrackerOptions tracker in _router.Trackers)
        {
            if (ofGroup == (tracker.InGroup && _shared.HasGroups))
            {
                string kind = tracker.Kind.ToString().ToLowerInvariant();
                string weight = tracker.HasNoOwnWeight ? string.Empty : $" weight {tracker.Weight}";
                string reverse = tracker.Reverse ? " reverse" : string.Empty;
                Line(text, $"    track_{kind} {{\n        {tracker.Name}{weight}{reverse}\n    }}");
            }
        }
    }

    private static void Positive(StringBuilder text, string word, double seconds)
    {
        if (seconds > 0)
        {
            Line(text, $"    {word} {seconds:0.######}");
        }
    }

    private static void Flag(StringBuilder text, bool isSet, string word)
    {
        if (isSet)
        {
            Line(text, $"    {word}");
        }
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
