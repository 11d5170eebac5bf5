using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation;

/// <summary>
/// Families of a virtual server and of what is behind it: only a tunnel carries packets of one to a server of the
/// other. A table refuses the rest when it is written, so it is said before.
/// </summary>
internal static class ServerFamilyRules
{
    public static void Apply(RuleContext context, VirtualServerDraft vs)
    {
        VirtualServerGroupConfig? group = context.Draft.ServerGroups.Find(g => g.Name == vs.GroupName);
        // A group has no family of its own, nor has a mark: that of the servers if they agree.
        vs.Family ??= (group is null ? null : Agreed(vs) ?? FirstOf(group)) ?? FamilyOfAll(vs);
        vs.RealServers.RemoveAll(rs =>
        {
            bool wrong = !Fits(vs, rs.Address, rs.Forwarding);
            if (wrong)
            {
                context.Diagnostics.Error(rs.Span,
                    $"Address family of virtual server and real server {rs.Address} don't match - skipping real " +
                        $"server.");
            }

            return wrong;
        });
        if (vs.SorryAddress is { } sorry && !Fits(vs, sorry, vs.SorryForwarding))
        {
            context.Diagnostics.Error(vs.SorryAddressSpan,
                $"Address family of virtual server and sorry server {sorry} don't match - skipping sorry server.");
            vs.SorryAddress = null;
        }

        if (group is not null)
        {
            Entries(context, vs, group);
        }

        Synchronization(context, vs);
    }

    private static bool Fits(VirtualServerDraft vs, IPAddress server, ForwardingConfig? forwarding) =>
        vs.Family is null || server.AddressFamily == vs.Family || IsTunnel(vs, forwarding);

    private static bool IsTunnel(VirtualServerDraft vs, ForwardingConfig? forwarding) =>
        (forwarding ?? vs.Forwarding)?.Method == ForwardingMethod.Tunnel;

    /// <summary>The one family of all servers that are not reached by a tunnel; null if there is no such one.</summary>
    private static AddressFamily? Agreed(VirtualServerDraft vs)
    {
        AddressFamily[] families = [.. vs.RealServers.Where(rs => !IsTunnel(vs, rs.Forwarding))
            .Select(static rs => rs.Address.AddressFamily).Distinct()];
        return families.Length == 1 ? families[0] : null;
    }

    private static AddressFamily? FamilyOfAll(VirtualServerDraft vs) => vs.RealServers.Count == 0
        ? null
        : vs.RealServers.TrueForAll(static rs => rs.Address.AddressFamily == AddressFamily.InterNetworkV6)
            ? AddressFamily.InterNetworkV6
            : AddressFamily.InterNetwork;

    private static AddressFamily? FirstOf(VirtualServerGroupConfig group) =>
        group.Entries.Items.Select(FamilyOf).FirstOrDefault(static family => family is not null);

    private static AddressFamily? FamilyOf(VirtualServerGroupEntry entry) => entry switch
    {
        VirtualServerGroupEntry.Addresses addresses => addresses.First.AddressFamily,
        VirtualServerGroupEntry.Fwmark { Family: not AddressFamily.Unspecified } mark => mark.Family,
        _ => null,
    };

    /// <summary>
    /// Of both families the reference says nothing, and the kernel refuses: advice, but for the plane of our own. A
    /// group of nothing but the other one is ignored, of which the reference's test keeps silent.
    /// </summary>
    private static void Entries(RuleContext context, VirtualServerDraft vs, VirtualServerGroupConfig group)
    {
        RealServerDraft? server = vs.RealServers.Find(rs => !IsTunnel(vs, rs.Forwarding));
        int others = group.Entries.Items.Count(entry => FamilyOf(entry) is { } family && family != vs.Family);
        if (server is null || others == 0)
        {
            return;
        }

        const string apart = "a virtual_server_group and a virtual_server for each family";
        if (others == group.Entries.Count)
        {
            vs.Dropped = true;
            Advise(context, server,
                $"{group.Name}: address family of real server {server.Address} doesn't match virtual server {vs.Name} "
                    + "- ignoring",
                "servers and addresses of one family, or lvs_method TUN");
            return;
        }

        (string own, string other) = vs.Family == AddressFamily.InterNetworkV6 ? ("IPv6", "IPv4") : ("IPv4", "IPv6");
        string text = $"Virtual server {vs.Name}: virtual_server_group {group.Name} has {other} entries, for which the "
            + $"{own} real server {server.Address} cannot answer";
        if (context.Global.LvsBackend == LvsBackend.Nftables)
        {
            context.Diagnostics.Error(server.Span, text, apart);
        }
        else
        {
            Advise(context, server, text, $"{apart}, or lvs_method TUN");
        }
    }

    /// <summary>So the kernel has it, whichever of the two comes first.</summary>
    private static void Synchronization(RuleContext context, VirtualServerDraft vs)
    {
        RealServerDraft? other = vs.RealServers.Find(rs => rs.Address.AddressFamily != vs.Family);
        if (other is not null && context.Global.LvsSyncDaemon is not null)
        {
            Advise(context, other,
                $"Virtual server {vs.Name}: real server {other.Address} is of the other family, which the kernel "
                    + "refuses beside an lvs_sync_daemon",
                "leave lvs_sync_daemon out, or a real server of the same family");
        }
    }

    private static void Advise(RuleContext context, RealServerDraft server, string text, string hint) =>
        context.Diagnostics.Add(
            new ConfigDiagnostic(server.Span, DiagnosticSeverity.Advice, TestStatus.Ok, text, hint));
}
