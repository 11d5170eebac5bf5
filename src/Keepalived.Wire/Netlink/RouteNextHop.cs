using System.Net.Sockets;
using System.Runtime.InteropServices;
using Keepalived.Wire.Ip;
using static Keepalived.Wire.Netlink.RtnetlinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>One way of a multipath route (struct rtnexthop of linux/rtnetlink.h).</summary>
public sealed record RouteNextHop
{
    private const int HeaderLength = 8;

    /// <summary>Either family; None for a directly connected one.</summary>
    public IpAddress Gateway { get; init; }

    /// <summary>Index of the interface; 0 lets the kernel find it.</summary>
    public int OutputInterface { get; init; }

    /// <summary>1..256.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>RTNH_F_*.</summary>
    public byte Flags { get; init; }

    /// <summary>Realms (RTA_FLOW): source in the high, destination in the low 16 bits; 0 for none.</summary>
    public uint Realms { get; init; }

    public RouteEncapsulation? Encapsulation { get; init; }

    /// <summary>Reads the array within RTA_MULTIPATH.</summary>
    internal static ValueList<RouteNextHop> ReadAll(ref AttributeReader route, AddressFamily family)
    {
        var hops = new List<RouteNextHop>();
        ReadOnlySpan<byte> rest = route.Value;
        while (rest.Length >= HeaderLength)
        {
            //  |             Length            |     Flags     |  Weight - 1   |
            //  |                        Interface index                        |
            int length = MemoryMarshal.Read<ushort>(rest);
            if (length < HeaderLength || length > rest.Length)
            {
                route.Fail(DecodeErrorKind.AttributeLength);
                break;
            }

            var attributes = new RouteHopAttributes();
            var reader = new AttributeReader(rest[HeaderLength..length]);
            while (reader.MoveNext())
            {
                attributes.Take(ref reader, family);
            }

            hops.Add(new RouteNextHop
            {
                Gateway = attributes.Gateway,
                OutputInterface = MemoryMarshal.Read<int>(rest[4..]),
                Weight = rest[3] + 1,
                Flags = rest[2],
                Realms = attributes.Realms,
                Encapsulation = attributes.ReadEncapsulation(ref reader),
            });
            route.Leave(reader);
            rest = rest[Math.Min((length + 3) & ~3, rest.Length)..];
        }

        return ValueList.From(hops);
    }

    internal void Write(ref NetlinkWriter writer, AddressFamily family)
    {
        // An rtnexthop has its length in the same first two octets as an attribute, so ending a nest finishes it too.
        int start = writer.Length;
        writer.UInt16(0);
        writer.Byte(Flags);
        writer.Byte((byte)Math.Clamp(Weight - 1, 0, byte.MaxValue));
        writer.UInt32((uint)OutputInterface);
        RouteHopAttributes.WriteGateway(ref writer, Gateway, family);
        if (Realms != 0)
        {
            writer.AttributeUInt32(RTA_FLOW, Realms);
        }

        Encapsulation?.Write(ref writer);
        writer.EndNested(start);
    }
}

/// <summary>The attributes that a route and its nexthops have in common.</summary>
internal ref struct RouteHopAttributes
{
    private ReadOnlySpan<byte> _encapsulation;
    private int _encapsulationKind;

    public IpAddress Gateway { get; private set; }

    public uint Realms { get; private set; }

    public static void WriteGateway(ref NetlinkWriter writer, IpAddress gateway, AddressFamily family)
    {
        if (gateway.IsNone)
        {
            return;
        }

        if (gateway.Family == family)
        {
            writer.AttributeAddress(RTA_GATEWAY, gateway);
            return;
        }

        // struct rtvia: the kernel's number of the other family, then the address.
        Span<byte> via = stackalloc byte[sizeof(ushort) + 16];
        MemoryMarshal.Write(via, (ushort)KernelFamily.From(gateway.Family));
        gateway.TryWriteBytes(via[sizeof(ushort)..]);
        writer.Attribute(RTA_VIA, via[..(sizeof(ushort) + gateway.Length)]);
    }

    /// <summary>True if the attribute was one of these.</summary>
    public bool Take(ref AttributeReader reader, AddressFamily family)
    {
        switch (reader.Type)
        {
            case RTA_GATEWAY:
                Gateway = reader.Address(family);
                return true;
            case RTA_VIA when reader.Require(sizeof(ushort)):
                AddressFamily other = KernelFamily.ToAddressFamily(MemoryMarshal.Read<ushort>(reader.Value));
                IpAddress via = IpAddress.FromBytes(reader.Value[sizeof(ushort)..]);
                if (via.IsNone || via.Family != other)
                {
                    reader.Fail(DecodeErrorKind.AttributeSize);
                }

                Gateway = via;
                return true;
            case RTA_FLOW:
                Realms = reader.UInt32();
                return true;
            case RTA_ENCAP_TYPE:
                _encapsulationKind = reader.UInt16();
                return true;
            case RTA_ENCAP:
                _encapsulation = reader.Value;
                return true;
            default:
                return false;
        }
    }

    /// <summary>To be called at the end: the kind may come after the attributes that it gives meaning.</summary>
    public readonly RouteEncapsulation? ReadEncapsulation(ref AttributeReader parent) =>
        _encapsulationKind == 0 ? null : RouteEncapsulation.Read(_encapsulationKind, _encapsulation, ref parent);
}
