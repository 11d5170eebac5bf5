using System.Runtime.InteropServices;

namespace Keepalived.Linux.Native;

// Layouts of the 64-bit Linux ABI that recvmmsg(2) and sendmmsg(2) need; Linux.Tests compares them with the C headers.

/// <summary>struct iovec (bits/types/struct_iovec.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    public void* Base;
    public nuint Length;
}

/// <summary>struct msghdr (bits/socket.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    public void* Name;
    public uint NameLength;
    private readonly uint _padding1;
    public IoVector* Vectors;
    public nuint VectorCount;
    public void* Control;
    public nuint ControlLength;
    public int Flags;
    private readonly uint _padding2;
}

/// <summary>struct mmsghdr (bits/socket.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MultiMessageHeader
{
    public MessageHeader Header;
    public uint Length;
    private readonly uint _padding;
}

/// <summary>struct cmsghdr (bits/socket.h); its data follows at once.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ControlHeader
{
    public nuint Length;
    public int Level;
    public int Type;
}

/// <summary>struct sockaddr_in and sockaddr_in6 (netinet/in.h) in one: what the kernel writes tells which.</summary>
[StructLayout(LayoutKind.Explicit, Size = 28)]
internal unsafe struct InternetSocketAddress
{
    [FieldOffset(0)]
    public ushort Family;

    /// <summary>Network order.</summary>
    [FieldOffset(2)]
    public ushort Port;

    [FieldOffset(4)]
    public fixed byte V4[4];

    [FieldOffset(8)]
    public fixed byte V6[16];

    [FieldOffset(24)]
    public uint ScopeId;
}

/// <summary>struct sockaddr_nl (linux/netlink.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NetlinkSocketAddress
{
    public ushort Family;
    private readonly ushort _padding;
    public uint PortId;
    public uint Groups;
}

/// <summary>struct sockaddr_ll (linux/if_packet.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LinkSocketAddress
{
    public ushort Family;

    /// <summary>Network order.</summary>
    public ushort Protocol;
    public int InterfaceIndex;
    public ushort HardwareType;
    public byte PacketType;
    public byte AddressLength;
    public fixed byte Address[8];
}

/// <summary>struct ip_mreqn (linux/in.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MulticastRequestV4
{
    public fixed byte Group[4];
    public fixed byte LocalAddress[4];
    public int InterfaceIndex;
}

/// <summary>struct ipv6_mreq (linux/in6.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MulticastRequestV6
{
    public fixed byte Group[16];
    public int InterfaceIndex;
}

/// <summary>struct in_pktinfo (linux/in.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PacketInfoV4
{
    public int InterfaceIndex;
    public fixed byte LocalAddress[4];
    public fixed byte Destination[4];
}

/// <summary>struct in6_pktinfo (linux/ipv6.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PacketInfoV6
{
    public fixed byte Address[16];
    public int InterfaceIndex;
}

/// <summary>struct timespec (time.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    public long Seconds;
    public long Nanoseconds;

    public static TimeSpec FromNanoseconds(long nanoseconds) => new()
    {
        Seconds = nanoseconds / 1_000_000_000,
        Nanoseconds = nanoseconds % 1_000_000_000,
    };
}

/// <summary>struct itimerspec (time.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IntervalTimerSpec
{
    public TimeSpec Interval;
    public TimeSpec Value;
}
