using System.Runtime.InteropServices;

namespace Tmds.Linux;

/// <summary>A size: from an int, but not from an ulong.</summary>
public readonly struct size_t
{
    private readonly ulong _value;
    private size_t(ulong value) => _value = value;
    public static implicit operator size_t(int value) => new((ulong)value);
    public static implicit operator ulong(size_t value) => value._value;
}

/// <summary>A size, or -1.</summary>
public readonly struct ssize_t
{
    private readonly long _value;
    private ssize_t(long value) => _value = value;
    public static implicit operator ssize_t(int value) => new(value);
    public static implicit operator long(ssize_t value) => value._value;
    public static explicit operator int(ssize_t value) => (int)value._value;
    public static bool operator <(ssize_t left, ssize_t right) => left._value < right._value;
    public static bool operator >(ssize_t left, ssize_t right) => left._value > right._value;
}

/// <summary>The size of an address or an option.</summary>
public readonly struct socklen_t
{
    private readonly uint _value;
    private socklen_t(uint value) => _value = value;
    public static implicit operator socklen_t(int value) => new((uint)value);
    public static implicit operator socklen_t(uint value) => new(value);
    public static implicit operator uint(socklen_t value) => value._value;
}

/// <summary>An unsigned long.</summary>
public readonly struct ulong_t
{
    private readonly ulong _value;
    private ulong_t(ulong value) => _value = value;
    public static implicit operator ulong_t(uint value) => new(value);
}

/// <summary>A place in a file.</summary>
public readonly struct off_t
{
    private readonly long _value;
    private off_t(long value) => _value = value;
    public static implicit operator off_t(long value) => new(value);
}

/// <summary>Permissions.</summary>
public readonly struct mode_t
{
    private readonly uint _value;
    private mode_t(uint value) => _value = value;
    public static implicit operator mode_t(ushort value) => new(value);
}

/// <summary>A user.</summary>
public readonly struct uid_t
{
    private readonly uint _value;
    private uid_t(uint value) => _value = value;
    public static implicit operator uint(uid_t value) => value._value;
    public static implicit operator uid_t(uint value) => new(value);
    public static bool operator ==(uid_t left, uid_t right) => left._value == right._value;
    public static bool operator !=(uid_t left, uid_t right) => left._value != right._value;
    public override bool Equals(object obj) => obj is uid_t other && this == other;
    public override int GetHashCode() => _value.GetHashCode();
}

/// <summary>A group.</summary>
public readonly struct gid_t
{
    private readonly uint _value;
    private gid_t(uint value) => _value = value;
    public static implicit operator uint(gid_t value) => value._value;
}

/// <summary>A process or thread.</summary>
public readonly struct pid_t
{
    private readonly int _value;
    private pid_t(int value) => _value = value;
    public static implicit operator pid_t(int value) => new(value);
    public static implicit operator int(pid_t value) => value._value;
}

/// <summary>An address of any family; its bytes are the family's concern.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
public struct sockaddr { }

/// <summary>A set of up to 1024 processors.</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
public struct cpu_set_t { }

/// <summary>A set of signals.</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
public struct sigset_t { }

/// <summary>What poll(2) looks at.</summary>
public struct pollfd
{
    public int fd { get; set; }
    public short events { get; set; }
    public short revents { get; set; }
}

/// <summary>What a caller wants to find again in an <see cref="epoll_event"/>.</summary>
[StructLayout(LayoutKind.Explicit)]
public unsafe struct epoll_data_t
{
    [FieldOffset(0)] public void* ptr;
    [FieldOffset(0)] public int fd;
    [FieldOffset(0)] public uint u32;
    [FieldOffset(0)] public ulong u64;
}

/// <summary>What epoll_wait(2) found; packed on x86-64.</summary>
[StructLayout(LayoutKind.Explicit, Pack = 4)]
public struct epoll_event
{
    [FieldOffset(0)] public int events;
    [FieldOffset(4)] public epoll_data_t data;
}
