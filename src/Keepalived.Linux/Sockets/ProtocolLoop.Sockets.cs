using System.Net.Sockets;
using Keepalived.Core.Ports;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Sockets;

public sealed unsafe partial class ProtocolLoop
{
    /// <summary>Datagrams read from one socket in one round at most: a flood must not hold up the timers.</summary>
    private const int MaxDatagramsPerRound = 1024;

    private readonly List<LoopSocket?> _sockets = [];
    private readonly List<LoopSocket> _closing = [];
    private readonly PacketBatchPool _pool = new();
    private readonly PacketBatch _scratch = new();
    private readonly ReceiveArena _receiveArena = new();
    private ArrivalDensity _density;
    private long _received;
    private long _dropped;
    private long _receiveErrors;

    /// <summary>The socket belongs to the calling thread's network namespace.</summary>
    public IPacketSocket? TryOpen(
        PacketSocketOptions options, IPacketReceiver receiver, out int errno, out string failure)
    {
        int fd = options.UdpPort > 0
            ? UdpSocketOpener.Open(options, out errno, out failure)
            : RawSocketOpener.Open(options, out errno, out failure);
        if (fd < 0)
        {
            return null;
        }

        lock (Gate)
        {
            if (_stopping)
            {
                _ = LibC.close(fd);
                errno = ErrnoCodes.BadDescriptor;
                failure = "the protocol loop has ended";
                return null;
            }

            var socket = new LoopSocket(this, fd, options, receiver) { Slot = FreeSlot() };
            _sockets[socket.Slot] = socket;
            if (Watch(_epoll, fd, (ulong)socket.Slot) < 0)
            {
                errno = LibC.errno;
                failure = $"epoll_ctl: {Libc.Describe(errno)}";
                Close(socket);
                return null;
            }

            return socket;
        }
    }

    /// <summary>Any thread: the loop closes it at the end of its next round, after what waits has been sent.</summary>
    internal void CloseSoon(LoopSocket socket)
    {
        lock (Gate)
        {
            if (socket.Closing)
            {
                return;
            }

            socket.Closing = true;
            _closing.Add(socket);
        }

        Wake();
    }

    private int FreeSlot()
    {
        int slot = _sockets.IndexOf(null);
        if (slot < 0)
        {
            slot = _sockets.Count;
            _sockets.Add(null);
        }

        return slot;
    }

    /// <summary>
    /// Where datagrams come every few hundred microseconds, a wake-up of this thread and of the actors' for each costs
    /// more than all the rest: those of a millisecond are read together. What is due, or is to be sent, ends the wait.
    /// </summary>
    private void Gather()
    {
        if (_density.IsHigh)
        {
            epoll_event any;
            _ = LibC.epoll_wait(_gathering, &any, 1, 1);
        }
    }

    private void Drain(int slot)
    {
        LoopSocket? socket;
        lock (Gate)
        {
            socket = _sockets[slot];
            if (socket is null || socket.Closing)
            {
                return;
            }
        }

        bool v6 = socket.Options.Family == AddressFamily.InterNetworkV6;
        for (int total = 0; total < MaxDatagramsPerRound;)
        {
            int room = _pool.Room;
            PacketBatch batch = room > 0 ? _pool.Take() : _scratch;
            int wanted = room > 0 ? room : PacketBatch.Capacity;
            int count = _receiveArena.Receive(socket.Fd, batch, wanted, v6);
            if (count > 0 && room > 0)
            {
                Hand(socket, batch);
            }
            else if (room > 0)
            {
                _pool.Return(batch);
            }
            else
            {
                _dropped += Math.Max(0, count);
                _scratch.Clear();
            }

            if (count < 0)
            {
                ReceiveFailed(socket, -count);
            }

            if (count < wanted)
            {
                return;
            }

            total += count;
        }
    }

    private void Hand(LoopSocket socket, PacketBatch batch)
    {
        _received += batch.Count;
        batch.ReceivedAt = Now;
        _pool.Lend(batch);
        try
        {
            socket.Receiver.Received(batch);
        }
        catch (Exception exception)
        {
            batch.Dispose();
            _options.CallbackFailed?.Invoke(exception);
        }
    }

    /// <summary>
    /// An interface that went down, or an ICMP error, passes; a socket that cannot work any more is closed.
    /// </summary>
    private void ReceiveFailed(LoopSocket socket, int errno)
    {
        _receiveErrors++;
        if (errno is ErrnoCodes.NoDevice or ErrnoCodes.NoDeviceOrAddress or ErrnoCodes.BadDescriptor
            or ErrnoCodes.NotSocket or ErrnoCodes.Invalid)
        {
            Fail(socket, errno);
        }
    }

    /// <summary>Without the gate: closes the socket and tells its receiver, once.</summary>
    private void Fail(LoopSocket socket, int errno)
    {
        lock (Gate)
        {
            if (socket.Closing)
            {
                return;
            }

            socket.Closing = true;
            _closing.Add(socket);
        }

        Wake();
        try
        {
            socket.Receiver.SocketFailed(errno);
        }
        catch (Exception exception)
        {
            _options.CallbackFailed?.Invoke(exception);
        }
    }

    /// <summary>Under the gate.</summary>
    private void CloseDisposed()
    {
        foreach (LoopSocket socket in _closing)
        {
            Close(socket);
        }

        _closing.Clear();
    }

    private void Close(LoopSocket socket)
    {
        if (!socket.Closed)
        {
            socket.Closing = true;
            socket.Closed = true;
            _sockets[socket.Slot] = null;
            _ = LibC.close(socket.Fd);
        }
    }

    private void CloseAll()
    {
        lock (Gate)
        {
            _ended = true;
            foreach (LoopSocket? socket in _sockets.ToArray())
            {
                if (socket is not null)
                {
                    Close(socket);
                }
            }

            _ = LibC.close(_timer);
            _ = LibC.close(_wake);
            _ = LibC.close(_epoll);
            _ = LibC.close(_gathering);
        }

        _arena.Dispose();
        _receiveArena.Dispose();
    }
}
