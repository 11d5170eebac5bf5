using System.Net.Sockets;
using System.Runtime.InteropServices;
using Keepalived.Wire.Ip;
using static Keepalived.Wire.Netlink.RtnetlinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>A route (RTM_NEWROUTE, RTM_DELROUTE; struct rtmsg of linux/rtnetlink.h), both ways.</summary>
public sealed record RouteMessage
{
    /// <summary>Octets of struct rtmsg.</summary>
    public const int HeaderLength = RouteHeader.Length;

    public required AddressFamily Family { get; init; }

    /// <summary>Length 0 is the default route; reading gives it as 0.0.0.0/0 or ::/0.</summary>
    public IpPrefix Destination { get; init; }

    /// <summary>IPv6 source routing; default for none.</summary>
    public IpPrefix Source { get; init; }

    public byte TypeOfService { get; init; }

    /// <summary>RT_TABLE_* or any other number.</summary>
    public uint Table { get; init; } = RT_TABLE_MAIN;

    /// <summary>RTPROT_*: who made it.</summary>
    public byte Protocol { get; init; } = RTPROT_KEEPALIVED;

    /// <summary>RT_SCOPE_*.</summary>
    public byte Scope { get; init; }

    /// <summary>RTN_*.</summary>
    public byte Type { get; init; } = RTN_UNICAST;

    /// <summary>RTM_F_* and RTNH_F_*.</summary>
    public uint Flags { get; init; }

    /// <summary>Either family (the other one goes as RTA_VIA); None for none.</summary>
    public IpAddress Gateway { get; init; }

    /// <summary>Index of the interface; 0 for none.</summary>
    public int OutputInterface { get; init; }

    /// <summary>Index of the interface packets came in by; 0 for any.</summary>
    public int InputInterface { get; init; }

    /// <summary>The metric; null lets the kernel choose (0 for IPv4, 1024 for IPv6).</summary>
    public uint? Priority { get; init; }

    /// <summary>Source address for packets of our own; None for the kernel's choice.</summary>
    public IpAddress PreferredSource { get; init; }

    public RouteMetrics? Metrics { get; init; }

    /// <summary>Instead of gateway and interface, where there are several ways.</summary>
    public ValueList<RouteNextHop> NextHops { get; init; }

    /// <summary>Realms (RTA_FLOW): source in the high, destination in the low 16 bits; 0 for none.</summary>
    public uint Realms { get; init; }

    public RouteEncapsulation? Encapsulation { get; init; }

    /// <summary>IPv6 router preference (ICMPV6_ROUTER_PREF_*: 3 low, 0 medium, 1 high); null where not said.</summary>
    public byte? Preference { get; init; }

    /// <summary>Seconds until the route goes away; null for never.</summary>
    public uint? ExpiresSeconds { get; init; }

    /// <summary>MPLS: 1 if the TTL is carried over; null for the default.</summary>
    public byte? TtlPropagate { get; init; }

    /// <summary>Nexthop object (RTA_NH_ID); 0 for none.</summary>
    public uint NextHopId { get; init; }

    /// <summary>Made by a lookup, not by anyone: not in the table.</summary>
    public bool IsCloned => (Flags & RTM_F_CLONED) != 0;

    /// <summary>
    /// Reads the payload of RTM_NEWROUTE or RTM_DELROUTE; families other than IPv4 and IPv6 are refused.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out RouteMessage route, out DecodeError error)
    {
        route = new RouteMessage { Family = AddressFamily.Unspecified };
        //  |    Family     |  Dest. length | Source length |      TOS      |
        //  |     Table     |   Protocol    |     Scope     |     Type      |
        //  |                             Flags                             |
        if (!RouteHeader.TryRead(payload, out AddressFamily family, out error))
        {
            return false;
        }

        var read = new RouteAttributes { Table = payload[4] };
        if (!read.TryRead(payload[HeaderLength..], family, out error))
        {
            return false;
        }

        IpAddress any = family == AddressFamily.InterNetwork ? IpAddress.AnyV4 : IpAddress.AnyV6;
        if ((payload[1] > 0 && read.Destination.IsNone) || (payload[2] > 0 && read.Source.IsNone))
        {
            return DecodeError.Fail(out error, DecodeErrorKind.AttributeMissing, RTA_DST);
        }

        route = read.ToMessage(family) with
        {
            Destination = new IpPrefix(read.Destination.IsNone ? any : read.Destination, payload[1]),
            Source = payload[2] == 0 ? default : new IpPrefix(read.Source, payload[2]),
            TypeOfService = payload[3],
            Protocol = payload[5],
            Scope = payload[6],
            Type = payload[7],
            Flags = MemoryMarshal.Read<uint>(payload[8..]),
        };
        return true;
    }

    /// <summary>Writes the message and returns its length, 0 if the span is too small.</summary>
    public int Encode(Span<byte> destination, in NetlinkRequest request)
    {
        var writer = new NetlinkWriter(destination);
        writer.BeginMessage(request);
        writer.Byte(KernelFamily.From(Family));
        writer.Byte(Destination.Length);
        writer.Byte(Source.Length);
        writer.Byte(TypeOfService);
        // Numbers above 255 do not fit; RTA_TABLE has the whole.
        writer.Byte((byte)(Table <= byte.MaxValue ? Table : RT_TABLE_UNSPEC));
        writer.Byte(Protocol);
        writer.Byte(Scope);
        writer.Byte(Type);
        writer.UInt32(Flags);
        RouteAttributes.Write(this, ref writer);
        writer.EndMessage();
        return writer.Result;
    }
}
