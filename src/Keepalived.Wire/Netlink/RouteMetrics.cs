using static Keepalived.Wire.Netlink.RtnetlinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>One number of RTA_METRICS.</summary>
/// <param name="Kind">RTAX_*.</param>
/// <param name="Value">In the kernel's unit: rtt 1/8 ms, rttvar 1/4 ms, rto_min 1 ms, the others plain.</param>
public readonly record struct RouteMetric(int Kind, uint Value);

/// <summary>The metrics of a route (RTM_METRICS of linux/rtnetlink.h).</summary>
public sealed record RouteMetrics
{
    /// <summary>In ascending order of kind, as the kernel reports them.</summary>
    public ValueList<RouteMetric> Values { get; init; }

    /// <summary>Bit RTAX_x set: metric x is locked (RTAX_LOCK).</summary>
    public uint Locked { get; init; }

    /// <summary>Congestion control (RTAX_CC_ALGO), at most 15 octets; empty for the default.</summary>
    public string CongestionControl { get; init; } = string.Empty;

    internal static RouteMetrics Read(ref AttributeReader route)
    {
        var values = new List<RouteMetric>();
        uint locked = 0;
        string congestionControl = string.Empty;
        AttributeReader reader = route.Enter();
        while (reader.MoveNext())
        {
            switch (reader.Type)
            {
                case RTAX_LOCK:
                    locked = reader.UInt32();
                    break;
                case RTAX_CC_ALGO:
                    congestionControl = reader.Text();
                    break;
                default:
                    values.Add(new RouteMetric(reader.Type, reader.UInt32()));
                    break;
            }
        }

        route.Leave(reader);
        return new RouteMetrics
        {
            Values = ValueList.From(values),
            Locked = locked,
            CongestionControl = congestionControl,
        };
    }

    internal void Write(ref NetlinkWriter writer)
    {
        int nested = writer.BeginNested(RTA_METRICS);
        if (Locked != 0)
        {
            writer.AttributeUInt32(RTAX_LOCK, Locked);
        }

        foreach (RouteMetric metric in Values)
        {
            writer.AttributeUInt32(metric.Kind, metric.Value);
        }

        if (CongestionControl.Length > 0)
        {
            writer.AttributeText(RTAX_CC_ALGO, CongestionControl);
        }

        writer.EndNested(nested);
    }
}
