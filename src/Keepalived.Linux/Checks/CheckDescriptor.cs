using System.Net;
using System.Net.Sockets;
using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Checks;

/// <summary>Descriptors of the check loop: what <see cref="CheckSocket"/> is for sockets of the base library.</summary>
internal static unsafe class CheckDescriptor
{
    // bits/socket_type.h, asm-generic/socket.h
    private const int Stream = 1;
    private const int NonBlockCloseOnExec = 0x80800;
    private const int LevelSocket = 1;
    private const int ReuseAddress = 2;
    private const int Error = 4;
    private const int BindToDevice = 25;
    private const int Mark = 36;

    /// <summary>A stream socket ready to connect, or -1 and why.</summary>
    public static int Open(CheckTarget target, out CheckResult failure)
    {
        bool isV6 = target.Address.AddressFamily == AddressFamily.InterNetworkV6;
        int family = isV6 ? SocketConstants.FamilyV6 : SocketConstants.FamilyV4;
        int descriptor = LibC.socket(family, Stream | NonBlockCloseOnExec, 0);
        int errno = descriptor < 0 ? LibC.errno : Configure(descriptor, target, isV6);
        failure = default;
        if (errno == 0)
        {
            return descriptor;
        }

        if (descriptor >= 0)
        {
            _ = LibC.close(descriptor);
        }

        failure = CheckResult.Fail(CheckReason.BindFailed, errno, Libc.Describe(errno));
        return -1;
    }

    /// <summary>Takes the pending error (SO_ERROR): 0 = none.</summary>
    public static int TakeError(int descriptor)
    {
        int value = 0;
        uint length = sizeof(int);
        return Libc.GetSocketOption(descriptor, LevelSocket, Error, &value, &length) == 0 ? value : Libc.Errno;
    }

    /// <summary>Whether the socket's own address and port are these.</summary>
    public static bool IsBoundTo(int descriptor, SocketAddress address)
    {
        Span<byte> own = stackalloc byte[address.Size];
        socklen_t length = (uint)own.Length;
        fixed (byte* bytes = own)
        {
            return LibC.getsockname(descriptor, (sockaddr*)bytes, &length) == 0
                && own.SequenceEqual(address.Buffer.Span[..address.Size]);
        }
    }

    /// <summary>How many octets the kernel took, or a negative errno.</summary>
    public static int Write(int descriptor, ReadOnlySpan<byte> octets)
    {
        fixed (byte* bytes = octets)
        {
            int count = (int)LibC.write(descriptor, bytes, octets.Length);
            return count < 0 ? -LibC.errno : count;
        }
    }

    /// <summary>How many octets there were, 0 = the other side has ended it, or a negative errno.</summary>
    public static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            int count = (int)LibC.read(descriptor, bytes, buffer.Length);
            return count < 0 ? -LibC.errno : count;
        }
    }

    /// <summary>0 or an errno.</summary>
    private static int Configure(int descriptor, CheckTarget target, bool isV6)
    {
        if (target.Fwmark != 0 && !Set(descriptor, Mark, BitConverter.GetBytes(target.Fwmark)))
        {
            return LibC.errno;
        }

        if (target.BindInterface.Length > 0
            && !Set(descriptor, BindToDevice, Encoding.UTF8.GetBytes(target.BindInterface + '\0')))
        {
            return LibC.errno;
        }

        if (target.BindAddress is null && target.BindPort == 0)
        {
            return 0;
        }

        // The port of the last check may still be in TIME_WAIT.
        if (target.BindPort != 0 && !Set(descriptor, ReuseAddress, BitConverter.GetBytes(1)))
        {
            return LibC.errno;
        }

        IPAddress own = target.BindAddress ?? (isV6 ? IPAddress.IPv6Any : IPAddress.Any);
        SocketAddress address = new IPEndPoint(own, target.BindPort).Serialize();
        fixed (byte* bytes = address.Buffer.Span)
        {
            return LibC.bind(descriptor, (sockaddr*)bytes, (socklen_t)(uint)address.Size) == 0 ? 0 : LibC.errno;
        }
    }

    private static bool Set(int descriptor, int option, byte[] value)
    {
        fixed (byte* bytes = value)
        {
            return LibC.setsockopt(descriptor, LevelSocket, option, bytes, (socklen_t)(uint)value.Length) == 0;
        }
    }
}
