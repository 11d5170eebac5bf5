using Keepalived.Core.Ports;
using Keepalived.Linux.Native;
using Keepalived.Linux.Netlink;
using Keepalived.Wire.Arp;
using Keepalived.Wire.Ethernet;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Ndisc;
using Tmds.Linux;

namespace Keepalived.Linux.Sockets;

/// <summary>
/// Gratuitous ARP and unsolicited neighbour advertisements as Ethernet frames through one packet socket, so that they
/// can carry any hardware address. Ethernet only. Needs CAP_NET_RAW. Any thread.
/// </summary>
public sealed unsafe class Announcer : IAnnouncer, IDisposable
{
    private int _fd;

    /// <summary>
    /// The socket belongs to the calling thread's network namespace. Throws if the kernel refuses it.
    /// </summary>
    public Announcer()
    {
        // Protocol 0: it receives nothing.
        _fd = LibC.socket(SocketConstants.FamilyPacket, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK, 0);
        if (_fd < 0)
        {
            throw new InvalidOperationException($"packet socket: {Libc.Describe(LibC.errno)}");
        }
    }

    public int Announce(int interfaceIndex, ReadOnlySpan<byte> hardwareAddress, IpAddress address, bool isRouter)
    {
        Span<byte> frame = stackalloc byte[NeighborAdvertisement.FrameLength];
        if (hardwareAddress.Length != MacAddress.Length)
        {
            return ErrnoCodes.Invalid;
        }

        MacAddress sender = MacAddress.FromBytes(hardwareAddress);
        int length = address.IsV4
            ? new GratuitousArp(sender, address).Encode(frame)
            : new NeighborAdvertisement(sender, address, isRouter || Forwards(interfaceIndex)).Encode(frame);
        return length == 0 ? ErrnoCodes.Invalid : Send(interfaceIndex, frame[..length]);
    }

    /// <summary>No interface has number 0: the kernel refuses the frame.</summary>
    public void Rehearse(ReadOnlySpan<byte> hardwareAddress, IpAddress address) =>
        _ = Announce(0, hardwareAddress, address, isRouter: false);

    /// <summary>RFC 4861 4.4: the router flag is set where the interface forwards.</summary>
    private static bool Forwards(int interfaceIndex)
    {
        string? name = InterfaceNames.Of(interfaceIndex);
        return name is not null && SysctlFile.Read($"net/ipv6/conf/{name}/forwarding") == "1";
    }

    public void Dispose()
    {
        int fd = Interlocked.Exchange(ref _fd, -1);
        if (fd >= 0)
        {
            _ = LibC.close(fd);
        }
    }

    private int Send(int interfaceIndex, ReadOnlySpan<byte> frame)
    {
        LinkSocketAddress to = default;
        to.Family = SocketConstants.FamilyPacket;
        to.InterfaceIndex = interfaceIndex;
        to.AddressLength = MacAddress.Length;
        // The Ethernet header holds the type in network order, as sockaddr_ll wants it.
        to.Protocol = BitConverter.ToUInt16(frame[12..14]);
        frame[..MacAddress.Length].CopyTo(new Span<byte>(to.Address, MacAddress.Length));
        fixed (byte* start = frame)
        {
            long sent = LibC.sendto(
                _fd, start, frame.Length, SocketConstants.MessageDontWait, (sockaddr*)&to, sizeof(LinkSocketAddress));
            return sent >= 0 ? 0 : LibC.errno;
        }
    }
}
