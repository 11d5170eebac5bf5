using System.Buffers.Binary;
using System.Net.Sockets;
using Keepalived.Core.Ports;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Sockets;

/// <summary>
/// Opens the UDP sockets that listen for a protocol at its port on all addresses of one family, with the hop limit and
/// the destination of each datagram.
/// </summary>
internal static unsafe class UdpSocketOpener
{
    /// <summary>A descriptor, or -1 with a positive errno and the step that failed.</summary>
    public static int Open(PacketSocketOptions options, out int errno, out string failure)
    {
        bool v6 = options.Family == AddressFamily.InterNetworkV6;
        int type = LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK;
        int fd = LibC.socket(v6 ? SocketConstants.FamilyV6 : SocketConstants.FamilyV4, type, 0);
        if (fd < 0)
        {
            errno = LibC.errno;
            failure = $"socket: {Libc.Describe(errno)}";
            return -1;
        }

        string? step = (v6 ? ConfigureV6(fd) : ConfigureV4(fd)) ?? Bind(fd, v6, options.UdpPort);
        errno = step is null ? 0 : LibC.errno;
        failure = step is null ? "" : $"{step}: {Libc.Describe(errno)}";
        if (step is null)
        {
            _ = RawSocketOpener.SetReceiveBuffer(fd, options.ReceiveBufferBytes);
            return fd;
        }

        _ = LibC.close(fd);
        return -1;
    }

    private static string? ConfigureV4(int fd) =>
        !Set(fd, SocketConstants.LevelIp, SocketConstants.IpReceiveTimeToLive) ? "IP_RECVTTL"
        : !Set(fd, SocketConstants.LevelIp, SocketConstants.IpPacketInfo) ? "IP_PKTINFO"
        : null;

    private static string? ConfigureV6(int fd) =>
        !Set(fd, SocketConstants.LevelIpv6, LibC.IPV6_V6ONLY) ? "IPV6_V6ONLY"
        : !Set(fd, SocketConstants.LevelIpv6, LibC.IPV6_RECVHOPLIMIT) ? "IPV6_RECVHOPLIMIT"
        : !Set(fd, SocketConstants.LevelIpv6, LibC.IPV6_RECVPKTINFO) ? "IPV6_RECVPKTINFO"
        : null;

    private static string? Bind(int fd, bool v6, ushort port)
    {
        InternetSocketAddress address = default;
        address.Family = v6 ? SocketConstants.FamilyV6 : SocketConstants.FamilyV4;
        address.Port = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(port) : port;
        return LibC.bind(fd, (sockaddr*)&address, v6 ? 28u : 16u) == 0 ? null : $"bind to UDP port {port}";
    }

    private static bool Set(int fd, int level, int option)
    {
        int on = 1;
        return LibC.setsockopt(fd, level, option, &on, sizeof(int)) == 0;
    }
}
