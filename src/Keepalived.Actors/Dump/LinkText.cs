using System.Globalization;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;

namespace Keepalived.Actors.Dump;

/// <summary>How the state of a link is judged, and what kind of virtual interface it is.</summary>
internal static class LinkText
{
    public static void Write(DumpText text, NetworkLink link, DumpState state)
    {
        LinkPolicies policies = LinkPolicies.Of(state.Config);
        NetworkLink? lower = link.Kind is "macvlan" or "ipvlan" ? state.Links.Find(link.LowerIndex) : null;
        InterfaceDelayConfig? delay = policies.Delays.GetValueOrDefault(link.Name)
            ?? policies.Delays.GetValueOrDefault(lower?.Name ?? "");
        text.Value(3, "Up debounce timer", Microseconds(delay?.Up ?? TimeSpan.Zero));
        text.Value(3, "Down debounce timer", Microseconds(delay?.Down ?? TimeSpan.Zero));
        if (lower is not null)
        {
            string type = link.Kind == "macvlan" ? "VMAC type private" : "IPVLAN";
            text.Line(3, $"{type}, underlying interface = {lower.Name}, state = {DataText.State(lower.Flags)}");
        }

        text.Line(3, Polling(link, policies));
    }

    private static string Polling(NetworkLink link, LinkPolicies policies)
    {
        bool isPolled = policies.Polled.TryGetValue(link.Name, out LinkbeatKind kind) || policies.PollsAll;
        return (isPolled, kind) switch
        {
            (false, _) => "NIC netlink status update",
            (_, LinkbeatKind.Mii) => "NIC support MII regs",
            (_, LinkbeatKind.Ethtool) => "NIC support ETHTOOL GLINK interface",
            (_, LinkbeatKind.Ioctl) => "NIC ioctl refresh polling",
            _ => "NIC polled, whatever it answers to",
        };
    }

    private static string Microseconds(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalMicroseconds}us");
}
