using System.Net.Sockets;
using System.Runtime.InteropServices;
using Keepalived.Wire.Ip;
using static Keepalived.Wire.Netlink.RtnetlinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>The attributes of route messages (enum rtattr_type_t of linux/rtnetlink.h), both ways.</summary>
internal ref struct RouteAttributes
{
    // struct rta_cacheinfo: rta_expires is its third word, in 1/100 s (USER_HZ).
    private const int CacheInfoExpiresOffset = 8;
    private const int UserTicksPerSecond = 100;

    private RouteHopAttributes _hop;
    private IpAddress _preferredSource;
    private int _outputInterface;
    private int _inputInterface;
    private uint? _priority;
    private RouteMetrics? _metrics;
    private ValueList<RouteNextHop> _nextHops;
    private RouteEncapsulation? _encapsulation;
    private byte? _preference;
    private uint? _expiresSeconds;
    private byte? _ttlPropagate;
    private uint _nextHopId;

    public required uint Table { get; set; }

    public IpAddress Destination { get; private set; }

    public IpAddress Source { get; private set; }

    public static void Write(RouteMessage route, ref NetlinkWriter writer)
    {
        AddressFamily family = route.Family;
        writer.AttributeAddress(RTA_DST, route.Destination.Length == 0 ? default : route.Destination.Address);
        writer.AttributeAddress(RTA_SRC, route.Source.Length == 0 ? default : route.Source.Address);
        writer.AttributeUInt32(RTA_TABLE, route.Table);
        Number(ref writer, RTA_PRIORITY, route.Priority);
        writer.AttributeAddress(RTA_PREFSRC, route.PreferredSource);
        Number(ref writer, RTA_OIF, route.OutputInterface == 0 ? null : (uint)route.OutputInterface);
        Number(ref writer, RTA_IIF, route.InputInterface == 0 ? null : (uint)route.InputInterface);
        RouteHopAttributes.WriteGateway(ref writer, route.Gateway, family);
        Number(ref writer, RTA_FLOW, route.Realms == 0 ? null : route.Realms);
        route.Encapsulation?.Write(ref writer);
        route.Metrics?.Write(ref writer);
        if (!route.NextHops.IsEmpty)
        {
            int nested = writer.BeginNested(RTA_MULTIPATH);
            foreach (RouteNextHop hop in route.NextHops)
            {
                hop.Write(ref writer, family);
            }

            writer.EndNested(nested);
        }

        if (route.Preference is { } preference)
        {
            writer.AttributeByte(RTA_PREF, preference);
        }

        Number(ref writer, RTA_EXPIRES, route.ExpiresSeconds);
        if (route.TtlPropagate is { } ttlPropagate)
        {
            writer.AttributeByte(RTA_TTL_PROPAGATE, ttlPropagate);
        }

        Number(ref writer, RTA_NH_ID, route.NextHopId == 0 ? null : route.NextHopId);
    }

    public bool TryRead(ReadOnlySpan<byte> attributes, AddressFamily family, out DecodeError error)
    {
        var reader = new AttributeReader(attributes);
        while (reader.MoveNext())
        {
            if (!_hop.Take(ref reader, family))
            {
                Take(ref reader, family);
            }
        }

        _encapsulation = _hop.ReadEncapsulation(ref reader);
        error = reader.Error;
        return !error.IsError;
    }

    public readonly RouteMessage ToMessage(AddressFamily family) => new()
    {
        Family = family,
        Table = Table,
        Gateway = _hop.Gateway,
        Realms = _hop.Realms,
        Encapsulation = _encapsulation,
        OutputInterface = _outputInterface,
        InputInterface = _inputInterface,
        Priority = _priority,
        PreferredSource = _preferredSource,
        Metrics = _metrics,
        NextHops = _nextHops,
        Preference = _preference,
        ExpiresSeconds = _expiresSeconds,
        TtlPropagate = _ttlPropagate,
        NextHopId = _nextHopId,
    };

    private void Take(ref AttributeReader reader, AddressFamily family)
    {
        switch (reader.Type)
        {
            case RTA_DST:
                Destination = reader.Address(family);
                break;
            case RTA_SRC:
                Source = reader.Address(family);
                break;
            case RTA_PREFSRC:
                _preferredSource = reader.Address(family);
                break;
            case RTA_TABLE:
                Table = reader.UInt32();
                break;
            case RTA_PRIORITY:
                _priority = reader.UInt32();
                break;
            case RTA_OIF:
                _outputInterface = reader.Int32();
                break;
            case RTA_IIF:
                _inputInterface = reader.Int32();
                break;
            case RTA_METRICS:
                _metrics = RouteMetrics.Read(ref reader);
                break;
            case RTA_MULTIPATH:
                _nextHops = RouteNextHop.ReadAll(ref reader, family);
                break;
            default:
                TakeRare(ref reader);
                break;
        }
    }

    private void TakeRare(ref AttributeReader reader)
    {
        switch (reader.Type)
        {
            case RTA_PREF:
                _preference = reader.Byte();
                break;
            case RTA_EXPIRES:
                _expiresSeconds = reader.UInt32();
                break;
            case RTA_CACHEINFO when reader.Require(CacheInfoExpiresOffset + sizeof(int)):
                int ticks = MemoryMarshal.Read<int>(reader.Value[CacheInfoExpiresOffset..]);
                _expiresSeconds ??= ticks > 0 ? (uint)(ticks / UserTicksPerSecond) : null;
                break;
            case RTA_TTL_PROPAGATE:
                _ttlPropagate = reader.Byte();
                break;
            case RTA_NH_ID:
                _nextHopId = reader.UInt32();
                break;
        }
    }

    private static void Number(ref NetlinkWriter writer, int type, uint? value)
    {
        if (value is { } number)
        {
            writer.AttributeUInt32(type, number);
        }
    }
}
