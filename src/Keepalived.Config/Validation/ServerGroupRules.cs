using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation;

/// <summary>What does not fit between a group's entries and the virtual servers that use it.</summary>
internal static class ServerGroupRules
{
    /// <summary>A group's ranges end in the last octet or 16 bits, unless nftables marks what comes for them.</summary>
    public static void Ranges(RuleContext context)
    {
        if (context.Global.Nftables.IpvsTable.Length > 0)
        {
            return;
        }

        foreach (VirtualServerGroupConfig group in context.Draft.ServerGroups)
        {
            foreach (VirtualServerGroupEntry.Addresses range in
                group.Entries.Items.OfType<VirtualServerGroupEntry.Addresses>().Where(IsTooLong))
            {
                context.Diagnostics.Add(new ConfigDiagnostic(
                    group.Source.Span,
                    DiagnosticSeverity.Advice,
                    TestStatus.Ok,
                    $"virtual_server_group {group.Name}: of {range.First}-{range.Last} only the addresses that differ "
                        + $"from {range.First} in the last {(IsV6(range) ? "16 bits" : "octet")} become services",
                    "nftables_ipvs in global_defs makes one service of all"));
            }
        }
    }

    /// <summary>DR and TUN do not change packets, so a server gets them on the port of the service.</summary>
    public static void Ports(RuleContext context, VirtualServerDraft vs, VirtualServerGroupConfig group)
    {
        bool marks = group.Entries.Items.Any(static e => e is VirtualServerGroupEntry.Fwmark);
        foreach (RealServerDraft rs in vs.RealServers)
        {
            if (rs.Port is null or 0 || (rs.Forwarding ?? vs.Forwarding)!.Method == ForwardingMethod.Nat)
            {
                continue;
            }

            foreach (VirtualServerGroupEntry.Addresses entry in
                group.Entries.Items.OfType<VirtualServerGroupEntry.Addresses>().Where(e => e.Port != rs.Port))
            {
                context.Diagnostics.Warning(rs.Span, $"virtual server {vs.Name}:[{Text(entry)},{Number(entry.Port)}] "
                    + $"and real server [{rs.Address}]:{Number(rs.Port.Value)} ports don't match");
            }

            if (marks)
            {
                context.Diagnostics.Warning(rs.Span, $"WARNING - fwmark virtual server {vs.Name}, real server "
                    + $"[{rs.Address}]:{Number(rs.Port.Value)} has port specified - port will be ignored");
            }
        }

        if (vs.SorryAddress is not null && vs.SorryPort is > 0
            && (vs.SorryForwarding ?? vs.Forwarding)!.Method != ForwardingMethod.Nat)
        {
            context.Diagnostics.Warning(vs.Span, $"WARNING - virtual server {vs.Name}, sorry server has port "
                + "specified - port will be ignored");
        }
    }

    /// <summary>
    /// Marks know no protocol. With marks of both families the reference has nothing to say.
    /// </summary>
    public static void Protocol(RuleContext context, VirtualServerDraft vs, VirtualServerGroupConfig group)
    {
        AddressFamily[] families = [.. group.Entries.Items.OfType<VirtualServerGroupEntry.Fwmark>()
            .Select(static e => e.Family)];
        bool isOnlyMarks = families.Length == group.Entries.Count;
        bool isOfBoth = families.Contains(AddressFamily.InterNetwork)
            && families.Contains(AddressFamily.InterNetworkV6);
        if (vs.Protocol is not null && isOnlyMarks && !isOfBoth)
        {
            context.Diagnostics.Warning(vs.Span,
                $"Warning: Virtual server {vs.Name}: protocol specified for fwmark - protocol will be ignored");
            vs.Protocol = null;
        }
    }

    private static bool IsTooLong(VirtualServerGroupEntry.Addresses range)
    {
        byte[] first = range.First.GetAddressBytes();
        byte[] last = range.Last.GetAddressBytes();
        int kept = IsV6(range) ? first.Length - 2 : first.Length - 1;
        return !first.AsSpan(0, kept).SequenceEqual(last.AsSpan(0, kept));
    }

    private static bool IsV6(VirtualServerGroupEntry.Addresses range) =>
        range.First.AddressFamily == AddressFamily.InterNetworkV6;

    private static string Text(VirtualServerGroupEntry.Addresses range) =>
        range.First.Equals(range.Last) ? $"{range.First}" : $"{range.First}-{range.Last}";

    private static string Number(ushort port) => port.ToString(CultureInfo.InvariantCulture);
}
