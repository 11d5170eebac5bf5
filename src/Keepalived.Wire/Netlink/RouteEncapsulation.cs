using System.Buffers.Binary;
using System.Net.Sockets;
using Keepalived.Wire.Ip;
using static Keepalived.Wire.Netlink.EncapsulationConstants;
using static Keepalived.Wire.Netlink.RtnetlinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>
/// A lightweight tunnel of a route or nexthop (linux/lwtunnel.h). What the kind does not use stays at its default.
/// </summary>
public sealed record RouteEncapsulation
{
    /// <summary>
    /// LWTUNNEL_ENCAP_*: MPLS, IP, IP6 and ILA are read and written; of others only the number is kept.
    /// </summary>
    public required ushort Kind { get; init; }

    /// <summary>Tunnel id of ip and ip6.</summary>
    public ulong? Id { get; init; }

    public IpAddress Destination { get; init; }

    public IpAddress Source { get; init; }

    /// <summary>TTL of ip and mpls, hop limit of ip6.</summary>
    public byte? TimeToLive { get; init; }

    /// <summary>Type of service of ip, traffic class of ip6.</summary>
    public byte? TypeOfService { get; init; }

    /// <summary>Tunnel flags of ip and ip6.</summary>
    public ushort? Flags { get; init; }

    /// <summary>MPLS labels, 20 bits each, outermost first.</summary>
    public ValueList<uint> Labels { get; init; }

    /// <summary>The 64 bits of an ILA locator.</summary>
    public ulong? Locator { get; init; }

    // linux/mpls.h: label, class, bottom of stack, TTL.
    private const int LabelShift = 12;
    private const uint BottomOfStack = 0x100;

    internal static RouteEncapsulation Read(int kind, ReadOnlySpan<byte> attributes, ref AttributeReader parent)
    {
        var reader = new AttributeReader(attributes);
        var encapsulation = new RouteEncapsulation { Kind = (ushort)kind };
        while (reader.MoveNext())
        {
            encapsulation = kind switch
            {
                LWTUNNEL_ENCAP_IP => encapsulation.TakeIp(ref reader, AddressFamily.InterNetwork),
                LWTUNNEL_ENCAP_IP6 => encapsulation.TakeIp(ref reader, AddressFamily.InterNetworkV6),
                LWTUNNEL_ENCAP_MPLS => encapsulation.TakeMpls(ref reader),
                LWTUNNEL_ENCAP_ILA when reader.Type == ILA_ATTR_LOCATOR =>
                    encapsulation with { Locator = reader.UInt64BigEndian() },
                _ => encapsulation,
            };
        }

        parent.Leave(reader);
        return encapsulation;
    }

    internal void Write(ref NetlinkWriter writer)
    {
        writer.AttributeUInt16(RTA_ENCAP_TYPE, Kind);
        int nested = writer.BeginNested(RTA_ENCAP);
        switch (Kind)
        {
            case LWTUNNEL_ENCAP_IP or LWTUNNEL_ENCAP_IP6:
                WriteIp(ref writer);
                break;
            case LWTUNNEL_ENCAP_MPLS:
                WriteMpls(ref writer);
                break;
            case LWTUNNEL_ENCAP_ILA when Locator is { } locator:
                writer.AttributeUInt64BigEndian(ILA_ATTR_LOCATOR, locator);
                break;
        }

        writer.EndNested(nested);
    }

    // enum lwtunnel_ip_t and lwtunnel_ip6_t differ in one swap only: 4 and 5 are TTL and TOS, or hop limit and class.
    private RouteEncapsulation TakeIp(ref AttributeReader reader, AddressFamily family) => reader.Type switch
    {
        LWTUNNEL_IP_ID => this with { Id = reader.UInt64BigEndian() },
        LWTUNNEL_IP_DST => this with { Destination = reader.Address(family) },
        LWTUNNEL_IP_SRC => this with { Source = reader.Address(family) },
        LWTUNNEL_IP_TTL => this with { TimeToLive = reader.Byte() },
        LWTUNNEL_IP_TOS => this with { TypeOfService = reader.Byte() },
        LWTUNNEL_IP_FLAGS => this with { Flags = reader.UInt16BigEndian() },
        _ => this,
    };

    private RouteEncapsulation TakeMpls(ref AttributeReader reader)
    {
        if (reader.Type == MPLS_IPTUNNEL_TTL)
        {
            return this with { TimeToLive = reader.Byte() };
        }

        if (reader.Type != MPLS_IPTUNNEL_DST)
        {
            return this;
        }

        var labels = new List<uint>();
        for (ReadOnlySpan<byte> rest = reader.Value; rest.Length >= sizeof(uint); rest = rest[sizeof(uint)..])
        {
            labels.Add(BinaryPrimitives.ReadUInt32BigEndian(rest) >> LabelShift);
        }

        return this with { Labels = ValueList.From(labels) };
    }

    private void WriteIp(ref NetlinkWriter writer)
    {
        if (Id is { } id)
        {
            writer.AttributeUInt64BigEndian(LWTUNNEL_IP_ID, id);
        }

        writer.AttributeAddress(LWTUNNEL_IP_DST, Destination);
        writer.AttributeAddress(LWTUNNEL_IP_SRC, Source);
        if (TimeToLive is { } timeToLive)
        {
            writer.AttributeByte(LWTUNNEL_IP_TTL, timeToLive);
        }

        if (TypeOfService is { } typeOfService)
        {
            writer.AttributeByte(LWTUNNEL_IP_TOS, typeOfService);
        }

        if (Flags is { } flags)
        {
            writer.AttributeUInt16BigEndian(LWTUNNEL_IP_FLAGS, flags);
        }
    }

    private void WriteMpls(ref NetlinkWriter writer)
    {
        Span<byte> stack = stackalloc byte[sizeof(uint)];
        int labels = writer.BeginNested(MPLS_IPTUNNEL_DST);
        for (int i = 0; i < Labels.Count; i++)
        {
            uint entry = (Labels[i] << LabelShift) | (i == Labels.Count - 1 ? BottomOfStack : 0);
            BinaryPrimitives.WriteUInt32BigEndian(stack, entry);
            writer.Bytes(stack);
        }

        writer.EndNested(labels);
        if (TimeToLive is { } timeToLive)
        {
            writer.AttributeByte(MPLS_IPTUNNEL_TTL, timeToLive);
        }
    }
}
