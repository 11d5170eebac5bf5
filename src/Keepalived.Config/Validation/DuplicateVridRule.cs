using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;
using Keepalived.Config.Text;

namespace Keepalived.Config.Validation;

/// <summary>Two instances must not hear each other's adverts as their own.</summary>
internal static class DuplicateVridRule
{
    public static void Apply(RuleContext context)
    {
        List<InstanceDraft> instances = context.Draft.Instances;
        if (instances.Count < 2)
        {
            return;
        }

        foreach (IGrouping<(byte, AddressFamily), InstanceDraft> group in
            instances.Where(static i => i.Config.VirtualRouterId != 0)
                .GroupBy(static i => (i.Config.VirtualRouterId, i.Config.Family)))
        {
            InstanceDraft[] same = [.. group];
            for (int b = 1; b < same.Length; b++)
            {
                InstanceDraft? other = Array.Find(same[..b], a => Clash(context, a, same[b]));
                if (other is not null)
                {
                    Report(context, other, same[b]);
                }
            }
        }
    }

    private static void Report(RuleContext context, InstanceDraft a, InstanceDraft b)
    {
        string family = b.Config.Family == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";
        SourceSpan span = b.Span;
        context.Diagnostics.Fatal(span, TestStatus.General,
            $"{a.Name} and {b.Name} both use VRID {b.Config.VirtualRouterId} with {family} on interface " +
                $"{b.Config.Interface}",
            $"the first is at {a.Span}");
    }

    private static bool Clash(RuleContext context, InstanceDraft a, InstanceDraft b)
    {
        bool unicast = a.Peers.Count > 0;
        if (unicast != b.Peers.Count > 0 || a.Config.Interface != b.Config.Interface)
        {
            return false;
        }

        if (unicast)
        {
            return Equals(a.UnicastSource, b.UnicastSource)
                && a.Peers.Exists(p => b.Peers.Exists(q => q.Address.Equals(p.Address)));
        }

        return Group(context, a).Equals(Group(context, b));
    }

    private static IPAddress Group(RuleContext context, InstanceDraft d) => d.MulticastDestination
        ?? (d.Config.Family == AddressFamily.InterNetworkV6 ? context.Global.MulticastGroup6
            : context.Global.MulticastGroup4);
}
