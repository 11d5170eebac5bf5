using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Validation;

/// <summary>
/// What <c>lvs_backend nftables</c> cannot do is said when the file is read, not when traffic fails. With <c>auto</c>
/// it is advice of a test on a kernel without IPVS, for the file may be meant for another one.
/// </summary>
internal static class NftablesPlaneRules
{
    private const string OrIpvs = "or lvs_backend ipvs where the kernel has IPVS";

    public static void Apply(RuleContext context, bool isTest)
    {
        bool mayCarry = context.Global.LvsBackend == LvsBackend.Auto && isTest
            && context.Draft.Servers.Count > 0 && !context.Host.HasIpvs;
        if (context.Global.LvsBackend != LvsBackend.Nftables && !mayCarry)
        {
            return;
        }

        GlobalDraft global = context.Draft.Global;
        if (context.Global.LvsSyncDaemon is not null)
        {
            Report(context, global.SyncDaemonSpan, "", "has no lvs_sync_daemon",
                "leave it out; conntrackd keeps connections in step");
        }

        if (context.Global.LvsTimeouts is not null)
        {
            Report(context, global.TimeoutsSpan, "", "has no lvs_timeouts",
                "leave it out; sysctl net.netfilter.nf_conntrack_*_timeout*");
        }

        foreach (VirtualServerDraft vs in context.Draft.Servers.Where(static vs => vs.Known is null))
        {
            Service(context, vs);
            Ports(context, vs);
            foreach (RealServerDraft rs in vs.RealServers)
            {
                Server(context, vs, rs);
            }
        }
    }

    private static void Service(RuleContext context, VirtualServerDraft vs)
    {
        if (vs.Scheduler is not ("rr" or "wrr" or "sh"))
        {
            Report(context, vs, vs.SchedulerSpan, $"lb_algo {vs.Scheduler}", "rr, wrr or sh");
        }

        if (vs.Flags.HasFlag(ServiceFlags.OnePacket))
        {
            Report(context, vs, vs.OnePacketSpan, "ops", "leave it out");
        }

        if (vs.PersistenceEngine.Length > 0)
        {
            Report(context, vs, vs.EngineSpan, $"persistence_engine {vs.PersistenceEngine}",
                "leave it out: persistence is by client address");
        }

        if (vs.SorryAddress is not null && (vs.SorryForwarding ?? vs.Forwarding)?.Method is not ForwardingMethod.Nat)
        {
            Report(context, vs, vs.SorrySpan, $"the lvs_method of sorry server {vs.SorryAddress}",
                "sorry_server_lvs_method NAT");
        }
    }

    /// <summary>Where the service names no port, all servers take the client's or all have one of their own.</summary>
    private static void Ports(RuleContext context, VirtualServerDraft vs)
    {
        bool namesPort = vs.Fwmark is null && vs.Port != 0;
        RealServerDraft? other = vs.RealServers.Find(rs => rs.Port is > 0 != vs.RealServers[0].Port is > 0);
        if (vs.GroupName.Length == 0 && !namesPort && other is not null)
        {
            Report(context, vs, other.Span, $"real server {other.Address}: some with a port and some without",
                "a port for all, or for none");
        }
    }

    private static void Server(RuleContext context, VirtualServerDraft vs, RealServerDraft rs)
    {
        if (rs.UpperThreshold != 0 || rs.LowerThreshold != 0)
        {
            Report(context, vs, rs.ThresholdSpan, $"the thresholds of real server {rs.Address}", "leave them out");
        }

        if ((rs.Forwarding ?? vs.Forwarding)?.Method is not ForwardingMethod.Nat)
        {
            SourceSpan at = rs.Forwarding is null ? vs.ForwardingSpan : rs.ForwardingSpan;
            Report(context, vs, at, $"the lb_kind of real server {rs.Address}", "NAT");
        }
    }

    private static void Report(
        RuleContext context, VirtualServerDraft vs, SourceSpan at, string what, string instead) =>
        Report(context, at, $"Virtual server {vs.Name}: ", $"cannot do {what}", $"{instead}, {OrIpvs}");

    private static void Report(RuleContext context, SourceSpan at, string subject, string what, string hint)
    {
        if (context.Global.LvsBackend == LvsBackend.Nftables)
        {
            context.Diagnostics.Error(at, $"{subject}lvs_backend nftables {what}", hint);
        }
        else
        {
            context.Diagnostics.Add(new ConfigDiagnostic(
                at,
                DiagnosticSeverity.Advice,
                TestStatus.Ok,
                $"{subject}this kernel has no IPVS, and nftables in its place {what}",
                hint));
        }
    }
}
