using System.Net.Sockets;
using System.Numerics;
using Keepalived.Core.Lvs;
using Keepalived.Wire.Ipvs;

namespace Keepalived.Linux.Ipvs;

/// <summary>Between the model of the table and the messages of the kernel.</summary>
internal static class IpvsMessages
{
    public static IpvsServiceMessage From(IpvsServiceKey key) => new()
    {
        Family = key.Family,
        Protocol = key.Protocol,
        Address = key.Address,
        Port = key.Port,
        FirewallMark = key.Fwmark,
    };

    public static IpvsServiceMessage From(IpvsService service) => From(service.Key) with
    {
        Scheduler = service.Scheduler,
        Flags = service.Flags,
        PersistenceTimeoutSeconds = service.TimeoutSeconds,
        Netmask = service.Key.Family == AddressFamily.InterNetworkV6
            ? (uint)service.NetmaskBits
            : service.MaskWithHoles != 0 ? service.MaskWithHoles : MaskOf(service.NetmaskBits),
        PersistenceEngine = service.PersistenceEngine,
    };

    public static IpvsDestinationMessage From(IpvsDestinationKey key) => new()
    {
        Address = key.Address,
        Port = key.Port,
    };

    public static IpvsDestinationMessage From(IpvsDestination destination) => From(destination.Key) with
    {
        ForwardingMethod = destination.ForwardingMethod,
        Weight = destination.Weight,
        UpperThreshold = destination.UpperThreshold,
        LowerThreshold = destination.LowerThreshold,
        TunnelType = destination.TunnelType,
        TunnelPort = destination.TunnelPort,
        TunnelFlags = destination.TunnelFlags,
    };

    public static IpvsSyncDaemonMessage From(SyncDaemon daemon) => new()
    {
        State = (uint)daemon.State,
        Interface = daemon.Interface,
        SyncId = daemon.SyncId,
        MaxLength = daemon.MaxLength,
        Group = daemon.Group,
        Port = daemon.Port,
        TimeToLive = daemon.TimeToLive,
    };

    public static SyncDaemon ToSyncDaemon(IpvsSyncDaemonMessage message) =>
        new((SyncDaemonState)message.State, message.Interface, (byte)message.SyncId)
        {
            MaxLength = message.MaxLength,
            Group = message.Group,
            Port = message.Port,
            TimeToLive = message.TimeToLive,
        };

    public static IpvsService ToService(IpvsServiceMessage message)
    {
        bool isPersistent = (message.Flags & IpvsService.Persistent) != 0;
        bool isV6 = message.Family == AddressFamily.InterNetworkV6;
        int bits = isV6 ? (int)message.Netmask : BitOperations.PopCount(message.Netmask);
        IpvsServiceKey key = message.FirewallMark != 0
            ? IpvsServiceKey.ForMark(message.FirewallMark, message.Family)
            : IpvsServiceKey.ForAddress(message.Protocol, message.Address, message.Port);
        return new IpvsService(key)
        {
            Scheduler = message.Scheduler,
            Flags = message.Flags & IpvsService.ConfigurableFlags,
            // Time-out and mask mean nothing without persistence, whatever the kernel has kept of them.
            TimeoutSeconds = isPersistent ? message.PersistenceTimeoutSeconds : 0,
            NetmaskBits = isPersistent ? bits : isV6 ? 128 : 32,
            MaskWithHoles = isPersistent && !isV6 && MaskOf(bits) != message.Netmask ? message.Netmask : 0,
            PersistenceEngine = message.PersistenceEngine,
        };
    }

    public static IpvsDestination ToDestination(IpvsDestinationMessage message) =>
        new(new IpvsDestinationKey(message.Address, message.Port))
        {
            ForwardingMethod = (byte)message.ForwardingMethod,
            Weight = message.Weight,
            UpperThreshold = message.UpperThreshold,
            LowerThreshold = message.LowerThreshold,
            TunnelType = message.TunnelType,
            TunnelPort = message.TunnelPort,
            TunnelFlags = message.TunnelFlags,
        };

    public static DestinationStatistics ToStatistics(IpvsDestinationMessage message) =>
        new(new IpvsDestinationKey(message.Address, message.Port), message.Statistics)
        {
            ActiveConnections = message.ActiveConnections,
            InactiveConnections = message.InactiveConnections,
            PersistentConnections = message.PersistentConnections,
        };

    private static uint MaskOf(int bits) => bits <= 0 ? 0 : bits >= 32 ? uint.MaxValue : uint.MaxValue << (32 - bits);
}
