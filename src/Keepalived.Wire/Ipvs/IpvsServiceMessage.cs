using System.Net.Sockets;
using System.Runtime.InteropServices;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Netlink;
using static Keepalived.Wire.Ipvs.IpvsConstants;

namespace Keepalived.Wire.Ipvs;

/// <summary>
/// A virtual service (IPVS_SVC_ATTR_* of linux/ip_vs.h), both ways. It is named by family and either protocol, address
/// and port or the firewall mark; the rest is what it does.
/// </summary>
public sealed record IpvsServiceMessage
{
    /// <summary>Octets of union nf_inet_addr: IPv4 uses the first four.</summary>
    internal const int AddressLength = 16;

    /// <summary>Family of the clients' packets.</summary>
    public required AddressFamily Family { get; init; }

    /// <summary>IPPROTO_TCP 6, IPPROTO_UDP 17 or IPPROTO_SCTP 132; 0 for a firewall mark.</summary>
    public byte Protocol { get; init; }

    /// <summary>None for a firewall mark.</summary>
    public IpAddress Address { get; init; }

    /// <summary>0 is any port, persistent services only.</summary>
    public ushort Port { get; init; }

    /// <summary>0 for none.</summary>
    public uint FirewallMark { get; init; }

    /// <summary>Name of the module ip_vs_*, at most 15 octets.</summary>
    public string Scheduler { get; init; } = string.Empty;

    /// <summary>IP_VS_SVC_F_*; without IP_VS_SVC_F_HASHED, which is the kernel's own.</summary>
    public uint Flags { get; init; }

    /// <summary>Which flags to touch; all unless said otherwise. Reading gives all.</summary>
    public uint FlagsMask { get; init; } = uint.MaxValue;

    /// <summary>Persistence in seconds; counts only with IP_VS_SVC_F_PERSISTENT.</summary>
    public uint PersistenceTimeoutSeconds { get; init; }

    /// <summary>Granularity of persistence: IPv4 the mask as a number in host order, IPv6 the prefix length.</summary>
    public uint Netmask { get; init; }

    /// <summary>Name of the module ip_vs_pe_* (sip); empty for none.</summary>
    public string PersistenceEngine { get; init; } = string.Empty;

    /// <summary>As dumped; zero in requests.</summary>
    public IpvsStatistics Statistics { get; init; }

    /// <summary>The granularity that keeps every client apart: 255.255.255.255 or 128.</summary>
    public static uint HostNetmask(AddressFamily family) =>
        family == AddressFamily.InterNetworkV6 ? 128 : uint.MaxValue;

    /// <summary>Reads the payload of an IPVS_CMD_NEW_SERVICE message, generic header included.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out IpvsServiceMessage service, out DecodeError error)
    {
        service = new IpvsServiceMessage { Family = AddressFamily.Unspecified };
        if (!IpvsEnvelope.TryOpen(
            payload, IPVS_CMD_NEW_SERVICE, IPVS_CMD_ATTR_SERVICE, out AttributeReader reader, out error))
        {
            return false;
        }

        ReadOnlySpan<byte> address = default;
        ReadOnlySpan<byte> netmask = default;
        while (reader.MoveNext())
        {
            switch (reader.Type)
            {
                // The family comes first in dumps, but nothing says that it must.
                case IPVS_SVC_ATTR_ADDR:
                    address = reader.Value;
                    break;
                case IPVS_SVC_ATTR_NETMASK when reader.Require(sizeof(uint)):
                    netmask = reader.Value;
                    break;
                default:
                    service = service.Take(ref reader);
                    break;
            }
        }

        error = reader.Error;
        if (error.IsError)
        {
            return false;
        }

        if (service.Family == AddressFamily.Unspecified)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.AttributeMissing, IPVS_SVC_ATTR_AF);
        }

        service = service with
        {
            Address = service.FirewallMark != 0 ? default : IpvsEnvelope.ReadAddress(address, service.Family),
            Netmask = ReadNetmask(netmask, service.Family),
        };
        return DecodeError.Ok(out error);
    }

    /// <summary>The nested attribute: what names the service, and all else if asked for.</summary>
    internal void Write(ref NetlinkWriter writer, bool isComplete)
    {
        int nested = writer.BeginNested(IPVS_CMD_ATTR_SERVICE);
        writer.AttributeUInt16(IPVS_SVC_ATTR_AF, KernelFamily.From(Family));
        if (FirewallMark != 0)
        {
            writer.AttributeUInt32(IPVS_SVC_ATTR_FWMARK, FirewallMark);
        }
        else
        {
            writer.AttributeUInt16(IPVS_SVC_ATTR_PROTOCOL, Protocol);
            IpvsEnvelope.WriteAddress(ref writer, IPVS_SVC_ATTR_ADDR, Address);
            writer.AttributeUInt16BigEndian(IPVS_SVC_ATTR_PORT, Port);
        }

        if (isComplete)
        {
            WriteBehaviour(ref writer);
        }

        writer.EndNested(nested);
    }

    private static uint ReadNetmask(ReadOnlySpan<byte> bytes, AddressFamily family) => bytes.IsEmpty ? 0
        : family == AddressFamily.InterNetworkV6 ? MemoryMarshal.Read<uint>(bytes)
        : IpAddress.FromBytes(bytes[..sizeof(uint)]).V4Value;

    private IpvsServiceMessage Take(ref AttributeReader reader) => reader.Type switch
    {
        IPVS_SVC_ATTR_AF => this with { Family = KernelFamily.ToAddressFamily(reader.UInt16()) },
        IPVS_SVC_ATTR_PROTOCOL => this with { Protocol = (byte)reader.UInt16() },
        IPVS_SVC_ATTR_PORT => this with { Port = reader.UInt16BigEndian() },
        IPVS_SVC_ATTR_FWMARK => this with { FirewallMark = reader.UInt32() },
        IPVS_SVC_ATTR_SCHED_NAME => this with { Scheduler = reader.Text() },
        // struct ip_vs_flags: flags, then a mask that means nothing here. The kernel marks every listed service as
        // hashed.
        IPVS_SVC_ATTR_FLAGS => this with { Flags = reader.UInt32() & ~(uint)IP_VS_SVC_F_HASHED },
        IPVS_SVC_ATTR_TIMEOUT => this with { PersistenceTimeoutSeconds = reader.UInt32() },
        IPVS_SVC_ATTR_PE_NAME => this with { PersistenceEngine = reader.Text() },
        IPVS_SVC_ATTR_STATS64 => this with { Statistics = IpvsStatistics.Read(ref reader) },
        // The 32-bit form comes first and is all that kernels before 4.1 have.
        IPVS_SVC_ATTR_STATS when Statistics == default => this with { Statistics = IpvsStatistics.Read(ref reader) },
        _ => this,
    };

    private void WriteBehaviour(ref NetlinkWriter writer)
    {
        writer.AttributeText(IPVS_SVC_ATTR_SCHED_NAME, Scheduler);
        if (PersistenceEngine.Length > 0)
        {
            writer.AttributeText(IPVS_SVC_ATTR_PE_NAME, PersistenceEngine);
        }

        Span<byte> flags = stackalloc byte[2 * sizeof(uint)];
        MemoryMarshal.Write(flags, Flags);
        MemoryMarshal.Write(flags[sizeof(uint)..], FlagsMask);
        writer.Attribute(IPVS_SVC_ATTR_FLAGS, flags);
        writer.AttributeUInt32(IPVS_SVC_ATTR_TIMEOUT, PersistenceTimeoutSeconds);
        if (Family == AddressFamily.InterNetworkV6)
        {
            writer.AttributeUInt32(IPVS_SVC_ATTR_NETMASK, Netmask);
        }
        else
        {
            writer.AttributeUInt32BigEndian(IPVS_SVC_ATTR_NETMASK, Netmask);
        }
    }
}
