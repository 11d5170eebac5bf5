using Keepalived.Config.Grammar;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation;

/// <summary>What <c>lvs_backend nftables</c> cannot do is said when the file is read, not when traffic fails.</summary>
internal static class NftablesPlaneRules
{
    public static void Apply(RuleContext context)
    {
        if (context.Global.LvsBackend != LvsBackend.Nftables)
        {
            return;
        }

        if (context.Global.LvsSyncDaemon is not null)
        {
            Report(context, "lvs_backend nftables has no lvs_sync_daemon", "conntrackd keeps connections in step");
        }

        if (context.Global.LvsTimeouts is not null)
        {
            Report(context, "lvs_backend nftables has no lvs_timeouts", "net.netfilter.nf_conntrack_*_timeout*");
        }

        foreach (VirtualServerDraft vs in context.Draft.Servers)
        {
            if (vs.Scheduler is not ("rr" or "wrr" or "sh"))
            {
                Report(context, vs, $"lb_algo {vs.Scheduler}", "rr, wrr or sh");
            }

            if (vs.Flags.HasFlag(ServiceFlags.OnePacket))
            {
                Report(context, vs, "ops", "leave it out, or lvs_backend ipvs");
            }

            if (vs.PersistenceEngine.Length > 0)
            {
                Report(context, vs, $"persistence_engine {vs.PersistenceEngine}", "persistence by client address");
            }

            foreach (RealServerDraft rs in vs.RealServers)
            {
                if (rs.UpperThreshold != 0 || rs.LowerThreshold != 0)
                {
                    Report(context, vs, $"the thresholds of real server {rs.Address}", "leave them out");
                }

                if ((rs.Forwarding ?? vs.Forwarding)?.Method is not ForwardingMethod.Nat)
                {
                    Report(context, vs, $"the lb_kind of real server {rs.Address}", "NAT");
                }
            }
        }
    }

    private static void Report(RuleContext context, string text, string instead) =>
        context.Diagnostics.Error(Text.SourceSpan.None, text, instead);

    private static void Report(RuleContext context, VirtualServerDraft vs, string what, string instead) =>
        context.Diagnostics.Error(vs.Span, $"Virtual server {vs.Name}: lvs_backend nftables cannot do {what}", instead);
}
