using System.Net.Sockets;
using System.Runtime.InteropServices;
using Keepalived.Wire.Ip;
using static Keepalived.Wire.Netlink.AddressConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>
/// An address on an interface (RTM_NEWADDR, RTM_DELADDR; struct ifaddrmsg of linux/if_addr.h), both ways.
/// </summary>
public sealed record AddressMessage
{
    /// <summary>Octets of struct ifaddrmsg.</summary>
    public const int HeaderLength = 8;

    /// <summary>A lifetime that does not end (INFINITY_LIFE_TIME of net/addrconf.h).</summary>
    public const uint Forever = uint.MaxValue;

    /// <summary>
    /// RTPROT_KEEPALIVED, used as the mark of addresses that are ours (IFA_PROTO; kept by Linux 5.18 and later).
    /// </summary>
    public const byte ProtocolKeepalived = 18;

    /// <summary>Index of the interface.</summary>
    public required int Index { get; init; }

    /// <summary>The address itself, with the prefix length of its network.</summary>
    public required IpPrefix Local { get; init; }

    /// <summary>The other end of a point-to-point link; None usually.</summary>
    public IpAddress Peer { get; init; }

    /// <summary>IPv4 only; None for none.</summary>
    public IpAddress Broadcast { get; init; }

    /// <summary>IPv4 only, at most 15 octets; empty for none (the kernel then reports the interface name).</summary>
    public string Label { get; init; } = string.Empty;

    /// <summary>RT_SCOPE_*.</summary>
    public byte Scope { get; init; }

    /// <summary>IFA_F_*, all 32 bits.</summary>
    public uint Flags { get; init; }

    /// <summary>Seconds; 0 is deprecated at once.</summary>
    public uint PreferredLifetime { get; init; } = Forever;

    /// <summary>Seconds.</summary>
    public uint ValidLifetime { get; init; } = Forever;

    /// <summary>Who added it (IFA_PROTO); 0 where the kernel does not say.</summary>
    public byte Protocol { get; init; }

    /// <summary>Metric of the prefix route; 0 is the kernel's choice.</summary>
    public uint RoutePriority { get; init; }

    public AddressFamily Family => Local.Family;

    /// <summary>IPv6: duplicate address detection has not finished.</summary>
    public bool IsTentative => (Flags & IFA_F_TENTATIVE) != 0;

    public bool IsDeprecated => (Flags & IFA_F_DEPRECATED) != 0;

    /// <summary>IPv6: another node has this address.</summary>
    public bool IsDuplicate => (Flags & IFA_F_DADFAILED) != 0;

    /// <summary>IPv4: not the first address of its network on the interface.</summary>
    public bool IsSecondary => (Flags & IFA_F_SECONDARY) != 0;

    /// <summary>
    /// Reads the payload of RTM_NEWADDR or RTM_DELADDR; families other than IPv4 and IPv6 are refused.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out AddressMessage address, out DecodeError error)
    {
        address = new AddressMessage { Index = 0, Local = default };
        if (payload.Length < HeaderLength)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, payload.Length);
        }

        //  |    Family     | Prefix length |     Flags     |     Scope     |
        //  |                        Interface index                        |
        AddressFamily family = KernelFamily.ToAddressFamily(payload[0]);
        if (family == AddressFamily.Unspecified)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.UnknownFamily, payload[0]);
        }

        var read = new AddressAttributes { Flags = payload[2], Label = string.Empty };
        var reader = new AttributeReader(payload[HeaderLength..]);
        while (reader.MoveNext())
        {
            read.Take(ref reader, family);
        }

        if (reader.Error.IsError)
        {
            error = reader.Error;
            return false;
        }

        IpAddress own = read.Own;
        if (own.IsNone)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.AttributeMissing, IFA_ADDRESS);
        }

        if (payload[1] > own.BitLength)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.InvalidField, payload[1]);
        }

        int index = MemoryMarshal.Read<int>(payload[4..]);
        address = read.ToMessage(index, new IpPrefix(own, payload[1])) with { Scope = payload[3] };
        return DecodeError.Ok(out error);
    }

    /// <summary>Writes the message and returns its length, 0 if the span is too small.</summary>
    public int Encode(Span<byte> destination, in NetlinkRequest request)
    {
        var writer = new NetlinkWriter(destination);
        writer.BeginMessage(request);
        writer.Byte(KernelFamily.From(Family));
        writer.Byte(Local.Length);
        writer.Byte((byte)Flags);
        writer.Byte(Scope);
        writer.UInt32((uint)Index);
        writer.AttributeAddress(IFA_LOCAL, Local.Address);
        writer.AttributeAddress(IFA_ADDRESS, Peer.IsNone ? Local.Address : Peer);
        writer.AttributeAddress(IFA_BROADCAST, Broadcast);
        if (Label.Length > 0)
        {
            writer.AttributeText(IFA_LABEL, Label);
        }

        if (Flags > byte.MaxValue)
        {
            writer.AttributeUInt32(IFA_FLAGS, Flags);
        }

        if (PreferredLifetime != Forever || ValidLifetime != Forever)
        {
            // struct ifa_cacheinfo: preferred, valid, and two stamps that only the kernel sets.
            Span<byte> lifetimes = stackalloc byte[16];
            lifetimes.Clear();
            MemoryMarshal.Write(lifetimes, PreferredLifetime);
            MemoryMarshal.Write(lifetimes[4..], ValidLifetime);
            writer.Attribute(IFA_CACHEINFO, lifetimes);
        }

        if (RoutePriority != 0)
        {
            writer.AttributeUInt32(IFA_RT_PRIORITY, RoutePriority);
        }

        if (Protocol != 0)
        {
            writer.AttributeByte(IFA_PROTO, Protocol);
        }

        writer.EndMessage();
        return writer.Result;
    }

    private ref struct AddressAttributes
    {
        public IpAddress Local { get; private set; }

        public IpAddress Address { get; private set; }

        public IpAddress Broadcast { get; private set; }

        public required string Label { get; set; }

        public required uint Flags { get; set; }

        public uint? Preferred { get; private set; }

        public uint? Valid { get; private set; }

        public byte Protocol { get; private set; }

        public uint RoutePriority { get; private set; }

        // IFA_LOCAL is the own address where both are given; IPv6 gives IFA_ADDRESS alone unless there is a peer.
        public readonly IpAddress Own => Local.IsNone ? Address : Local;

        public readonly AddressMessage ToMessage(int index, IpPrefix local) => new()
        {
            Index = index,
            Local = local,
            Peer = Address == Own ? default : Address,
            Broadcast = Broadcast,
            Label = Label,
            Flags = Flags,
            PreferredLifetime = Preferred ?? Forever,
            ValidLifetime = Valid ?? Forever,
            Protocol = Protocol,
            RoutePriority = RoutePriority,
        };

        public void Take(ref AttributeReader reader, AddressFamily family)
        {
            switch (reader.Type)
            {
                case IFA_LOCAL:
                    Local = reader.Address(family);
                    break;
                case IFA_ADDRESS:
                    Address = reader.Address(family);
                    break;
                case IFA_BROADCAST:
                    Broadcast = reader.Address(family);
                    break;
                case IFA_LABEL:
                    Label = reader.Text();
                    break;
                case IFA_FLAGS:
                    Flags = reader.UInt32();
                    break;
                case IFA_CACHEINFO when reader.Require(16):
                    Preferred = MemoryMarshal.Read<uint>(reader.Value);
                    Valid = MemoryMarshal.Read<uint>(reader.Value[4..]);
                    break;
                case IFA_PROTO:
                    Protocol = reader.Byte();
                    break;
                case IFA_RT_PRIORITY:
                    RoutePriority = reader.UInt32();
                    break;
            }
        }
    }
}
