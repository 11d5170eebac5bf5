using Keepalived.Core.Ports;

namespace Keepalived.Linux.Sockets;

/// <summary>A raw socket that the loop reads and sends through.</summary>
internal sealed class LoopSocket(ProtocolLoop loop, int fd, PacketSocketOptions options, IPacketReceiver receiver)
    : IPacketSocket
{
    public PacketSocketOptions Options => options;

    public IPacketReceiver Receiver => receiver;

    public int Fd => fd;

    /// <summary>Index in the loop's table, which epoll gives back.</summary>
    public int Slot { get; set; }

    /// <summary>Guarded by the gate: to be closed at the end of the round.</summary>
    public bool Closing { get; set; }

    public bool IsClosed
    {
        get
        {
            lock (loop.Gate)
            {
                return Closing;
            }
        }
    }

    /// <summary>Guarded by the gate: closed; the descriptor may belong to something else by now.</summary>
    public bool Closed { get; set; }

    /// <summary>Transmitters with something to send in this round; used under the gate.</summary>
    public List<AdvertTransmitter> Pending { get; } = [];

    public void SetReceiveBuffer(int bytes)
    {
        lock (loop.Gate)
        {
            if (!Closed)
            {
                RawSocketOpener.SetReceiveBuffer(fd, bytes);
            }
        }
    }

    public void Dispose() => loop.CloseSoon(this);
}
