using System.Net.Sockets;
using System.Runtime.InteropServices;
using Keepalived.Linux.Native;
using Keepalived.Wire.Ip;

namespace Keepalived.Linux.Sockets;

/// <summary>Unmanaged memory for one sendmmsg call: datagrams, addresses, and the source address for IPv6.</summary>
internal sealed unsafe class SendArena : IDisposable
{
    // CMSG_SPACE(sizeof(struct in6_pktinfo)): 16 + 20, rounded to 8; CMSG_SPACE(sizeof(int)): 16 + 4, rounded to 8.
    private const int SourceSize = 40;
    private const int HopLimitSize = 24;
    private const int ControlSize = SourceSize + HopLimitSize;

    private readonly byte* _buffers;
    private readonly IoVector* _vectors;
    private readonly InternetSocketAddress* _addresses;
    private readonly byte* _controls;
    private readonly int _slotSize;

    public SendArena(int slots, int slotSize)
    {
        _slotSize = slotSize;
        _buffers = (byte*)NativeMemory.AllocZeroed((nuint)(slots * slotSize));
        _vectors = (IoVector*)NativeMemory.AllocZeroed((nuint)(slots * sizeof(IoVector)));
        _addresses = (InternetSocketAddress*)NativeMemory.AllocZeroed((nuint)(slots * sizeof(InternetSocketAddress)));
        _controls = (byte*)NativeMemory.AllocZeroed((nuint)(slots * ControlSize));
        Messages = (MultiMessageHeader*)NativeMemory.AllocZeroed((nuint)(slots * sizeof(MultiMessageHeader)));
        for (int i = 0; i < slots; i++)
        {
            _vectors[i].Base = _buffers + (i * slotSize);
            Messages[i].Header.Vectors = _vectors + i;
            Messages[i].Header.VectorCount = 1;
            Messages[i].Header.Name = _addresses + i;
        }
    }

    public MultiMessageHeader* Messages { get; }

    public Span<byte> Buffer(int slot) => new(_buffers + (slot * _slotSize), _slotSize);

    /// <summary>Addresses the datagram of a slot.</summary>
    /// <param name="slot">Where the datagram is.</param>
    /// <param name="length">Bytes of it.</param>
    /// <param name="destination">IPv4 or IPv6.</param>
    /// <param name="source">For IPv6; None = the kernel's choice.</param>
    /// <param name="hopLimit">For IPv6; 0 = the socket's.</param>
    /// <param name="interfaceIndex">Scope of link-local destinations; 0 = none.</param>
    public void Fill(int slot, int length, IpAddress destination, IpAddress source, int hopLimit, int interfaceIndex)
    {
        InternetSocketAddress* address = _addresses + slot;
        *address = default;
        ref MessageHeader header = ref Messages[slot].Header;
        _vectors[slot].Length = (nuint)length;
        header.Control = null;
        header.ControlLength = 0;
        if (destination.Family == AddressFamily.InterNetwork)
        {
            address->Family = SocketConstants.FamilyV4;
            _ = destination.TryWriteBytes(new Span<byte>(address->V4, 4));
            header.NameLength = 16;
            return;
        }

        address->Family = SocketConstants.FamilyV6;
        _ = destination.TryWriteBytes(new Span<byte>(address->V6, 16));
        bool scoped = destination.IsLinkLocal || destination.IsMulticast;
        address->ScopeId = scoped ? (uint)interfaceIndex : 0;
        header.NameLength = (uint)sizeof(InternetSocketAddress);
        if (source.IsV6)
        {
            header.Control = WriteSource(slot, source, interfaceIndex);
            header.ControlLength = SourceSize;
        }

        if (hopLimit > 0 && source.IsV6)
        {
            WriteHopLimit(slot, hopLimit);
            header.ControlLength = ControlSize;
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(_buffers);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_addresses);
        NativeMemory.Free(_controls);
        NativeMemory.Free(Messages);
    }

    private byte* WriteSource(int slot, IpAddress source, int interfaceIndex)
    {
        byte* control = _controls + (slot * ControlSize);
        var header = (ControlHeader*)control;
        header->Length = (nuint)(sizeof(ControlHeader) + sizeof(PacketInfoV6));
        header->Level = SocketConstants.LevelIpv6;
        header->Type = SocketConstants.Ipv6PacketInfo;
        var info = (PacketInfoV6*)(control + sizeof(ControlHeader));
        _ = source.TryWriteBytes(new Span<byte>(info->Address, 16));
        info->InterfaceIndex = interfaceIndex;
        return control;
    }

    private void WriteHopLimit(int slot, int hopLimit)
    {
        byte* control = _controls + (slot * ControlSize) + SourceSize;
        var header = (ControlHeader*)control;
        header->Length = (nuint)(sizeof(ControlHeader) + sizeof(int));
        header->Level = SocketConstants.LevelIpv6;
        header->Type = SocketConstants.Ipv6HopLimit;
        *(int*)(control + sizeof(ControlHeader)) = hopLimit;
    }
}
