using System.Net.Sockets;
using System.Runtime.InteropServices;
using Keepalived.Linux.Native;

namespace Linux.Tests.Sockets;

/// <summary>All Ethernet frames that arrive at an interface.</summary>
internal sealed unsafe partial class FrameListener : IDisposable
{
    private readonly Socket _socket;

    public FrameListener(string name)
    {
        // ETH_P_ALL in network order.
        const int all = 0x0300;
        int fd = socket(17, 3 | 0x80000, all);
        LinkSocketAddress own = default;
        own.Family = 17;
        own.Protocol = all;
        own.InterfaceIndex = (int)Libc.InterfaceIndex(name);
        if (bind(fd, &own, (uint)sizeof(LinkSocketAddress)) != 0)
        {
            throw new InvalidOperationException("bind");
        }

        _socket = new Socket(new SafeSocketHandle(fd, ownsHandle: true)) { ReceiveTimeout = 10_000 };
    }

    public byte[] Next(ushort etherType)
    {
        byte[] buffer = new byte[2048];
        while (true)
        {
            int length = _socket.Receive(buffer);
            if (length > 14 && (buffer[12] << 8 | buffer[13]) == etherType)
            {
                return buffer[..length];
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int bind(int fd, void* address, uint length);
}
