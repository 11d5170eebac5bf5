using System.Net.Sockets;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Ports;

/// <summary>A raw socket for one interface, family and IP protocol, or a UDP socket for one port.</summary>
public interface IPacketSocket : IDisposable
{
    PacketSocketOptions Options { get; }

    /// <summary>Any thread: it is closed, or will be at once; nothing goes out through it any more.</summary>
    bool IsClosed { get; }

    /// <summary>Room for what is received; may be called again. 0 leaves it as it is.</summary>
    void SetReceiveBuffer(int bytes)
    {
    }
}

/// <param name="InterfaceIndex">0 with unicast and no interface.</param>
/// <param name="Protocol">112 VRRP or 51 AH.</param>
/// <param name="MulticastGroup">Group to join on the interface; default = none (unicast).</param>
/// <param name="ReceiveBufferBytes">
/// SO_RCVBUF; 0 = the kernel's default. Of an instance: its share, for one socket serves several.
/// </param>
public sealed record PacketSocketOptions(
    int InterfaceIndex,
    string InterfaceName,
    AddressFamily Family,
    byte Protocol,
    IpAddress MulticastGroup,
    int ReceiveBufferBytes)
{
    /// <summary>Not 0: a UDP socket at this port of all addresses, in place of a raw one.</summary>
    public ushort UdpPort { get; init; }
}

public interface IPacketSocketFactory
{
    /// <summary>Opens, configures and joins; reading begins at once. Null and a positive errno on failure.</summary>
    IPacketSocket? TryOpen(PacketSocketOptions options, IPacketReceiver receiver, out int errno, out string failure);
}

/// <summary>Where received datagrams go.</summary>
public interface IPacketReceiver
{
    /// <summary>Clock's thread. The receiver owns the batch until it disposes of it.</summary>
    void Received(PacketBatch batch);

    /// <summary>Clock's thread: the socket is dead (interface gone, ...) and closed.</summary>
    void SocketFailed(int errno);
}

/// <summary>Sends gratuitous ARP and unsolicited neighbour advertisements (AF_PACKET frames); never blocks.</summary>
public interface IAnnouncer
{
    /// <summary>Returns 0 or a positive errno.</summary>
    int Announce(int interfaceIndex, ReadOnlySpan<byte> hardwareAddress, IpAddress address, bool isRouter);

    /// <summary>Takes the same way without sending anything.</summary>
    void Rehearse(ReadOnlySpan<byte> hardwareAddress, IpAddress address)
    {
    }
}
