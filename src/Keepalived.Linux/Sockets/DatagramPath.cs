using System.Buffers.Binary;
using System.Security.Cryptography;
using Keepalived.Core.Ports;
using Keepalived.Linux.Native;
using Keepalived.Wire.Ip;
using Tmds.Linux;

namespace Keepalived.Linux.Sockets;

/// <summary>Opens <see cref="DatagramPath"/>s in the calling thread's network namespace.</summary>
public sealed class DatagramPathFactory : IDatagramPathFactory
{
    public IDatagramPath? TryOpen(DatagramPathOptions options, out int errno, out string failure) =>
        DatagramPath.Open(options, out errno, out failure);
}

/// <summary>A UDP socket with a port of its own that sends to one peer. Any thread, one at a time.</summary>
internal sealed unsafe class DatagramPath : IDatagramPath
{
    /// <summary>RFC 5881 4: the source ports of BFD.</summary>
    private const int FirstPort = 49152;
    private const int Attempts = 64;

    /// <summary>DSCP CS6, network control (RFC 2474 4.2.2.2), in the octet of IPv4 and IPv6.</summary>
    private const int TypeOfService = 0xc0;

    /// <summary>Queueing priority, TC_PRIO_CONTROL (linux/pkt_sched.h).</summary>
    private const int Priority = 7;

    private readonly InternetSocketAddress _destination;
    private int _fd;

    private DatagramPath(int fd, InternetSocketAddress destination)
    {
        _fd = fd;
        _destination = destination;
    }

    public static DatagramPath? Open(DatagramPathOptions options, out int errno, out string failure)
    {
        bool v6 = options.Destination.IsV6;
        int type = LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK;
        int fd = LibC.socket(v6 ? SocketConstants.FamilyV6 : SocketConstants.FamilyV4, type, 0);
        if (fd < 0)
        {
            errno = LibC.errno;
            failure = $"socket: {Libc.Describe(errno)}";
            return null;
        }

        if (Configure(fd, v6, options) is { } step)
        {
            errno = LibC.errno;
            failure = $"{step}: {Libc.Describe(errno)}";
            _ = LibC.close(fd);
            return null;
        }

        errno = 0;
        failure = "";
        return new DatagramPath(fd, Address(options.Destination, options.Port, options.ScopeId));
    }

    public int Send(ReadOnlySpan<byte> payload)
    {
        InternetSocketAddress to = _destination;
        uint length = to.Family == SocketConstants.FamilyV6 ? 28u : 16u;
        fixed (byte* start = payload)
        {
            int flags = SocketConstants.MessageDontWait | SocketConstants.MessageNoSignal;
            long sent = LibC.sendto(_fd, start, payload.Length, flags, (sockaddr*)&to, length);
            return sent >= 0 ? 0 : LibC.errno;
        }
    }

    public void Dispose()
    {
        int fd = Interlocked.Exchange(ref _fd, -1);
        if (fd >= 0)
        {
            _ = LibC.close(fd);
        }
    }

    /// <summary>Null, or the step that failed.</summary>
    private static string? Configure(int fd, bool v6, DatagramPathOptions options)
    {
        int level = v6 ? SocketConstants.LevelIpv6 : SocketConstants.LevelIp;
        if (!Set(fd, level, v6 ? LibC.IPV6_UNICAST_HOPS : SocketConstants.IpTimeToLive, options.HopLimit))
        {
            return "IP_TTL";
        }

        // Both are wishes: a queue that ignores them still delivers.
        _ = Set(fd, level, v6 ? SocketConstants.Ipv6TrafficClass : SocketConstants.IpTypeOfService, TypeOfService);
        _ = Set(fd, LibC.SOL_SOCKET, LibC.SO_PRIORITY, Priority);

        // Nothing is ever read from it: let the kernel keep as little as it can.
        _ = Set(fd, LibC.SOL_SOCKET, LibC.SO_RCVBUF, 0);
        return Bind(fd, v6, options);
    }

    private static string? Bind(int fd, bool v6, DatagramPathOptions options)
    {
        IpAddress source = options.Source.IsNone ? (v6 ? IpAddress.AnyV6 : IpAddress.AnyV4) : options.Source;
        for (int i = 0; i < Attempts; i++)
        {
            int port = RandomNumberGenerator.GetInt32(FirstPort, ushort.MaxValue + 1);
            InternetSocketAddress own = Address(source, (ushort)port, options.ScopeId);
            if (LibC.bind(fd, (sockaddr*)&own, v6 ? 28u : 16u) == 0)
            {
                return null;
            }

            if (LibC.errno != ErrnoCodes.AddressInUse)
            {
                break;
            }
        }

        return $"bind to {source}";
    }

    private static InternetSocketAddress Address(IpAddress address, ushort port, uint scope)
    {
        InternetSocketAddress result = default;
        result.Family = address.IsV6 ? SocketConstants.FamilyV6 : SocketConstants.FamilyV4;
        result.Port = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(port) : port;
        result.ScopeId = address.IsV6 ? scope : 0;
        _ = address.IsV6
            ? address.TryWriteBytes(new Span<byte>(result.V6, 16))
            : address.TryWriteBytes(new Span<byte>(result.V4, 4));
        return result;
    }

    private static bool Set(int fd, int level, int option, int value) =>
        LibC.setsockopt(fd, level, option, &value, sizeof(int)) == 0;
}
