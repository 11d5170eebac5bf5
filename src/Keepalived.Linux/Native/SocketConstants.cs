namespace Keepalived.Linux.Native;

/// <summary>Numbers of the kernel's socket headers that Tmds.LibC lacks or that a switch needs as constants.</summary>
internal static class SocketConstants
{
    /// <summary>AF_INET, AF_INET6, AF_NETLINK, AF_PACKET (bits/socket.h).</summary>
    public const ushort FamilyV4 = 2;
    public const ushort FamilyV6 = 10;
    public const ushort FamilyNetlink = 16;
    public const ushort FamilyPacket = 17;

    /// <summary>IPPROTO_IP, IPPROTO_IPV6: levels of options and control messages (linux/in.h).</summary>
    public const int LevelIp = 0;
    public const int LevelIpv6 = 41;

    /// <summary>linux/in.h.</summary>
    public const int IpTypeOfService = 1;
    public const int IpTimeToLive = 2;
    public const int IpPacketInfo = 8;
    public const int IpReceiveTimeToLive = 12;

    /// <summary>linux/in6.h.</summary>
    public const int Ipv6MulticastAll = 29;
    public const int Ipv6PacketInfo = 50;
    public const int Ipv6HopLimit = 52;
    public const int Ipv6TrafficClass = 67;

    /// <summary>MSG_DONTWAIT, MSG_TRUNC, MSG_NOSIGNAL (bits/socket.h).</summary>
    public const int MessageDontWait = 0x40;
    public const int MessageTruncated = 0x20;
    public const int MessageNoSignal = 0x4000;

    /// <summary>EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP (sys/epoll.h).</summary>
    public const int EpollIn = 1;
    public const int EpollOut = 4;
    public const int EpollError = 8;
    public const int EpollHangUp = 16;

    /// <summary>EPOLLRDHUP, EPOLLET; EPOLL_CTL_ADD, EPOLL_CTL_MOD (sys/epoll.h).</summary>
    public const int EpollReadHangUp = 0x2000;
    public const int EpollEdge = 1 << 31;
    public const int EpollAdd = 1;
    public const int EpollModify = 3;

    /// <summary>AT_FDCWD (fcntl.h).</summary>
    public const int CurrentDirectory = -100;

    /// <summary>CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC, TFD_TIMER_ABSTIME (time.h, sys/timerfd.h).</summary>
    public const int ClockMonotonic = 1;
    public const int TimerFdFlags = 0x80800;
    public const int TimerAbsolute = 1;
}
