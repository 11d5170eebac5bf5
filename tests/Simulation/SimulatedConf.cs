using System.Globalization;
using System.Text;
using Keepalived.Config;
using Keepalived.Config.Host;
using Keepalived.Config.Model;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Simulation;

/// <summary>The keepalived.conf of a simulated router: written out, then read by the real parser.</summary>
public static class SimulatedConf
{
    private static readonly ConfigLoaderOptions Options = new()
    {
        Environment = new AssumedConfigEnvironment("simulated"),
    };

    public static KeepalivedConfig Of(LanOptions lan, RouterOptions router, int number) =>
        Parse(Write(lan, router, number));

    /// <summary>Throws <see cref="FormatException"/> for a text without any instance.</summary>
    public static KeepalivedConfig Parse(string text)
    {
        ConfigResult result = ConfigLoader.Parse(text, "simulated.conf", Options);
        return result.Config.Instances.IsEmpty
            ? throw new FormatException(string.Join('\n', result.Diagnostics) + '\n' + text)
            : result.Config;
    }

    private static string Write(LanOptions lan, RouterOptions router, int number)
    {
        var text = new StringBuilder("global_defs {\n");
        Line(text, $"    vrrp_version {lan.Version}");
        if (router.StartupDelay > TimeSpan.Zero)
        {
            Line(text, $"    vrrp_startup_delay {router.StartupDelay.TotalSeconds:0.######}");
        }

        text.Append("}\n");
        if (router.ScriptWeight is { } weight)
        {
            Line(text, $"vrrp_script check {{\n    script /bin/true\n    interval 1\n    weight {weight}");
            Line(text, $"    rise {router.Rise}\n    fall {router.Fall}\n}}");
        }

        for (int i = 0; i < lan.VirtualRouters; i++)
        {
            WriteInstance(text, lan, router, (number, i));
        }

        if (lan.HasGroups)
        {
            string members = string.Join(' ', Enumerable.Range(1, lan.VirtualRouters).Select(i => $"VI_{i}"));
            string keepsWeights = router.GroupTrackingWeight ? "\n    sync_group_tracking_weight" : string.Empty;
            Line(text, $"vrrp_sync_group G {{\n    group {{\n    {members}\n    }}{keepsWeights}\n}}");
        }

        return text.ToString();
    }

    private static void WriteInstance(
        StringBuilder text, LanOptions lan, RouterOptions router, (int Router, int Instance) number)
    {
        Line(text, $"vrrp_instance VI_{number.Instance + 1} {{\n    interface eth0");
        Line(text, $"    state {(router.WantsMaster ? "MASTER" : "BACKUP")}");
        Line(text, $"    virtual_router_id {51 + number.Instance}\n    priority {router.Priority}");
        Line(text, $"    advert_int {router.Interval.TotalSeconds:0.######}");
        Line(text, $"    down_timer_adverts {lan.DownTimerAdverts}");
        Line(text, $"    garp_master_delay 2\n    garp_lower_prio_delay 1");
        Line(text, $"    garp_master_refresh {(int)router.AnnounceRefresh.TotalSeconds}");
        Flag(text, !router.Preempt, "nopreempt");
        Flag(text, router.LowerPriorityNoAdvertisement, "lower_prio_no_advert");
        Flag(text, router.HigherPrioritySendsAdvertisement, "higher_prio_send_advert");
        if (router.PreemptDelay > TimeSpan.Zero)
        {
            Line(text, $"    preempt_delay {router.PreemptDelay.TotalSeconds:0.######}");
        }

        if (lan.Authentication != VrrpAuthenticationType.None)
        {
            string type = lan.Authentication == VrrpAuthenticationType.Password ? "PASS" : "AH";
            Line(text, $"    authentication {{\n        auth_type {type}\n        auth_pass simulate\n    }}");
        }

        if (lan.IsUnicast)
        {
            IEnumerable<int> others = Enumerable.Range(0, lan.Routers.Length).Where(other => other != number.Router);
            string peers = string.Join("\n        ", others.Select(SimulatedRouter.AddressOf));
            Line(text, $"    unicast_src_ip {SimulatedRouter.AddressOf(number.Router)}");
            Line(text, $"    unicast_peer {{\n        {peers}\n    }}");
        }

        if (router.ScriptWeight is not null)
        {
            Line(text, $"    track_script {{\n        check\n    }}");
        }

        Line(text, $"    virtual_ipaddress {{\n        192.0.2.{100 + number.Instance}\n    }}\n}}");
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
