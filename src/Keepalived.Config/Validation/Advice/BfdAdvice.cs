using System.Net.Sockets;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation.Advice;

/// <summary>Sessions that a peer will not take.</summary>
internal static class BfdAdvice
{
    /// <summary>RFC 5881 5: what a peer expects of a neighbour on the link.</summary>
    private const int HopLimitOfNeighbor = 255;

    public static void Apply(AdviceContext context)
    {
        foreach (BfdInstanceConfig session in context.Config.BfdInstances)
        {
            bool isV6 = session.Neighbor.AddressFamily == AddressFamily.InterNetworkV6;
            if (isV6 && !session.Multihop && session.Ttl < HopLimitOfNeighbor)
            {
                context.Advise(session.Source.Span,
                    $"({session.Name}) packets leave with hop limit {session.Ttl}: a router that checks as RFC 5881 "
                        + "asks refuses them",
                    $"hoplimit {HopLimitOfNeighbor}");
            }
        }
    }
}
