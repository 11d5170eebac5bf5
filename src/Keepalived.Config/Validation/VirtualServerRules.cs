using Keepalived.Config.Grammar;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation;

/// <summary>Completes each virtual server: protocol, scheduler, method, ports, quorum.</summary>
internal static class VirtualServerRules
{
    private static readonly TimeSpan DefaultPersistence = TimeSpan.FromSeconds(360);

    public static void Apply(RuleContext context)
    {
        ServerGroupRules.Ranges(context);
        foreach (VirtualServerDraft vs in context.Draft.Servers)
        {
            if (vs.Known is not null)
            {
                continue;
            }

            References(context, vs);
            ServerFamilyRules.Apply(context, vs);
            if (vs.Dropped)
            {
                continue;
            }

            if (vs.RealServers.Count == 0)
            {
                context.Diagnostics.Error(vs.Span, $"Virtual server {vs.Name} has no real servers - ignoring");
                vs.Dropped = true;
                continue;
            }

            Service(context, vs);
            Defaults(context, vs);
            Ports(context, vs);
            Duplicates(context, vs);
            Quorum(context, vs);
        }

        context.Draft.Servers.RemoveAll(static vs => vs.Dropped);
    }

    private static void References(RuleContext context, VirtualServerDraft vs)
    {
        foreach (RealServerDraft rs in vs.RealServers)
        {
            if (rs.Checkers.Exists(static c => c.Kind is CheckerKind.File or CheckerKind.Bfd))
            {
                rs.Checkers.RemoveAll(checker => IsMissing(context, checker));
            }
        }
    }

    private static bool IsMissing(RuleContext context, CheckerDraft checker)
    {
        bool missing = checker.Kind switch
        {
            CheckerKind.File => !context.Draft.TrackFiles.Exists(f => f.Name == checker.Name),
            CheckerKind.Bfd => !context.Draft.Bfds.Exists(b => b.Name == checker.Name && b.ForCheckers),
            _ => false,
        };
        if (missing)
        {
            string what = checker.Kind == CheckerKind.File ? "track_file" : "bfd instance";
            context.Diagnostics.Error(checker.Span, $"{what} {checker.Name} not found for checker - removing");
        }

        return missing;
    }

    private static void Service(RuleContext context, VirtualServerDraft vs)
    {
        if (vs.GroupName.Length > 0 && !context.Draft.ServerGroups.Exists(g => g.Name == vs.GroupName))
        {
            context.Diagnostics.Notice(vs.Span,
                $"Virtual server {vs.Name}: there is no virtual_server_group {vs.GroupName}");
        }

        VirtualServerGroupConfig? group = Group(context, vs);
        if (group is not null)
        {
            ServerGroupRules.Protocol(context, vs, group);
        }

        bool onlyMarks = vs.Fwmark is not null || (group is not null
            && group.Entries.All(static e => e is VirtualServerGroupEntry.Fwmark));
        if (vs.Fwmark is not null)
        {
            if (vs.Protocol is not null)
            {
                context.Diagnostics.Warning(vs.Span,
                    $"Warning: Virtual server {vs.Name}: protocol specified for fwmark - protocol will be ignored");
                vs.Protocol = null;
            }

            if (vs.HaSuspend)
            {
                context.Diagnostics.Error(vs.Span,
                    $"Virtual server {vs.Name}: cannot use ha_suspend with fwmarks - clearing ha_suspend");
                vs.HaSuspend = false;
            }
        }
        else if (vs.Protocol is null && !onlyMarks)
        {
            context.Diagnostics.Error(vs.Span, $"Virtual server {vs.Name}: no protocol set - defaulting to UDP",
                "protocol TCP");
            vs.Protocol = ServiceProtocol.Udp;
        }

        if (vs.Flags.HasFlag(ServiceFlags.OnePacket) && vs.Fwmark is null && vs.Protocol != ServiceProtocol.Udp)
        {
            context.Diagnostics.Error(vs.Span,
                $"Virtual server {vs.Name}: one packet scheduling requires UDP - resetting");
            vs.Flags &= ~ServiceFlags.OnePacket;
        }
    }

    private static void Defaults(RuleContext context, VirtualServerDraft vs)
    {
        if (vs.Scheduler is null)
        {
            context.Diagnostics.Error(vs.Span, $"Virtual server {vs.Name}: no scheduler set, setting default 'wlc'");
            vs.Scheduler = "wlc";
        }

        if (vs.Forwarding is null && vs.RealServers.Exists(static r => r.Forwarding is null))
        {
            context.Diagnostics.Error(vs.Span,
                $"Virtual server {vs.Name}: no forwarding method set, setting default NAT");
        }

        vs.Forwarding ??= ForwardingConfig.Nat;
        bool zeroPort = (vs.Address is not null && vs.Port == 0) || context.Draft.ServerGroups.Exists(g =>
            g.Name == vs.GroupName && g.Entries.Any(static e => e is VirtualServerGroupEntry.Addresses { Port: 0 }));
        if (zeroPort && vs.Persistence is null)
        {
            context.Diagnostics.Error(vs.Span,
                $"Virtual server {vs.Name}: zero port only valid for persistent services - setting",
                "persistence_timeout");
            vs.Persistence = DefaultPersistence;
        }
    }

    // DR and TUN do not change packets, so the server gets them on the port of the service.
    private static void Ports(RuleContext context, VirtualServerDraft vs)
    {
        foreach (RealServerDraft rs in vs.RealServers)
        {
            bool nat = (rs.Forwarding ?? vs.Forwarding)!.Method == ForwardingMethod.Nat;
            bool written = rs.Port is not null and not 0;
            if (vs.Address is not null)
            {
                rs.Port ??= vs.Port;
                if (!nat && rs.Port != vs.Port)
                {
                    context.Diagnostics.Warning(rs.Span, $"WARNING - virtual server {vs.Name} and real server " +
                        $"[{rs.Address}]:{rs.Port} ports don't match - resetting");
                    rs.Port = vs.Port;
                }
            }
            else if (vs.Fwmark is not null && !nat && written)
            {
                context.Diagnostics.Warning(rs.Span,
                    $"WARNING - fwmark virtual server {vs.Name}, real server [{rs.Address}]:{rs.Port} has port " +
                        $"specified - clearing");
                rs.Port = 0;
            }
        }

        if (Group(context, vs) is { } group)
        {
            ServerGroupRules.Ports(context, vs, group);
        }

        bool sorryNat = (vs.SorryForwarding ?? vs.Forwarding)!.Method == ForwardingMethod.Nat;
        if (vs.SorryAddress is not null && !sorryNat && vs.SorryPort is > 0)
        {
            if (vs.Fwmark is not null)
            {
                context.Diagnostics.Warning(vs.Span,
                    $"WARNING - virtual server {vs.Name}, sorry server has port specified - clearing");
                vs.SorryPort = 0;
            }
            else if (vs.Address is not null && vs.SorryPort != vs.Port)
            {
                context.Diagnostics.Warning(vs.Span,
                    $"WARNING - virtual server {vs.Name} and sorry server [{vs.SorryAddress}]:{vs.SorryPort} ports " +
                        $"don't match - resetting");
                vs.SorryPort = vs.Port;
            }
        }
    }

    private static VirtualServerGroupConfig? Group(RuleContext context, VirtualServerDraft vs) =>
        vs.GroupName.Length == 0 ? null : context.Draft.ServerGroups.Find(g => g.Name == vs.GroupName);

    private static void Duplicates(RuleContext context, VirtualServerDraft vs)
    {
        HashSet<(System.Net.IPAddress, ushort)> seen = new(vs.RealServers.Count);
        vs.RealServers.RemoveAll(rs =>
        {
            bool again = !seen.Add((rs.Address, rs.Port ?? 0));
            if (again)
            {
                context.Diagnostics.Error(rs.Span,
                    $"VS {vs.Name}: real server [{rs.Address}]:{rs.Port} is duplicated - removing second rs");
            }

            return again;
        });
        RealServerDraft? sorry = vs.RealServers.Find(rs => rs.Address.Equals(vs.SorryAddress)
            && rs.Port == (vs.SorryPort ?? vs.Port));
        if (sorry is not null && (sorry.Inhibit ?? vs.Inhibit) != vs.SorryInhibit)
        {
            context.Diagnostics.Notice(vs.Span,
                $"Virtual server {vs.Name}: sorry server is a real server too - making inhibit equal");
            vs.SorryInhibit = sorry.Inhibit ?? vs.Inhibit;
        }
    }

    private static void Quorum(RuleContext context, VirtualServerDraft vs)
    {
        long total = vs.RealServers.Sum(rs => (long)(rs.Weight ?? vs.Weight));
        if (vs.Quorum > total)
        {
            context.Diagnostics.Warning(vs.Span,
                $"Warning - quorum {vs.Quorum} for {vs.Name} exceeds total weight of real servers " +
                $"{total}, reducing quorum to {total}");
            vs.Quorum = (uint)total;
        }

        if (vs.Hysteresis >= vs.Quorum && vs.Hysteresis > 0)
        {
            uint hysteresis = vs.Quorum == 0 ? 0 : vs.Quorum - 1;
            context.Diagnostics.Error(vs.Span,
                $"Virtual server {vs.Name}: hysteresis {vs.Hysteresis} >= quorum {vs.Quorum}; setting hysteresis to " +
                    $"{hysteresis}");
            vs.Hysteresis = hysteresis;
        }
    }
}
