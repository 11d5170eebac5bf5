using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Netlink;

/// <summary>
/// A netlink socket of the calling thread's network namespace. One thread at a time. Receive calls take only what the
/// kernel itself sent (port 0): any local process may send to a netlink socket.
/// </summary>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    // linux/netlink.h.
    public const int ProtocolRoute = 0;
    public const int ProtocolNetfilter = 12;
    public const int ProtocolGeneric = 16;
    private const int SolNetlink = 270;
    private const int AddMembership = 1;
    private const int CapAck = 10;
    private const int ExtendedAck = 11;

    private int _fd;

    private NetlinkSocket(int fd) => _fd = fd;

    public int Fd => _fd;

    /// <summary>Throws <see cref="InvalidOperationException"/> if the kernel refuses the socket.</summary>
    public static NetlinkSocket Open(int protocol)
    {
        int fd = LibC.socket(SocketConstants.FamilyNetlink, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, protocol);
        if (fd < 0)
        {
            throw new InvalidOperationException($"netlink socket: {Libc.Describe(LibC.errno)}");
        }

        NetlinkSocketAddress own = default;
        own.Family = SocketConstants.FamilyNetlink;
        if (LibC.bind(fd, (sockaddr*)&own, sizeof(NetlinkSocketAddress)) != 0)
        {
            int errno = LibC.errno;
            _ = LibC.close(fd);
            throw new InvalidOperationException($"netlink bind: {Libc.Describe(errno)}");
        }

        var socket = new NetlinkSocket(fd);
        // The kernel's own words for a refusal, without the request repeated; old kernels lack both, which does no
        // harm.
        _ = socket.Set(SolNetlink, ExtendedAck, 1);
        _ = socket.Set(SolNetlink, CapAck, 1);
        return socket;
    }

    /// <summary>0 or a positive errno.</summary>
    public int Join(int group) => Set(SolNetlink, AddMembership, group);

    /// <summary>What the kernel gave: twice what was asked for (socket(7), SO_RCVBUF).</summary>
    public int ReceiveBuffer
    {
        get
        {
            int value = 0;
            uint length = sizeof(int);
            return Libc.GetSocketOption(_fd, LibC.SOL_SOCKET, LibC.SO_RCVBUF, &value, &length) == 0 ? value : 0;
        }
    }

    /// <param name="bytes">The kernel doubles it.</param>
    /// <param name="force">Beyond the system's limit if CAP_NET_ADMIN allows it.</param>
    public void SetReceiveBuffer(int bytes, bool force = true)
    {
        if (!force || Set(LibC.SOL_SOCKET, LibC.SO_RCVBUFFORCE, bytes) != 0)
        {
            _ = Set(LibC.SOL_SOCKET, LibC.SO_RCVBUF, bytes);
        }
    }

    /// <summary>Sends one datagram, which may hold many requests, to the kernel. 0 or a positive errno.</summary>
    public int Send(ReadOnlySpan<byte> requests)
    {
        NetlinkSocketAddress kernel = default;
        kernel.Family = SocketConstants.FamilyNetlink;
        fixed (byte* start = requests)
        {
            while (true)
            {
                long sent = LibC.sendto(
                    _fd, start, requests.Length, 0, (sockaddr*)&kernel, sizeof(NetlinkSocketAddress));
                int errno = sent < 0 ? LibC.errno : 0;
                if (errno != ErrnoCodes.Interrupted)
                {
                    return errno;
                }
            }
        }
    }

    /// <summary>
    /// Waits for one datagram of the kernel. Returns its length, 0 after <paramref name="timeoutMilliseconds"/>
    /// (-1 = for ever), or minus an errno; ENOBUFS says that notifications were lost.
    /// </summary>
    public int Receive(Span<byte> buffer, int timeoutMilliseconds)
    {
        while (true)
        {
            // The kernel has answered most requests before their send call returns: it is asked first, then waited for.
            int length = TryReceive(buffer);
            if (length != 0 && length != -ErrnoCodes.Interrupted)
            {
                return length;
            }

            pollfd item = default;
            item.fd = _fd;
            item.events = LibC.POLLIN;
            int ready = LibC.poll(&item, 1, timeoutMilliseconds);
            if (ready == 0)
            {
                return 0;
            }

            int errno = ready < 0 ? LibC.errno : 0;
            if (errno != 0 && errno != ErrnoCodes.Interrupted)
            {
                return -errno;
            }
        }
    }

    /// <summary>Without waiting; 0 = nothing, or nothing of the kernel; else as <see cref="Receive"/>.</summary>
    public int TryReceive(Span<byte> buffer)
    {
        NetlinkSocketAddress from = default;
        socklen_t fromLength = (uint)sizeof(NetlinkSocketAddress);
        int flags = SocketConstants.MessageDontWait | SocketConstants.MessageTruncated;
        fixed (byte* start = buffer)
        {
            long length = LibC.recvfrom(_fd, start, buffer.Length, flags, (sockaddr*)&from, &fromLength);
            if (length < 0)
            {
                int errno = LibC.errno;
                return errno == ErrnoCodes.Again ? 0 : -errno;
            }

            if (from.PortId != 0)
            {
                return 0;
            }

            // MSG_TRUNC gives the true length: a datagram cut short counts as lost.
            return length > buffer.Length ? -ErrnoCodes.NoBufferSpace : (int)length;
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

    private int Set(int level, int option, int value) =>
        LibC.setsockopt(_fd, level, option, &value, sizeof(int)) == 0 ? 0 : LibC.errno;
}
