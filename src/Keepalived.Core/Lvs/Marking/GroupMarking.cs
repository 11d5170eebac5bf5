using System.Buffers.Binary;
using Keepalived.Config.Model;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Lvs.Marking;

/// <summary>What <c>nftables_ipvs</c> asks for: a table of nf_tables that marks the traffic of the groups.</summary>
/// <param name="Table">Its name, in the families ip and ip6.</param>
/// <param name="Priority">Of its base chains.</param>
/// <param name="Counters">Packets and bytes are counted for each range and rule.</param>
/// <param name="Ranges">None meets another of the same protocol and port.</param>
public sealed record GroupMarking(string Table, int Priority, bool Counters, EquatableArray<MarkedRange> Ranges)
{
    /// <summary>
    /// Null if there is nothing to mark. An address and port that two groups have is the traffic of the one whose
    /// virtual server comes first; <paramref name="notices"/> gets a line for the other.
    /// </summary>
    public static GroupMarking? Of(KeepalivedConfig config, GroupMarks marks, List<string> notices)
    {
        NftablesConfig settings = config.Global.Nftables;
        Claims claims = new();
        foreach (NamedVirtualServer server in NamedVirtualServer.All(config))
        {
            uint mark = marks.Of(server.Config);
            if (mark != 0 && server.Group is not null)
            {
                claims.Add((byte)server.Config.Protocol, server.Group, mark, notices);
            }
        }

        return claims.Ranges.Count == 0 ? null : new GroupMarking(
            settings.IpvsTable, settings.IpvsPriority, settings.Counters, claims.Ranges.ToEquatableArray());
    }

    /// <summary>Ranges as they are claimed, and what is left of those that come late.</summary>
    private sealed class Claims
    {
        private readonly HashSet<uint> _marks = [];

        public List<MarkedRange> Ranges { get; } = [];

        public void Add(byte protocol, VirtualServerGroupConfig group, uint mark, List<string> notices)
        {
            // A second virtual server of the group and protocol shares the mark.
            if (!_marks.Add(mark))
            {
                return;
            }

            bool isNew = true;
            foreach (VirtualServerGroupEntry.Addresses entry in
                group.Entries.Items.OfType<VirtualServerGroupEntry.Addresses>())
            {
                MarkedRange range = new(
                    protocol, IpAddress.From(entry.First), IpAddress.From(entry.Last), entry.Port, mark);
                MarkedRange? other = Add(range);
                if (other is { } taken && taken.Mark != mark && isNew)
                {
                    isNew = false;
                    notices.Add($"virtual_server_group {group.Name}: {entry.First} port {entry.Port} is in another "
                        + $"group too, whose mark {taken.Mark} it has");
                }
            }
        }

        /// <summary>Adds what nobody has claimed yet; a range that it meets, or null.</summary>
        private MarkedRange? Add(MarkedRange range)
        {
            MarkedRange? met = null;
            List<(UInt128 First, UInt128 Last)> left = [(Number(range.First), Number(range.Last))];
            foreach (MarkedRange other in Ranges)
            {
                if (other.Protocol == range.Protocol && other.Port == range.Port
                    && other.First.Family == range.First.Family
                    && other.First <= range.Last && range.First <= other.Last)
                {
                    met ??= other;
                    left = Without(left, Number(other.First), Number(other.Last));
                }
            }

            Ranges.AddRange(left.Select(part => range with
            {
                First = Address(part.First, range.First.IsV6),
                Last = Address(part.Last, range.First.IsV6),
            }));
            return met;
        }

        private static List<(UInt128 First, UInt128 Last)> Without(
            List<(UInt128 First, UInt128 Last)> parts, UInt128 first, UInt128 last)
        {
            List<(UInt128 First, UInt128 Last)> left = [];
            foreach ((UInt128 from, UInt128 to) in parts)
            {
                if (last < from || to < first)
                {
                    left.Add((from, to));
                    continue;
                }

                if (from < first)
                {
                    left.Add((from, first - 1));
                }

                if (last < to)
                {
                    left.Add((last + 1, to));
                }
            }

            return left;
        }
    }

    private static UInt128 Number(IpAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes[(16 - address.Length)..]);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static IpAddress Address(UInt128 number, bool isV6)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return IpAddress.FromBytes(isV6 ? bytes : bytes[12..]);
    }
}
