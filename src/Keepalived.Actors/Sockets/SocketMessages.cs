using System.Collections.Immutable;
using System.Net.Sockets;
using Akka.Actor;
using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Sockets;

/// <summary>Messages to and from the socket router.</summary>
public interface ISocketMessage;

/// <summary>
/// The router's only routing table key. Unicast instances that share it are told apart by their peers.
/// </summary>
/// <param name="InterfaceIndex">0 = unicast without an interface.</param>
public readonly record struct VrrpInstanceKey(int InterfaceIndex, AddressFamily Family, byte VirtualRouterId);

/// <summary>
/// Open what is needed and hand this instance's advertisements to the sender. Answered by <see cref="InstanceBound"/>.
/// </summary>
/// <param name="Number">In every answer, so that one to an earlier binding is not taken for this one's.</param>
public sealed record BindInstance(
    int Number,
    VrrpInstanceKey Key,
    PacketSocketOptions Socket,
    VrrpReceiveParameters Parameters,
    VrrpSequence Sequence,
    VrrpCounters Counters) : ISocketMessage;

public sealed record UnbindInstance(VrrpInstanceKey Key) : ISocketMessage;

/// <summary>The socket is open (again): arm the transmitter on it.</summary>
public sealed record InstanceBound(int Number, IPacketSocket Socket) : ISocketMessage;

/// <summary>The socket has been away for a second (decision 21).</summary>
public sealed record InstanceSocketLost(int Number, int Errno, string Text) : ISocketMessage;

/// <summary>
/// An advertisement for this instance was dropped; told once for each reason until the sender changes.
/// </summary>
public sealed record AdvertisementRejected(IpAddress Source, VrrpReceiveReason Reason) : ISocketMessage;

/// <summary>Gratuitous ARP or unsolicited NA for these addresses, in rounds over all of them.</summary>
public sealed record SendAnnouncements(ImmutableArray<Announcement> Announcements, int Rounds) : ISocketMessage;

/// <summary>At start: what will be announced one day. Nothing is sent.</summary>
internal sealed record RehearseAnnouncements(ImmutableArray<Announcement> Announcements) : ISocketMessage;

/// <summary>The sender gives up its addresses: nothing of it that still waits is announced.</summary>
public sealed record CancelAnnouncements : ISocketMessage;

/// <summary>What of the configuration concerns the router; again at each reload.</summary>
/// <param name="LogUnknown"><c>log_unknown_vrids</c>.</param>
/// <param name="Limits">Gaps between announcements.</param>
public sealed record ApplyRouterConfig(bool LogUnknown, AnnouncementLimits Limits) : ISocketMessage;

/// <param name="HardwareAddress">6 octets, shared and never written again.</param>
/// <param name="Interface">The interface whose gap between announcements counts; of a VMAC its base.</param>
public sealed record Announcement(
    int InterfaceIndex, ImmutableArray<byte> HardwareAddress, IpAddress Address, bool IsRouter, string Interface = "")
{
    /// <summary>The interface that it leaves by, for lines.</summary>
    public string Link { get; init; } = "";
}

/// <summary>
/// A timer's expiry that must not overtake advertisements received before it: it takes the same way, through the
/// router.
/// </summary>
public sealed record ForwardExpiry(IActorRef Instance, object Expiry) : ISocketMessage;

/// <summary>The router is new and knows no instance: each binds again.</summary>
public sealed record RouterStarted : ISocketMessage;

public sealed record GetRouterState : ISocketMessage;

/// <summary>What the router shows of itself.</summary>
public sealed record RouterSnapshot(
    ImmutableArray<SocketSnapshot> Sockets,
    long DatagramsReceived,
    long UnknownVirtualRouters,
    long Malformed);

public sealed record SocketSnapshot(PacketSocketOptions Options, bool IsOpen, int Instances, string LastError);

/// <summary>From a socket's thread to the router.</summary>
internal sealed record DatagramsReceived(PacketSocketOptions Socket, PacketBatch Batch) : ISocketMessage;

/// <summary>From a packet socket actor to its router.</summary>
internal sealed record SocketOpened(PacketSocketOptions Options, IPacketSocket Socket) : ISocketMessage;

internal sealed record SocketLost(PacketSocketOptions Options, int Errno, string Text) : ISocketMessage;
