using System.Net.Sockets;
using System.Runtime.InteropServices;
using Keepalived.Wire.Ip;
using static Keepalived.Wire.Netlink.RuleConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>A range of ports or user ids, both ends included.</summary>
public readonly record struct NumberRange(uint First, uint Last);

/// <summary>
/// A policy routing rule (RTM_NEWRULE, RTM_DELRULE; struct fib_rule_hdr of linux/fib_rules.h), both ways.
/// </summary>
public sealed record RuleMessage
{
    /// <summary>Octets of struct fib_rule_hdr.</summary>
    public const int HeaderLength = RouteHeader.Length;

    public required AddressFamily Family { get; init; }

    /// <summary>Sources it matches; default for all.</summary>
    public IpPrefix From { get; init; }

    /// <summary>Destinations it matches; default for all.</summary>
    public IpPrefix To { get; init; }

    public byte TypeOfService { get; init; }

    /// <summary>The table to look up; 0 for other actions.</summary>
    public uint Table { get; init; }

    /// <summary>FR_ACT_*.</summary>
    public byte Action { get; init; } = FR_ACT_TO_TBL;

    /// <summary>FIB_RULE_*.</summary>
    public uint Flags { get; init; }

    /// <summary>
    /// Rules with lower numbers go first; null lets the kernel choose. Reading gives 0 where it is not said.
    /// </summary>
    public uint? Priority { get; init; }

    /// <summary>Priority of the rule to jump to (FR_ACT_GOTO).</summary>
    public uint? Goto { get; init; }

    public uint? FirewallMark { get; init; }

    /// <summary>Bits of the mark that count; all where null.</summary>
    public uint? FirewallMask { get; init; }

    /// <summary>Realms (FRA_FLOW): source in the high, destination in the low 16 bits; 0 for none.</summary>
    public uint Realms { get; init; }

    public ulong? TunnelId { get; init; }

    /// <summary>Prefix lengths up to this are not an answer; null for none.</summary>
    public int? SuppressPrefixLength { get; init; }

    /// <summary>Routes through this interface group are not an answer; null for none.</summary>
    public int? SuppressInterfaceGroup { get; init; }

    /// <summary>At most 15 octets; empty for any.</summary>
    public string InputInterface { get; init; } = string.Empty;

    /// <summary>At most 15 octets; empty for any.</summary>
    public string OutputInterface { get; init; } = string.Empty;

    /// <summary>Look up the table of the VRF that the interface belongs to.</summary>
    public bool IsL3MasterDevice { get; init; }

    public NumberRange? UserIds { get; init; }

    /// <summary>RTPROT_*: who made it; 0 where not said.</summary>
    public byte Protocol { get; init; }

    /// <summary>IP protocol it matches; 0 for any.</summary>
    public byte IpProtocol { get; init; }

    public NumberRange? SourcePorts { get; init; }

    public NumberRange? DestinationPorts { get; init; }

    /// <summary>Matches what the conditions do not.</summary>
    public bool IsInverted => (Flags & FIB_RULE_INVERT) != 0;

    /// <summary>
    /// Reads the payload of RTM_NEWRULE or RTM_DELRULE; families other than IPv4 and IPv6 are refused.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out RuleMessage rule, out DecodeError error)
    {
        rule = new RuleMessage { Family = AddressFamily.Unspecified };
        //  |    Family     |  Dest. length | Source length |      TOS      |
        //  |     Table     |            reserved           |    Action     |
        //  |                             Flags                             |
        if (!RouteHeader.TryRead(payload, out AddressFamily family, out error))
        {
            return false;
        }

        rule = new RuleMessage
        {
            Family = family,
            TypeOfService = payload[3],
            Table = payload[4],
            Action = payload[7],
            Flags = MemoryMarshal.Read<uint>(payload[8..]),
            Priority = 0,
        };
        return RuleAttributes.TryRead(payload[HeaderLength..], payload[1], payload[2], ref rule, out error);
    }

    /// <summary>Writes the message and returns its length, 0 if the span is too small.</summary>
    public int Encode(Span<byte> destination, in NetlinkRequest request)
    {
        var writer = new NetlinkWriter(destination);
        writer.BeginMessage(request);
        writer.Byte(KernelFamily.From(Family));
        writer.Byte(To.Length);
        writer.Byte(From.Length);
        writer.Byte(TypeOfService);
        // Numbers above 255 do not fit; FRA_TABLE has the whole.
        writer.Byte((byte)(Table <= byte.MaxValue ? Table : 0));
        writer.UInt16(0);
        writer.Byte(Action);
        writer.UInt32(Flags);
        RuleAttributes.Write(this, ref writer);
        writer.EndMessage();
        return writer.Result;
    }
}
