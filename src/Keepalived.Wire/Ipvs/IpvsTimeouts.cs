using Keepalived.Wire.Netlink;
using static Keepalived.Wire.Ipvs.IpvsConstants;

namespace Keepalived.Wire.Ipvs;

/// <summary>
/// Connection timeouts of the whole table, in seconds (IPVS_CMD_SET_CONFIG of linux/ip_vs.h); 0 leaves one as it is.
/// </summary>
public readonly record struct IpvsTimeouts(uint TcpSeconds, uint TcpFinSeconds, uint UdpSeconds)
{
    /// <summary>Reads the payload of the answer to IPVS_CMD_GET_CONFIG, generic header included.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out IpvsTimeouts timeouts, out DecodeError error)
    {
        timeouts = default;
        if (!GenericHeader.TryDecode(payload, out GenericHeader header, out error))
        {
            return false;
        }

        if (header.Command != IPVS_CMD_SET_CONFIG)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.MessageType, header.Command);
        }

        var reader = new AttributeReader(payload[GenericHeader.Length..]);
        while (reader.MoveNext())
        {
            timeouts = reader.Type switch
            {
                IPVS_CMD_ATTR_TIMEOUT_TCP => timeouts with { TcpSeconds = reader.UInt32() },
                IPVS_CMD_ATTR_TIMEOUT_TCP_FIN => timeouts with { TcpFinSeconds = reader.UInt32() },
                IPVS_CMD_ATTR_TIMEOUT_UDP => timeouts with { UdpSeconds = reader.UInt32() },
                _ => timeouts,
            };
        }

        error = reader.Error;
        return !error.IsError;
    }

    internal void Write(ref NetlinkWriter writer)
    {
        // The kernel leaves a timeout that is 0 or missing as it is.
        writer.AttributeUInt32(IPVS_CMD_ATTR_TIMEOUT_TCP, TcpSeconds);
        writer.AttributeUInt32(IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, TcpFinSeconds);
        writer.AttributeUInt32(IPVS_CMD_ATTR_TIMEOUT_UDP, UdpSeconds);
    }
}

/// <summary>What the kernel's IPVS is (answer to IPVS_CMD_GET_INFO).</summary>
/// <param name="Version">0x010201 is 1.2.1.</param>
/// <param name="ConnectionTableSize">Buckets of the connection hash table.</param>
public readonly record struct IpvsInfo(uint Version, uint ConnectionTableSize)
{
    /// <summary>Reads the payload of IPVS_CMD_SET_INFO, generic header included.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out IpvsInfo info, out DecodeError error)
    {
        info = default;
        if (!GenericHeader.TryDecode(payload, out GenericHeader header, out error))
        {
            return false;
        }

        if (header.Command != IPVS_CMD_SET_INFO)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.MessageType, header.Command);
        }

        var reader = new AttributeReader(payload[GenericHeader.Length..]);
        while (reader.MoveNext())
        {
            info = reader.Type switch
            {
                IPVS_INFO_ATTR_VERSION => info with { Version = reader.UInt32() },
                IPVS_INFO_ATTR_CONN_TAB_SIZE => info with { ConnectionTableSize = reader.UInt32() },
                _ => info,
            };
        }

        error = reader.Error;
        return !error.IsError;
    }
}
