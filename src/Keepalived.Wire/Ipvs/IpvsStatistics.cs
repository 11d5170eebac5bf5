using Keepalived.Wire.Netlink;
using static Keepalived.Wire.Ipvs.IpvsConstants;

namespace Keepalived.Wire.Ipvs;

/// <summary>Counters and rates of a service or destination (IPVS_STATS_ATTR_* of linux/ip_vs.h).</summary>
public readonly record struct IpvsStatistics
{
    /// <summary>Connections scheduled.</summary>
    public ulong Connections { get; init; }

    public ulong IncomingPackets { get; init; }

    public ulong OutgoingPackets { get; init; }

    public ulong IncomingBytes { get; init; }

    public ulong OutgoingBytes { get; init; }

    /// <summary>Connections per second, as the kernel estimates it every 2 s.</summary>
    public ulong ConnectionRate { get; init; }

    /// <summary>Per second.</summary>
    public ulong IncomingPacketRate { get; init; }

    /// <summary>Per second.</summary>
    public ulong OutgoingPacketRate { get; init; }

    /// <summary>Per second.</summary>
    public ulong IncomingByteRate { get; init; }

    /// <summary>Per second.</summary>
    public ulong OutgoingByteRate { get; init; }

    /// <summary>Reads either form: 32 bits for all but the bytes (STATS), or 64 bits throughout (STATS64).</summary>
    internal static IpvsStatistics Read(ref AttributeReader parent)
    {
        var read = default(IpvsStatistics);
        AttributeReader reader = parent.Enter();
        while (reader.MoveNext())
        {
            ulong value = reader.Value.Length >= sizeof(ulong) ? reader.UInt64()
                : reader.Value.Length >= sizeof(uint) ? reader.UInt32() : 0;
            read = reader.Type switch
            {
                IPVS_STATS_ATTR_CONNS => read with { Connections = value },
                IPVS_STATS_ATTR_INPKTS => read with { IncomingPackets = value },
                IPVS_STATS_ATTR_OUTPKTS => read with { OutgoingPackets = value },
                IPVS_STATS_ATTR_INBYTES => read with { IncomingBytes = value },
                IPVS_STATS_ATTR_OUTBYTES => read with { OutgoingBytes = value },
                IPVS_STATS_ATTR_CPS => read with { ConnectionRate = value },
                IPVS_STATS_ATTR_INPPS => read with { IncomingPacketRate = value },
                IPVS_STATS_ATTR_OUTPPS => read with { OutgoingPacketRate = value },
                IPVS_STATS_ATTR_INBPS => read with { IncomingByteRate = value },
                IPVS_STATS_ATTR_OUTBPS => read with { OutgoingByteRate = value },
                _ => read,
            };
        }

        parent.Leave(reader);
        return read;
    }
}
