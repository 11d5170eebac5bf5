using System.Net.Sockets;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Netlink;
using static Keepalived.Wire.Ipvs.IpvsConstants;

namespace Keepalived.Wire.Ipvs;

/// <summary>
/// A connection synchronization daemon of the kernel (IPVS_DAEMON_ATTR_* of linux/ip_vs.h), both ways.
/// </summary>
public sealed record IpvsSyncDaemonMessage
{
    /// <summary>IP_VS_STATE_MASTER or IP_VS_STATE_BACKUP.</summary>
    public required uint State { get; init; }

    /// <summary>The interface to send or listen on, at most 15 octets.</summary>
    public string Interface { get; init; } = string.Empty;

    /// <summary>0..255; a backup takes 0 for any.</summary>
    public uint SyncId { get; init; }

    /// <summary>Octets of UDP payload at most; 0 is the kernel's choice.</summary>
    public ushort MaxLength { get; init; }

    /// <summary>None is the kernel's: 224.0.0.81.</summary>
    public IpAddress Group { get; init; }

    /// <summary>0 is the kernel's: 8848.</summary>
    public ushort Port { get; init; }

    /// <summary>0 is the kernel's: 1.</summary>
    public byte TimeToLive { get; init; }

    /// <summary>Reads the payload of an IPVS_CMD_NEW_DAEMON message, generic header included.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out IpvsSyncDaemonMessage daemon, out DecodeError error)
    {
        daemon = new IpvsSyncDaemonMessage { State = IP_VS_STATE_NONE };
        if (!IpvsEnvelope.TryOpen(
            payload, IPVS_CMD_NEW_DAEMON, IPVS_CMD_ATTR_DAEMON, out AttributeReader reader, out error))
        {
            return false;
        }

        while (reader.MoveNext())
        {
            daemon = reader.Type switch
            {
                IPVS_DAEMON_ATTR_STATE => daemon with { State = reader.UInt32() },
                IPVS_DAEMON_ATTR_MCAST_IFN => daemon with { Interface = reader.Text() },
                IPVS_DAEMON_ATTR_SYNC_ID => daemon with { SyncId = reader.UInt32() },
                IPVS_DAEMON_ATTR_SYNC_MAXLEN => daemon with { MaxLength = reader.UInt16() },
                IPVS_DAEMON_ATTR_MCAST_GROUP => daemon with { Group = reader.Address(AddressFamily.InterNetwork) },
                IPVS_DAEMON_ATTR_MCAST_GROUP6 => daemon with { Group = reader.Address(AddressFamily.InterNetworkV6) },
                IPVS_DAEMON_ATTR_MCAST_PORT => daemon with { Port = reader.UInt16() },
                IPVS_DAEMON_ATTR_MCAST_TTL => daemon with { TimeToLive = reader.Byte() },
                _ => daemon,
            };
        }

        error = reader.Error;
        return !error.IsError;
    }

    internal void Write(ref NetlinkWriter writer)
    {
        int nested = writer.BeginNested(IPVS_CMD_ATTR_DAEMON);
        writer.AttributeUInt32(IPVS_DAEMON_ATTR_STATE, State);
        writer.AttributeText(IPVS_DAEMON_ATTR_MCAST_IFN, Interface);
        writer.AttributeUInt32(IPVS_DAEMON_ATTR_SYNC_ID, SyncId);
        if (MaxLength != 0)
        {
            writer.AttributeUInt16(IPVS_DAEMON_ATTR_SYNC_MAXLEN, MaxLength);
        }

        writer.AttributeAddress(Group.IsV6 ? IPVS_DAEMON_ATTR_MCAST_GROUP6 : IPVS_DAEMON_ATTR_MCAST_GROUP, Group);
        if (Port != 0)
        {
            // In host order, other than the ports of services.
            writer.AttributeUInt16(IPVS_DAEMON_ATTR_MCAST_PORT, Port);
        }

        if (TimeToLive != 0)
        {
            writer.AttributeByte(IPVS_DAEMON_ATTR_MCAST_TTL, TimeToLive);
        }

        writer.EndNested(nested);
    }
}
