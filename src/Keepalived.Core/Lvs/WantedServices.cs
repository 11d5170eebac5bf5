using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Lvs;

/// <summary>The part of the IPVS table that a virtual server wants in a given state.</summary>
public static class WantedServices
{
    /// <param name="group">The block that a group's virtual server names; null otherwise.</param>
    /// <param name="mark">What the group's traffic is marked with; 0 = its addresses are services.</param>
    public static ImmutableArray<VirtualService> Of(
        VirtualServerConfig config, VirtualServerState state, VirtualServerGroupConfig? group, uint mark = 0)
    {
        ImmutableArray<IpvsDestination> destinations = Destinations(config, state);
        if (config.Key is VirtualServerKey.Address address)
        {
            IpvsServiceKey only = KeyOf(config, address);
            return [new VirtualService(Service(config, only), For(only, destinations))];
        }

        return [.. Keys(config, group, mark).Distinct().Select(key =>
            new VirtualService(Service(config, key), For(key, destinations)))];
    }

    public static IpvsService Service(VirtualServerConfig config, IpvsServiceKey key)
    {
        int hostBits = key.Family == AddressFamily.InterNetworkV6 ? 128 : 32;
        return new IpvsService(key)
        {
            Scheduler = config.Scheduler,
            Flags = (uint)config.Flags | (config.IsPersistent ? IpvsService.Persistent : 0),
            TimeoutSeconds = config.IsPersistent ? (uint)config.PersistenceTimeout.TotalSeconds : 0,
            // It is written for one family; a group may have addresses of the other too.
            NetmaskBits = config.IsPersistent && key.Family == config.Family
                ? config.PersistenceGranularity
                : hostBits,
            MaskWithHoles = config.IsPersistent && key.Family == AddressFamily.InterNetwork
                ? config.PersistenceMaskWithHoles
                : 0,
            PersistenceEngine = config.PersistenceEngine,
        };
    }

    /// <summary>The services of a virtual server: one, or all of its group.</summary>
    public static IEnumerable<IpvsServiceKey> Keys(
        VirtualServerConfig config, VirtualServerGroupConfig? group, uint mark = 0) =>
        config.Key switch
        {
            VirtualServerKey.Address address => [KeyOf(config, address)],
            VirtualServerKey.Fwmark key => [IpvsServiceKey.ForMark(key.Mark, key.Family)],
            VirtualServerKey.Group => group is null ? [] : group.Entries.Items.SelectMany(
                entry => Keys(config, entry, mark)),
            _ => throw new InvalidOperationException($"no rule for {config.Key}"),
        };

    private static IpvsServiceKey KeyOf(VirtualServerConfig config, VirtualServerKey.Address address) =>
        IpvsServiceKey.ForAddress((byte)config.Protocol, IpAddress.From(address.Ip), address.Port);

    /// <summary>Whether the virtual server answers at this address.</summary>
    public static bool Covers(VirtualServerConfig config, VirtualServerGroupConfig? group, IpAddress address) =>
        config.Key switch
        {
            VirtualServerKey.Address key => IpAddress.From(key.Ip) == address,
            VirtualServerKey.Group => group is not null && group.Entries.Items
                .OfType<VirtualServerGroupEntry.Addresses>()
                .Any(range => range.First.AddressFamily == address.Family
                    && IpAddress.From(range.First) <= address && address <= IpAddress.From(range.Last)),
            _ => false,
        };

    private static IEnumerable<IpvsServiceKey> Keys(
        VirtualServerConfig config, VirtualServerGroupEntry entry, uint groupMark)
    {
        switch (entry)
        {
            case VirtualServerGroupEntry.Fwmark mark:
                AddressFamily family = mark.Family == AddressFamily.Unspecified ? config.Family : mark.Family;
                yield return IpvsServiceKey.ForMark(mark.Mark, family);
                break;
            case VirtualServerGroupEntry.Addresses range when groupMark != 0:
                yield return IpvsServiceKey.ForMark(groupMark, range.First.AddressFamily);
                break;
            case VirtualServerGroupEntry.Addresses range:
                foreach (IpAddress address in Range(IpAddress.From(range.First), IpAddress.From(range.Last)))
                {
                    yield return IpvsServiceKey.ForAddress((byte)config.Protocol, address, range.Port);
                }

                break;
            default:
                throw new InvalidOperationException($"no rule for {entry}");
        }
    }

    /// <summary>All from first to last; they differ in the last octet (IPv4) or group of 16 bits (IPv6).</summary>
    private static IEnumerable<IpAddress> Range(IpAddress first, IpAddress last)
    {
        byte[] bytes = new byte[first.Length];
        first.TryWriteBytes(bytes);
        byte[] end = new byte[last.Length];
        last.TryWriteBytes(end);
        int from = first.IsV6 ? (bytes[^2] << 8) | bytes[^1] : bytes[^1];
        int to = last.IsV6 ? (end[^2] << 8) | end[^1] : end[^1];
        for (int i = from; i <= to; i++)
        {
            bytes[^1] = (byte)i;
            if (first.IsV6)
            {
                bytes[^2] = (byte)(i >> 8);
            }

            yield return IpAddress.FromBytes(bytes);
        }
    }

    /// <summary>
    /// Only NAT can change a port: else it is that of the service, and none with a firewall mark. Only a tunnel leads
    /// to the other family.
    /// </summary>
    private static ImmutableArray<IpvsDestination> For(IpvsServiceKey key, ImmutableArray<IpvsDestination> destinations)
    {
        bool fits = true;
        foreach (IpvsDestination destination in destinations)
        {
            fits &= KeepsPort(key, destination) && IsReached(key, destination);
        }

        return fits ? destinations : [.. destinations
            .Where(destination => IsReached(key, destination))
            .Select(destination => KeepsPort(key, destination)
                ? destination
                : destination with { Key = destination.Key with { Port = key.Port } })];
    }

    private static bool KeepsPort(IpvsServiceKey key, IpvsDestination destination) =>
        destination.ForwardingMethod == (byte)ForwardingMethod.Nat || destination.Key.Port == key.Port;

    private static bool IsReached(IpvsServiceKey key, IpvsDestination destination) =>
        destination.ForwardingMethod == (byte)ForwardingMethod.Tunnel
        || destination.Key.Address.IsV6 == (key.Family == AddressFamily.InterNetworkV6);

    private static ImmutableArray<IpvsDestination> Destinations(VirtualServerConfig config, VirtualServerState state)
    {
        bool sorryAnswers = state.SorryServerIsActive;
        IpvsDestination? sorry = config.SorryServer is { } spare && (sorryAnswers || spare.Inhibit)
            ? Destination(spare.Address, spare.Port, spare.Forwarding) with { Weight = sorryAnswers ? 1 : 0 }
            : null;
        var destinations = ImmutableArray.CreateBuilder<IpvsDestination>(config.RealServers.Count + 1);
        for (int i = 0; i < config.RealServers.Count; i++)
        {
            RealServerConfig server = config.RealServers[i];
            bool answers = !sorryAnswers && state.Servers[i].IsUp;
            if (!answers && !server.InhibitOnFailure)
            {
                continue;
            }

            IpvsDestination destination = Destination(server.Address, server.Port, server.Forwarding) with
            {
                Weight = answers ? state.Servers[i].Weight : 0,
                UpperThreshold = server.UpperThreshold,
                LowerThreshold = server.LowerThreshold,
            };

            // A sorry server may be one of the real servers too: whichever of the two answers counts.
            if (destination.Key != sorry?.Key)
            {
                destinations.Add(destination);
            }
            else if (!sorryAnswers)
            {
                sorry = destination;
            }
        }

        if (sorry is not null)
        {
            destinations.Add(sorry);
        }

        return destinations.ToImmutable();
    }

    private static IpvsDestination Destination(IPAddress address, ushort port, ForwardingConfig forwarding) =>
        new(new IpvsDestinationKey(IpAddress.From(address), port))
        {
            ForwardingMethod = (byte)forwarding.Method,
            TunnelType = (byte)forwarding.TunnelType,
            TunnelPort = forwarding.TunnelPort,
            TunnelFlags = (ushort)forwarding.TunnelChecksum,
        };
}
