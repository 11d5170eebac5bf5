using System.Runtime.InteropServices;
using Keepalived.Core.Ports;
using Keepalived.Linux.Native;
using Keepalived.Wire.Ip;

namespace Keepalived.Linux.Sockets;

/// <summary>
/// Unmanaged memory for one recvmmsg call; what has arrived is copied into a batch, which needs less room than the
/// largest datagrams would.
/// </summary>
internal sealed unsafe class ReceiveArena : IDisposable
{
    private const int ControlSize = 128;

    private readonly byte* _datagrams;
    private readonly IoVector* _vectors;
    private readonly InternetSocketAddress* _addresses;
    private readonly byte* _controls;
    private readonly MultiMessageHeader* _messages;

    public ReceiveArena()
    {
        const int slots = PacketBatch.Capacity;
        _datagrams = (byte*)NativeMemory.AllocZeroed(slots * PacketBatch.DatagramSize);
        _vectors = (IoVector*)NativeMemory.AllocZeroed((nuint)(slots * sizeof(IoVector)));
        _addresses = (InternetSocketAddress*)NativeMemory.AllocZeroed((nuint)(slots * sizeof(InternetSocketAddress)));
        _controls = (byte*)NativeMemory.AllocZeroed(slots * ControlSize);
        _messages = (MultiMessageHeader*)NativeMemory.AllocZeroed((nuint)(slots * sizeof(MultiMessageHeader)));
    }

    /// <summary>Adds up to <paramref name="room"/> datagrams to an empty batch; how many, or minus an errno.</summary>
    public int Receive(int fd, PacketBatch batch, int room, bool v6)
    {
        for (int i = 0; i < room; i++)
        {
            _vectors[i].Base = _datagrams + (i * PacketBatch.DatagramSize);
            _vectors[i].Length = PacketBatch.DatagramSize;
            ref MessageHeader header = ref _messages[i].Header;
            header.Name = _addresses + i;
            header.NameLength = (uint)sizeof(InternetSocketAddress);
            header.Vectors = _vectors + i;
            header.VectorCount = 1;
            header.Control = _controls + (i * ControlSize);
            header.ControlLength = ControlSize;
            header.Flags = 0;
        }

        int count = Libc.ReceiveMessages(fd, _messages, (uint)room, SocketConstants.MessageDontWait, null);
        if (count < 0)
        {
            int errno = Libc.Errno;
            return errno == ErrnoCodes.Again ? 0 : -errno;
        }

        for (int i = 0; i < count; i++)
        {
            byte* datagram = _datagrams + (i * PacketBatch.DatagramSize);
            PacketBatch.Entry entry = Describe(i, datagram, v6);
            batch.Add(new ReadOnlySpan<byte>(datagram, entry.Length), entry);
        }

        return count;
    }

    public void Dispose()
    {
        NativeMemory.Free(_datagrams);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_addresses);
        NativeMemory.Free(_controls);
        NativeMemory.Free(_messages);
    }

    private PacketBatch.Entry Describe(int slot, byte* datagram, bool v6)
    {
        InternetSocketAddress* from = _addresses + slot;
        int length = Math.Min((int)_messages[slot].Length, PacketBatch.DatagramSize);
        IpAddress source = IpAddress.FromBytes(v6 ? new Span<byte>(from->V6, 16) : new Span<byte>(from->V4, 4));
        IpAddress destination = default;
        int interfaceIndex = 0;
        // IPv4: byte 8 of the header that comes with the raw datagram (RFC 791 3.1); UDP tells it below.
        byte hopLimit = !v6 && length > 8 ? datagram[8] : (byte)0;
        byte* control = _controls + (slot * ControlSize);
        byte* end = control + _messages[slot].Header.ControlLength;
        while (control + sizeof(ControlHeader) <= end)
        {
            var header = (ControlHeader*)control;
            byte* data = control + sizeof(ControlHeader);
            if (header->Level == SocketConstants.LevelIp && header->Type == SocketConstants.IpPacketInfo)
            {
                var info = (PacketInfoV4*)data;
                destination = IpAddress.FromBytes(new Span<byte>(info->Destination, 4));
                interfaceIndex = info->InterfaceIndex;
            }
            else if (header->Level == SocketConstants.LevelIp && header->Type == SocketConstants.IpTimeToLive)
            {
                hopLimit = (byte)*(int*)data;
            }
            else if (header->Level == SocketConstants.LevelIpv6 && header->Type == SocketConstants.Ipv6PacketInfo)
            {
                var info = (PacketInfoV6*)data;
                destination = IpAddress.FromBytes(new Span<byte>(info->Address, 16));
                interfaceIndex = info->InterfaceIndex;
            }
            else if (header->Level == SocketConstants.LevelIpv6 && header->Type == SocketConstants.Ipv6HopLimit)
            {
                hopLimit = (byte)*(int*)data;
            }

            control += Math.Max(sizeof(ControlHeader), (int)((header->Length + 7) & ~(nuint)7));
        }

        return new PacketBatch.Entry(length, source, destination, hopLimit, interfaceIndex);
    }
}
