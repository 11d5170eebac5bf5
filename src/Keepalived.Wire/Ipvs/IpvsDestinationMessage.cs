using System.Net.Sockets;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Netlink;
using static Keepalived.Wire.Ipvs.IpvsConstants;

namespace Keepalived.Wire.Ipvs;

/// <summary>
/// A real server of a virtual service (IPVS_DEST_ATTR_* of linux/ip_vs.h), both ways. Address and port name it.
/// </summary>
public sealed record IpvsDestinationMessage
{
    /// <summary>Its family may differ from the service's when tunnelled.</summary>
    public required IpAddress Address { get; init; }

    /// <summary>0 for firewall marks and any-port services: the port is kept.</summary>
    public ushort Port { get; init; }

    /// <summary>IP_VS_CONN_F_MASQ, _LOCALNODE, _TUNNEL, _DROUTE or _BYPASS.</summary>
    public uint ForwardingMethod { get; init; }

    /// <summary>0 takes no new connections; at most 65535.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Connections above which it takes no new ones; 0 for no limit.</summary>
    public uint UpperThreshold { get; init; }

    /// <summary>Connections below which it takes new ones again; 0 for three quarters of the upper one.</summary>
    public uint LowerThreshold { get; init; }

    /// <summary>IP_VS_CONN_F_TUNNEL_TYPE_*; sent only when tunnelled.</summary>
    public byte TunnelType { get; init; }

    /// <summary>UDP port of GUE.</summary>
    public ushort TunnelPort { get; init; }

    /// <summary>IP_VS_TUNNEL_ENCAP_FLAG_*.</summary>
    public ushort TunnelFlags { get; init; }

    /// <summary>As dumped.</summary>
    public uint ActiveConnections { get; init; }

    /// <summary>As dumped.</summary>
    public uint InactiveConnections { get; init; }

    /// <summary>As dumped.</summary>
    public uint PersistentConnections { get; init; }

    /// <summary>As dumped; zero in requests.</summary>
    public IpvsStatistics Statistics { get; init; }

    /// <summary>
    /// Reads the payload of an IPVS_CMD_NEW_DEST message, generic header included. Kernels before 3.18 do not name the
    /// family; then it is the service's.
    /// </summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> payload,
        AddressFamily serviceFamily,
        out IpvsDestinationMessage destination,
        out DecodeError error)
    {
        destination = new IpvsDestinationMessage { Address = default, Weight = 0 };
        if (!IpvsEnvelope.TryOpen(
            payload, IPVS_CMD_NEW_DEST, IPVS_CMD_ATTR_DEST, out AttributeReader reader, out error))
        {
            return false;
        }

        ReadOnlySpan<byte> address = default;
        AddressFamily family = serviceFamily;
        while (reader.MoveNext())
        {
            switch (reader.Type)
            {
                case IPVS_DEST_ATTR_ADDR:
                    address = reader.Value;
                    break;
                case IPVS_DEST_ATTR_ADDR_FAMILY:
                    family = KernelFamily.ToAddressFamily(reader.UInt16());
                    break;
                default:
                    destination = destination.Take(ref reader);
                    break;
            }
        }

        error = reader.Error;
        if (error.IsError)
        {
            return false;
        }

        destination = destination with { Address = IpvsEnvelope.ReadAddress(address, family) };
        return destination.Address.IsNone
            ? DecodeError.Fail(out error, DecodeErrorKind.AttributeMissing, IPVS_DEST_ATTR_ADDR)
            : DecodeError.Ok(out error);
    }

    /// <summary>The nested attribute: what names the destination, and all else if asked for.</summary>
    internal void Write(ref NetlinkWriter writer, bool isComplete)
    {
        int nested = writer.BeginNested(IPVS_CMD_ATTR_DEST);
        writer.AttributeUInt16(IPVS_DEST_ATTR_ADDR_FAMILY, KernelFamily.From(Address.Family));
        IpvsEnvelope.WriteAddress(ref writer, IPVS_DEST_ATTR_ADDR, Address);
        writer.AttributeUInt16BigEndian(IPVS_DEST_ATTR_PORT, Port);
        if (isComplete)
        {
            writer.AttributeUInt32(IPVS_DEST_ATTR_FWD_METHOD, ForwardingMethod & IP_VS_CONN_F_FWD_MASK);
            writer.AttributeInt32(IPVS_DEST_ATTR_WEIGHT, Weight);
            writer.AttributeUInt32(IPVS_DEST_ATTR_U_THRESH, UpperThreshold);
            writer.AttributeUInt32(IPVS_DEST_ATTR_L_THRESH, LowerThreshold);
        }

        if (isComplete && (ForwardingMethod & IP_VS_CONN_F_FWD_MASK) == IP_VS_CONN_F_TUNNEL)
        {
            writer.AttributeByte(IPVS_DEST_ATTR_TUN_TYPE, TunnelType);
            writer.AttributeUInt16BigEndian(IPVS_DEST_ATTR_TUN_PORT, TunnelPort);
            writer.AttributeUInt16(IPVS_DEST_ATTR_TUN_FLAGS, TunnelFlags);
        }

        writer.EndNested(nested);
    }

    private IpvsDestinationMessage Take(ref AttributeReader reader) => reader.Type switch
    {
        IPVS_DEST_ATTR_PORT => this with { Port = reader.UInt16BigEndian() },
        IPVS_DEST_ATTR_FWD_METHOD => this with { ForwardingMethod = reader.UInt32() & IP_VS_CONN_F_FWD_MASK },
        IPVS_DEST_ATTR_WEIGHT => this with { Weight = reader.Int32() },
        IPVS_DEST_ATTR_U_THRESH => this with { UpperThreshold = reader.UInt32() },
        IPVS_DEST_ATTR_L_THRESH => this with { LowerThreshold = reader.UInt32() },
        IPVS_DEST_ATTR_TUN_TYPE => this with { TunnelType = reader.Byte() },
        IPVS_DEST_ATTR_TUN_PORT => this with { TunnelPort = reader.UInt16BigEndian() },
        IPVS_DEST_ATTR_TUN_FLAGS => this with { TunnelFlags = reader.UInt16() },
        IPVS_DEST_ATTR_ACTIVE_CONNS => this with { ActiveConnections = reader.UInt32() },
        IPVS_DEST_ATTR_INACT_CONNS => this with { InactiveConnections = reader.UInt32() },
        IPVS_DEST_ATTR_PERSIST_CONNS => this with { PersistentConnections = reader.UInt32() },
        IPVS_DEST_ATTR_STATS64 => this with { Statistics = IpvsStatistics.Read(ref reader) },
        IPVS_DEST_ATTR_STATS when Statistics == default => this with { Statistics = IpvsStatistics.Read(ref reader) },
        _ => this,
    };
}
