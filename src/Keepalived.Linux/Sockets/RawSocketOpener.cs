using System.Net.Sockets;
using System.Text;
using Keepalived.Core.Ports;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Sockets;

/// <summary>
/// Opens and configures the raw sockets of VRRP. Bound to its device, a socket sees that interface only; the kernel
/// filters by IP protocol. Needs CAP_NET_RAW.
/// </summary>
internal static unsafe class RawSocketOpener
{
    /// <summary>RFC 9568 5.1.1.3, 5.1.2.3: TTL and hop limit.</summary>
    private const int HopLimit = 255;

    /// <summary>Queueing priority of protocol traffic, TC_PRIO_INTERACTIVE (linux/pkt_sched.h).</summary>
    private const int Priority = 6;

    /// <summary>RFC 9568 5.2: the checksum is at bytes 6 and 7 of the advertisement.</summary>
    private const int ChecksumOffset = 6;

    /// <summary>A descriptor, or -1 with a positive errno and the step that failed.</summary>
    public static int Open(PacketSocketOptions options, out int errno, out string failure)
    {
        bool v6 = options.Family == AddressFamily.InterNetworkV6;
        int family = v6 ? SocketConstants.FamilyV6 : SocketConstants.FamilyV4;
        int type = LibC.SOCK_RAW | LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK;
        int fd = LibC.socket(family, type, options.Protocol);
        if (fd < 0)
        {
            errno = LibC.errno;
            failure = $"socket: {Libc.Describe(errno)}";
            return -1;
        }

        string? step = Configure(fd, options) ?? (v6 ? ConfigureV6(fd, options) : ConfigureV4(fd, options));
        errno = step is null ? 0 : LibC.errno;
        failure = step is null ? "" : $"{step}: {Libc.Describe(errno)}";
        if (step is not null)
        {
            _ = LibC.close(fd);
            return -1;
        }

        return fd;
    }

    /// <summary>Beyond the system's limit if that is allowed; 0 leaves it as it is.</summary>
    public static bool SetReceiveBuffer(int fd, int bytes) =>
        bytes <= 0
        || Set(fd, LibC.SOL_SOCKET, LibC.SO_RCVBUFFORCE, bytes)
        || Set(fd, LibC.SOL_SOCKET, LibC.SO_RCVBUF, bytes);

    /// <summary>Null, or the step that failed.</summary>
    private static string? Configure(int fd, PacketSocketOptions options)
    {
        if (options.InterfaceIndex > 0 && !BindToDevice(fd, options.InterfaceName))
        {
            return $"SO_BINDTODEVICE {options.InterfaceName}";
        }

        if (!SetReceiveBuffer(fd, options.ReceiveBufferBytes))
        {
            return "SO_RCVBUF";
        }

        // Multicast never leaves the link; a route for it must not matter.
        if (!options.MulticastGroup.IsNone && !Set(fd, LibC.SOL_SOCKET, LibC.SO_DONTROUTE, 1))
        {
            return "SO_DONTROUTE";
        }

        return Set(fd, LibC.SOL_SOCKET, LibC.SO_PRIORITY, Priority) ? null : "SO_PRIORITY";
    }

    private static string? ConfigureV4(int fd, PacketSocketOptions options)
    {
        const int level = SocketConstants.LevelIp;
        if (!Set(fd, level, LibC.IP_HDRINCL, 1))
        {
            return "IP_HDRINCL";
        }

        if (!Set(fd, level, LibC.IP_PKTINFO, 1))
        {
            return "IP_PKTINFO";
        }

        if (!Set(fd, level, LibC.IP_MULTICAST_LOOP, 0) || !Set(fd, level, LibC.IP_MULTICAST_TTL, HopLimit))
        {
            return "IP_MULTICAST_LOOP";
        }

        if (!Set(fd, level, LibC.IP_MULTICAST_ALL, 0))
        {
            return "IP_MULTICAST_ALL";
        }

        MulticastRequestV4 request = default;
        request.InterfaceIndex = options.InterfaceIndex;
        if (options.InterfaceIndex > 0 && !Set(fd, level, LibC.IP_MULTICAST_IF, &request, sizeof(MulticastRequestV4)))
        {
            return "IP_MULTICAST_IF";
        }

        if (options.MulticastGroup.IsV4)
        {
            _ = options.MulticastGroup.TryWriteBytes(new Span<byte>(request.Group, 4));
            if (!Set(fd, level, LibC.IP_ADD_MEMBERSHIP, &request, sizeof(MulticastRequestV4)))
            {
                return "IP_ADD_MEMBERSHIP";
            }
        }

        return null;
    }

    private static string? ConfigureV6(int fd, PacketSocketOptions options)
    {
        const int level = SocketConstants.LevelIpv6;
        if (!Set(fd, level, LibC.IPV6_CHECKSUM, ChecksumOffset))
        {
            return "IPV6_CHECKSUM";
        }

        if (!Set(fd, level, LibC.IPV6_RECVPKTINFO, 1) || !Set(fd, level, LibC.IPV6_RECVHOPLIMIT, 1))
        {
            return "IPV6_RECVPKTINFO";
        }

        if (!Set(fd, level, LibC.IPV6_MULTICAST_HOPS, HopLimit) || !Set(fd, level, LibC.IPV6_UNICAST_HOPS, HopLimit))
        {
            return "IPV6_MULTICAST_HOPS";
        }

        if (!Set(fd, level, LibC.IPV6_MULTICAST_LOOP, 0))
        {
            return "IPV6_MULTICAST_LOOP";
        }

        // Linux 4.20; without it a socket hears groups that others have joined, which the router sorts out.
        _ = Set(fd, level, SocketConstants.Ipv6MulticastAll, 0);
        if (options.InterfaceIndex > 0 && !Set(fd, level, LibC.IPV6_MULTICAST_IF, options.InterfaceIndex))
        {
            return "IPV6_MULTICAST_IF";
        }

        if (options.MulticastGroup.IsV6)
        {
            MulticastRequestV6 request = default;
            _ = options.MulticastGroup.TryWriteBytes(new Span<byte>(request.Group, 16));
            request.InterfaceIndex = options.InterfaceIndex;
            if (!Set(fd, level, LibC.IPV6_ADD_MEMBERSHIP, &request, sizeof(MulticastRequestV6)))
            {
                return "IPV6_ADD_MEMBERSHIP";
            }
        }

        return null;
    }

    private static bool BindToDevice(int fd, string name)
    {
        // IFNAMSIZ: 15 characters and a NUL.
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        fixed (byte* start = bytes)
        {
            return Set(fd, LibC.SOL_SOCKET, LibC.SO_BINDTODEVICE, start, bytes.Length);
        }
    }

    private static bool Set(int fd, int level, int option, int value) => Set(fd, level, option, &value, sizeof(int));

    private static bool Set(int fd, int level, int option, void* value, int length) =>
        LibC.setsockopt(fd, level, option, value, (uint)length) == 0;
}
