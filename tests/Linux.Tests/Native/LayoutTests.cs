using System.Runtime.InteropServices;
using System.Text;
using Keepalived.Linux.Native;
using Linux.Tests.Support;

namespace Linux.Tests.Native;

/// <summary>
/// Our layouts and constants against the C headers of this machine, as static assertions that a compiler checks.
/// </summary>
public sealed class LayoutTests : IDisposable
{
    private const string Headers = """
        #define _GNU_SOURCE
        #include <stddef.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <poll.h>
        #include <signal.h>
        #include <spawn.h>
        #include <time.h>
        #include <net/if.h>
        #include <netinet/in.h>
        #include <netpacket/packet.h>
        #include <sys/epoll.h>
        #include <sys/socket.h>
        #include <sys/stat.h>
        #include <sys/syscall.h>
        #include <sys/timerfd.h>
        #include <sys/uio.h>
        #include <sys/wait.h>
        #include <linux/netlink.h>
        /* Both have a struct sched_param. */
        #define sched_param kernel_sched_param
        #include <linux/sched/types.h>

        """;

    private readonly TemporaryDirectory _directory = new();
    private readonly StringBuilder _source = new(Headers);

    public void Dispose() => _directory.Dispose();

    [CompilerFact]
    public void Layouts_and_constants_are_those_of_the_headers()
    {
        AddSocketLayouts();
        AddFileLayouts();
        AddScheduling();
        AddConstants();
        Compile();
    }

    [CompilerFact]
    public void A_wrong_layout_would_be_noticed()
    {
        Equal("sizeof(struct msghdr)", 1);
        Assert.Throws<InvalidOperationException>(Compile);
    }

    private unsafe void AddSocketLayouts()
    {
        Size<IoVector>("struct iovec");
        Size<MessageHeader>("struct msghdr");
        Offset<MessageHeader>("struct msghdr", nameof(MessageHeader.NameLength), "msg_namelen");
        Offset<MessageHeader>("struct msghdr", nameof(MessageHeader.Vectors), "msg_iov");
        Offset<MessageHeader>("struct msghdr", nameof(MessageHeader.VectorCount), "msg_iovlen");
        Offset<MessageHeader>("struct msghdr", nameof(MessageHeader.Control), "msg_control");
        Offset<MessageHeader>("struct msghdr", nameof(MessageHeader.ControlLength), "msg_controllen");
        Offset<MessageHeader>("struct msghdr", nameof(MessageHeader.Flags), "msg_flags");
        Size<MultiMessageHeader>("struct mmsghdr");
        Offset<MultiMessageHeader>("struct mmsghdr", nameof(MultiMessageHeader.Length), "msg_len");
        Size<ControlHeader>("struct cmsghdr");
        Offset<ControlHeader>("struct cmsghdr", nameof(ControlHeader.Level), "cmsg_level");
        Offset<ControlHeader>("struct cmsghdr", nameof(ControlHeader.Type), "cmsg_type");
        Size<InternetSocketAddress>("struct sockaddr_in6");
        Offset<InternetSocketAddress>("struct sockaddr_in", nameof(InternetSocketAddress.V4), "sin_addr");
        Offset<InternetSocketAddress>("struct sockaddr_in6", nameof(InternetSocketAddress.V6), "sin6_addr");
        Offset<InternetSocketAddress>("struct sockaddr_in6", nameof(InternetSocketAddress.ScopeId), "sin6_scope_id");
        Size<NetlinkSocketAddress>("struct sockaddr_nl");
        Offset<NetlinkSocketAddress>("struct sockaddr_nl", nameof(NetlinkSocketAddress.PortId), "nl_pid");
        Offset<NetlinkSocketAddress>("struct sockaddr_nl", nameof(NetlinkSocketAddress.Groups), "nl_groups");
        Size<LinkSocketAddress>("struct sockaddr_ll");
        Offset<LinkSocketAddress>("struct sockaddr_ll", nameof(LinkSocketAddress.InterfaceIndex), "sll_ifindex");
        Offset<LinkSocketAddress>("struct sockaddr_ll", nameof(LinkSocketAddress.AddressLength), "sll_halen");
        Offset<LinkSocketAddress>("struct sockaddr_ll", nameof(LinkSocketAddress.Address), "sll_addr");
        Size<MulticastRequestV4>("struct ip_mreqn");
        Offset<MulticastRequestV4>("struct ip_mreqn", nameof(MulticastRequestV4.InterfaceIndex), "imr_ifindex");
        Size<MulticastRequestV6>("struct ipv6_mreq");
        Offset<MulticastRequestV6>("struct ipv6_mreq", nameof(MulticastRequestV6.InterfaceIndex), "ipv6mr_interface");
        Size<PacketInfoV4>("struct in_pktinfo");
        Offset<PacketInfoV4>("struct in_pktinfo", nameof(PacketInfoV4.Destination), "ipi_addr");
        Size<PacketInfoV6>("struct in6_pktinfo");
        Offset<PacketInfoV6>("struct in6_pktinfo", nameof(PacketInfoV6.InterfaceIndex), "ipi6_ifindex");
    }

    private void AddFileLayouts()
    {
        Size<TimeSpec>("struct timespec");
        Size<IntervalTimerSpec>("struct itimerspec");
        Offset<IntervalTimerSpec>("struct itimerspec", nameof(IntervalTimerSpec.Value), "it_value");
        Size<FileStatus>("struct statx");
        Offset<FileStatus>("struct statx", nameof(FileStatus.Links), "stx_nlink");
        Offset<FileStatus>("struct statx", nameof(FileStatus.UserId), "stx_uid");
        Offset<FileStatus>("struct statx", nameof(FileStatus.GroupId), "stx_gid");
        Offset<FileStatus>("struct statx", nameof(FileStatus.Mode), "stx_mode");
        Offset<FileStatus>("struct statx", nameof(FileStatus.Inode), "stx_ino");
        Offset<FileStatus>("struct statx", nameof(FileStatus.Size), "stx_size");
        Offset<FileStatus>("struct statx", nameof(FileStatus.DeviceMajor), "stx_dev_major");
        Offset<FileStatus>("struct statx", nameof(FileStatus.DeviceMinor), "stx_dev_minor");
        Size<FileLock>("struct flock");
        Offset<FileLock>("struct flock", nameof(FileLock.Start), "l_start");
        Offset<FileLock>("struct flock", nameof(FileLock.ProcessId), "l_pid");
        Size<SignalInfo>("siginfo_t");
        Offset<SignalInfo>("siginfo_t", nameof(SignalInfo.Code), "si_code");
        Offset<SignalInfo>("siginfo_t", nameof(SignalInfo.ProcessId), "si_pid");
        Offset<SignalInfo>("siginfo_t", nameof(SignalInfo.Status), "si_status");
        const int opaque = ProcessCalls.OpaqueSize;
        _source.AppendLine($"_Static_assert(sizeof(posix_spawnattr_t) <= {opaque}, \"attributes\");");
        _source.AppendLine($"_Static_assert(sizeof(posix_spawn_file_actions_t) <= {opaque}, \"actions\");");
    }

    private void AddScheduling()
    {
        Offset<SchedulingAttributes>("struct sched_attr", nameof(SchedulingAttributes.Policy), "sched_policy");
        Offset<SchedulingAttributes>("struct sched_attr", nameof(SchedulingAttributes.Nice), "sched_nice");
        Offset<SchedulingAttributes>(
            "struct sched_attr", nameof(SchedulingAttributes.RuntimeNanoseconds), "sched_runtime");
        Offset<SchedulingAttributes>(
            "struct sched_attr", nameof(SchedulingAttributes.PeriodNanoseconds), "sched_period");
        Equal("SYS_sched_setattr", SchedulingCalls.SetNumber);
        Equal("SYS_sched_getattr", SchedulingCalls.GetNumber);
    }

    private void AddConstants()
    {
        (string Name, long Value)[] constants =
        [
            ("AF_INET", SocketConstants.FamilyV4), ("AF_INET6", SocketConstants.FamilyV6),
            ("AF_NETLINK", SocketConstants.FamilyNetlink), ("AF_PACKET", SocketConstants.FamilyPacket),
            ("IPPROTO_IP", SocketConstants.LevelIp), ("IPPROTO_IPV6", SocketConstants.LevelIpv6),
            ("IP_PKTINFO", SocketConstants.IpPacketInfo), ("IPV6_PKTINFO", SocketConstants.Ipv6PacketInfo),
            ("IPV6_HOPLIMIT", SocketConstants.Ipv6HopLimit), ("MSG_DONTWAIT", SocketConstants.MessageDontWait),
            ("MSG_TRUNC", SocketConstants.MessageTruncated), ("MSG_NOSIGNAL", SocketConstants.MessageNoSignal),
            ("EPOLLIN", SocketConstants.EpollIn), ("EPOLLERR", SocketConstants.EpollError),
            ("EPOLLHUP", SocketConstants.EpollHangUp), ("CLOCK_MONOTONIC", SocketConstants.ClockMonotonic),
            ("(TFD_NONBLOCK | TFD_CLOEXEC)", SocketConstants.TimerFdFlags),
            ("TFD_TIMER_ABSTIME", SocketConstants.TimerAbsolute),
            ("POSIX_SPAWN_SETPGROUP", ProcessCalls.SetProcessGroup),
            ("POSIX_SPAWN_SETSIGDEF", ProcessCalls.SetSignalDefaults),
            ("POSIX_SPAWN_SETSIGMASK", ProcessCalls.SetSignalMask), ("POSIX_SPAWN_SETSID", ProcessCalls.SetSession),
            ("P_PID", ProcessCalls.WaitForPid), ("P_PIDFD", ProcessCalls.WaitForPidFd),
            ("WNOHANG", ProcessCalls.NoHang), ("WEXITED", ProcessCalls.Exited), ("WNOWAIT", ProcessCalls.KeepWaitable),
            ("CLD_EXITED", ProcessCalls.CodeExited), ("SYS_pidfd_open", 434), ("F_OFD_SETLK", 37),
            ("EPERM", ErrnoCodes.NotPermitted), ("ENOENT", ErrnoCodes.NoEntry), ("ESRCH", ErrnoCodes.NoProcess),
            ("EINTR", ErrnoCodes.Interrupted), ("ENXIO", ErrnoCodes.NoDeviceOrAddress),
            ("EBADF", ErrnoCodes.BadDescriptor),
            ("ECHILD", ErrnoCodes.NoChild), ("EAGAIN", ErrnoCodes.Again), ("EACCES", ErrnoCodes.AccessDenied),
            ("EEXIST", ErrnoCodes.Exists), ("ENODEV", ErrnoCodes.NoDevice), ("EINVAL", ErrnoCodes.Invalid),
            ("ELOOP", ErrnoCodes.LoopOfLinks), ("ENOTSOCK", ErrnoCodes.NotSocket),
            ("EADDRINUSE", ErrnoCodes.AddressInUse), ("EADDRNOTAVAIL", ErrnoCodes.AddressNotAvailable),
            ("ENETDOWN", ErrnoCodes.NetworkDown), ("ENOBUFS", ErrnoCodes.NoBufferSpace),
            ("ETIMEDOUT", ErrnoCodes.TimedOut),
        ];
        foreach ((string name, long value) in constants)
        {
            Equal(name, value);
        }
    }

    private unsafe void Size<T>(string type)
        where T : unmanaged => Equal($"sizeof({type})", sizeof(T));

    private void Offset<T>(string type, string field, string member)
        where T : unmanaged => Equal($"offsetof({type}, {member})", Marshal.OffsetOf<T>(field));

    private void Equal(string expression, long value) =>
        _source.AppendLine($"_Static_assert(({expression}) == {value}, \"{expression}\");");

    private void Compile()
    {
        File.WriteAllText(_directory["layout.c"], _source.ToString());
        Command.Run(CompilerFactAttribute.Compiler!, "-fsyntax-only", "-w", _directory["layout.c"]);
    }
}
