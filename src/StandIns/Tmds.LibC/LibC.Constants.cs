namespace Tmds.Linux;

/// <summary>Constants of the C library on x86-64, from the headers of Linux and glibc.</summary>
public static partial class LibC
{
    public static int EFD_CLOEXEC => 0x80000;
    public static int EFD_NONBLOCK => 0x800;
    public static int EPOLL_CLOEXEC => 0x80000;
    public static int EPOLL_CTL_ADD => 1;
    public static int EPOLL_CTL_DEL => 2;
    public static int IP_ADD_MEMBERSHIP => 35;
    public static int IP_HDRINCL => 3;
    public static int IP_MULTICAST_ALL => 49;
    public static int IP_MULTICAST_IF => 32;
    public static int IP_MULTICAST_LOOP => 34;
    public static int IP_MULTICAST_TTL => 33;
    public static int IP_PKTINFO => 8;
    public static int IPV6_ADD_MEMBERSHIP => 20;
    public static int IPV6_CHECKSUM => 7;
    public static int IPV6_MULTICAST_HOPS => 18;
    public static int IPV6_MULTICAST_IF => 17;
    public static int IPV6_MULTICAST_LOOP => 19;
    public static int IPV6_RECVHOPLIMIT => 51;
    public static int IPV6_RECVPKTINFO => 49;
    public static int IPV6_UNICAST_HOPS => 16;
    public static int IPV6_V6ONLY => 26;
    public static int MCL_CURRENT => 1;
    public static int MCL_FUTURE => 2;
    public static int MCL_ONFAULT => 4;
    public static int O_CLOEXEC => 0x80000;
    public static int O_CREAT => 64;
    public static int O_DIRECTORY => 0x10000;
    public static int O_EXCL => 128;
    public static int O_NOFOLLOW => 0x20000;
    public static int O_NONBLOCK => 0x800;
    public static int O_RDONLY => 0;
    public static int O_RDWR => 2;
    public static int O_WRONLY => 1;
    public static int SCHED_RR => 2;
    public static int SO_BINDTODEVICE => 25;
    public static int SO_DONTROUTE => 5;
    public static int SO_PRIORITY => 12;
    public static int SO_RCVBUF => 8;
    public static int SO_RCVBUFFORCE => 33;
    public static int SOCK_CLOEXEC => 0x80000;
    public static int SOCK_DGRAM => 2;
    public static int SOCK_NONBLOCK => 0x800;
    public static int SOCK_RAW => 3;
    public static int SOL_SOCKET => 1;
    public static short POLLIN => 1;
}
