using System.Net.Sockets;

namespace Keepalived.Core.Lvs.Nftables;

/// <summary>What IPVS can and the nftables plane cannot, in words; a refusal is never a silent change.</summary>
internal static class NftablesLimits
{
    private const byte Nat = 0;

    /// <summary>Sctp = 132 works as TCP does: its ports are at the same place.</summary>
    private static readonly byte[] s_protocols = [0, 6, 17, 132];

    /// <summary>Null = it can.</summary>
    public static string? Refusal(IpvsService service)
    {
        if (service.Scheduler is not ("rr" or "wrr" or "sh"))
        {
            return $"lb_algo {service.Scheduler}: nftables has rr, wrr and sh";
        }

        if (service.PersistenceEngine.Length > 0)
        {
            return $"persistence_engine {service.PersistenceEngine}: nftables has none";
        }

        if ((service.Flags & NftablesService.OnePacket) != 0)
        {
            return "ops: nftables schedules flows, not packets";
        }

        return Array.IndexOf(s_protocols, service.Key.Protocol) < 0
            ? $"protocol {service.Key.Protocol}: nftables balances TCP, UDP and SCTP"
            : null;
    }

    /// <summary>Null = it can.</summary>
    public static string? Refusal(IpvsServiceKey service, IpvsDestination destination)
    {
        if (destination.ForwardingMethod != Nat)
        {
            return "lb_kind: nftables has NAT only";
        }

        if (destination.UpperThreshold != 0 || destination.LowerThreshold != 0)
        {
            return "uthreshold, lthreshold: nftables does not count connections";
        }

        bool isV6 = service.Family == AddressFamily.InterNetworkV6;
        return destination.Key.Address.IsV6 == isV6 ? null : "nftables does not mix address families";
    }
}
