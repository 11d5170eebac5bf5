using System.Runtime.InteropServices;
using Keepalived.Wire.Ip;
using static Keepalived.Wire.Netlink.RuleConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>The attributes of rule messages (linux/fib_rules.h), both ways.</summary>
internal static class RuleAttributes
{
    // The kernel's "no suppression" is -1 and stands in every dump.
    private const int NotSuppressed = -1;

    public static bool TryRead(
        ReadOnlySpan<byte> attributes, byte toLength, byte fromLength, ref RuleMessage rule, out DecodeError error)
    {
        var reader = new AttributeReader(attributes);
        while (reader.MoveNext())
        {
            rule = reader.Type switch
            {
                FRA_DST => rule with { To = Prefix(ref reader, rule, toLength) },
                FRA_SRC => rule with { From = Prefix(ref reader, rule, fromLength) },
                FRA_IIFNAME => rule with { InputInterface = reader.Text() },
                FRA_OIFNAME => rule with { OutputInterface = reader.Text() },
                FRA_TABLE => rule with { Table = reader.UInt32() },
                FRA_PRIORITY => rule with { Priority = reader.UInt32() },
                FRA_GOTO => rule with { Goto = reader.UInt32() },
                FRA_FWMARK => rule with { FirewallMark = reader.UInt32() },
                FRA_FWMASK => rule with { FirewallMask = reader.UInt32() },
                FRA_FLOW => rule with { Realms = reader.UInt32() },
                FRA_TUN_ID => rule with { TunnelId = reader.UInt64BigEndian() },
                FRA_SUPPRESS_PREFIXLEN => rule with { SuppressPrefixLength = Suppression(ref reader) },
                FRA_SUPPRESS_IFGROUP => rule with { SuppressInterfaceGroup = Suppression(ref reader) },
                FRA_L3MDEV => rule with { IsL3MasterDevice = reader.Byte() != 0 },
                FRA_UID_RANGE => rule with { UserIds = UserIds(ref reader) },
                FRA_PROTOCOL => rule with { Protocol = reader.Byte() },
                FRA_IP_PROTO => rule with { IpProtocol = reader.Byte() },
                FRA_SPORT_RANGE => rule with { SourcePorts = Ports(ref reader) },
                FRA_DPORT_RANGE => rule with { DestinationPorts = Ports(ref reader) },
                _ => rule,
            };
        }

        error = reader.Error;
        if (error.IsError)
        {
            return false;
        }

        return (toLength > 0 && rule.To.Address.IsNone) || (fromLength > 0 && rule.From.Address.IsNone)
            ? DecodeError.Fail(out error, DecodeErrorKind.AttributeMissing, FRA_DST)
            : DecodeError.Ok(out error);
    }

    public static void Write(RuleMessage rule, ref NetlinkWriter writer)
    {
        writer.AttributeAddress(FRA_DST, rule.To.Length == 0 ? default : rule.To.Address);
        writer.AttributeAddress(FRA_SRC, rule.From.Length == 0 ? default : rule.From.Address);
        Name(ref writer, FRA_IIFNAME, rule.InputInterface);
        Name(ref writer, FRA_OIFNAME, rule.OutputInterface);
        Number(ref writer, FRA_TABLE, rule.Table == 0 ? null : rule.Table);
        Number(ref writer, FRA_PRIORITY, rule.Priority);
        Number(ref writer, FRA_GOTO, rule.Goto);
        Number(ref writer, FRA_FWMARK, rule.FirewallMark);
        Number(ref writer, FRA_FWMASK, rule.FirewallMask);
        Number(ref writer, FRA_FLOW, rule.Realms == 0 ? null : rule.Realms);
        if (rule.TunnelId is { } tunnelId)
        {
            writer.AttributeUInt64BigEndian(FRA_TUN_ID, tunnelId);
        }

        Number(ref writer, FRA_SUPPRESS_PREFIXLEN, (uint?)rule.SuppressPrefixLength);
        Number(ref writer, FRA_SUPPRESS_IFGROUP, (uint?)rule.SuppressInterfaceGroup);
        Octet(ref writer, FRA_L3MDEV, rule.IsL3MasterDevice ? (byte)1 : (byte)0);
        Octet(ref writer, FRA_PROTOCOL, rule.Protocol);
        Octet(ref writer, FRA_IP_PROTO, rule.IpProtocol);
        WriteRanges(rule, ref writer);
    }

    private static void WriteRanges(RuleMessage rule, ref NetlinkWriter writer)
    {
        Span<byte> range = stackalloc byte[2 * sizeof(uint)];
        if (rule.UserIds is { } users)
        {
            MemoryMarshal.Write(range, users.First);
            MemoryMarshal.Write(range[sizeof(uint)..], users.Last);
            writer.Attribute(FRA_UID_RANGE, range);
        }

        range = range[..(2 * sizeof(ushort))];
        if (rule.SourcePorts is { } source)
        {
            MemoryMarshal.Write(range, (ushort)source.First);
            MemoryMarshal.Write(range[sizeof(ushort)..], (ushort)source.Last);
            writer.Attribute(FRA_SPORT_RANGE, range);
        }

        if (rule.DestinationPorts is { } ports)
        {
            MemoryMarshal.Write(range, (ushort)ports.First);
            MemoryMarshal.Write(range[sizeof(ushort)..], (ushort)ports.Last);
            writer.Attribute(FRA_DPORT_RANGE, range);
        }
    }

    private static IpPrefix Prefix(ref AttributeReader reader, RuleMessage rule, byte length)
    {
        IpAddress address = reader.Address(rule.Family);
        return length == 0 ? default : new IpPrefix(address, length);
    }

    private static int? Suppression(ref AttributeReader reader) =>
        reader.Int32() is var value && value == NotSuppressed ? null : value;

    // struct fib_rule_uid_range: two words.
    private static NumberRange? UserIds(ref AttributeReader reader) => reader.Require(2 * sizeof(uint))
        ? new NumberRange(
            MemoryMarshal.Read<uint>(reader.Value), MemoryMarshal.Read<uint>(reader.Value[sizeof(uint)..]))
        : null;

    // struct fib_rule_port_range: two half words in host order.
    private static NumberRange? Ports(ref AttributeReader reader) => reader.Require(2 * sizeof(ushort))
        ? new NumberRange(
            MemoryMarshal.Read<ushort>(reader.Value), MemoryMarshal.Read<ushort>(reader.Value[sizeof(ushort)..]))
        : null;

    private static void Number(ref NetlinkWriter writer, int type, uint? value)
    {
        if (value is { } number)
        {
            writer.AttributeUInt32(type, number);
        }
    }

    private static void Octet(ref NetlinkWriter writer, int type, byte value)
    {
        if (value != 0)
        {
            writer.AttributeByte(type, value);
        }
    }

    private static void Name(ref NetlinkWriter writer, int type, string name)
    {
        if (name.Length > 0)
        {
            writer.AttributeText(type, name);
        }
    }
}
