using Keepalived.Linux.Native;
using Keepalived.Wire.Ip;

namespace Keepalived.Linux.Sockets;

public sealed unsafe partial class ProtocolLoop
{
    /// <summary>The longest: IPv6 with 255 addresses has 8 + 255 * 16 bytes; IPv4 adds headers and trailer.</summary>
    private const int SendSlotSize = 4608;
    private const int SendSlots = 64;

    private readonly List<LoopSocket> _sendingSockets = new(16);
    private readonly List<SendFailure> _reporting = new(16);
    private readonly List<SendFailure> _failures = new(16);
    private readonly SendArena _arena = new(SendSlots, SendSlotSize);
    private readonly OutgoingAdvert[] _outgoing = new OutgoingAdvert[SendSlots];
    private int _outgoingCount;
    private long _sendCalls;
    private long _sentDatagrams;

    /// <summary>
    /// Under the gate, on the thread of whoever decided it: to wake the loop for it would make the first advertisement
    /// of a take-over wait for a thread, and for what the caller does next; a resignation would come after the removal
    /// of the interface that it leaves through. What goes wrong the loop reports.
    /// </summary>
    internal void SendNow(AdvertTransmitter transmitter)
    {
        if (_ended)
        {
            return;
        }

        Queue(transmitter);
        SendAll();
        if (_failures.Count > 0)
        {
            Wake();
        }
    }

    private void Queue(AdvertTransmitter transmitter)
    {
        if (!transmitter.Queued)
        {
            transmitter.Queued = true;
            _toSend.Add(transmitter);
        }
    }

    /// <summary>Under the gate: everything due, one sendmmsg per socket and 64 datagrams.</summary>
    private void SendAll()
    {
        foreach (AdvertTransmitter transmitter in _toSend)
        {
            LoopSocket socket = transmitter.Socket;
            if (socket.Pending.Count == 0)
            {
                _sendingSockets.Add(socket);
            }

            socket.Pending.Add(transmitter);
            transmitter.Queued = false;
        }

        _toSend.Clear();
        foreach (LoopSocket socket in _sendingSockets)
        {
            foreach (AdvertTransmitter transmitter in socket.Pending)
            {
                WriteAdverts(socket, transmitter);
            }

            Flush(socket);
            socket.Pending.Clear();
        }

        _sendingSockets.Clear();
    }

    /// <summary>
    /// What sending needs is loaded and bound now, by a call that can send nothing: the first advertisement may be the
    /// one that others wait for.
    /// </summary>
    private void PrepareSending()
    {
        lock (Gate)
        {
            _arena.Fill(0, 0, IpAddress.None, IpAddress.None, 0, 0);
            _ = Libc.SendMessages(-1, _arena.Messages, 0, SocketConstants.MessageDontWait);
            CountSent(default);
            _sentDatagrams = 0;
            SendAll();
        }
    }

    private void WriteAdverts(LoopSocket socket, AdvertTransmitter transmitter)
    {
        if (transmitter.TakeExtra() is { } priority)
        {
            WriteAdvert(socket, transmitter, priority);
        }

        if (transmitter.SendDue)
        {
            transmitter.SendDue = false;
            WriteAdvert(socket, transmitter, transmitter.Priority);
        }
    }

    private void WriteAdvert(LoopSocket socket, AdvertTransmitter transmitter, byte priority)
    {
        if (socket.Closed)
        {
            _failures.Add(new SendFailure(transmitter, ErrnoCodes.BadDescriptor));
            return;
        }

        int destinations = transmitter.Source.DestinationCount;
        for (int i = 0; i < destinations; i++)
        {
            if (_outgoingCount == SendSlots)
            {
                Flush(socket);
            }

            Span<byte> buffer = _arena.Buffer(_outgoingCount);
            int length = transmitter.Source.WriteNext(i, priority, buffer, out IpAddress destination);
            if (length <= 0)
            {
                continue;
            }

            IpAddress source = transmitter.Source.SourceAddress;
            int hopLimit = transmitter.Source.HopLimit;
            _arena.Fill(_outgoingCount, length, destination, source, hopLimit, socket.Options.InterfaceIndex);
            _outgoing[_outgoingCount++] = new OutgoingAdvert(transmitter, priority, i == 0);
        }
    }

    private void Flush(LoopSocket socket)
    {
        int next = 0;
        while (next < _outgoingCount)
        {
            int sent = Libc.SendMessages(
                socket.Fd, _arena.Messages + next, (uint)(_outgoingCount - next), SocketConstants.MessageDontWait);
            int errno = sent < 0 ? Libc.Errno : 0;
            _sendCalls++;
            if (errno == ErrnoCodes.Interrupted)
            {
                continue;
            }

            // The call stops at the first datagram that fails, and says why only when that one comes first.
            for (int i = 0; i < sent; i++)
            {
                CountSent(_outgoing[next + i]);
            }

            next += Math.Max(0, sent);
            if (errno != 0)
            {
                _failures.Add(new SendFailure(_outgoing[next].Transmitter, errno));
                next++;
            }
        }

        _outgoingCount = 0;
    }

    private void CountSent(in OutgoingAdvert advert)
    {
        _sentDatagrams++;
        if (advert.First)
        {
            advert.Transmitter.CountSent(advert.Priority);
        }
    }

    /// <summary>Under the gate; other threads send too.</summary>
    private void TakeFailures()
    {
        if (_failures.Count > 0)
        {
            _reporting.AddRange(_failures);
            _failures.Clear();
        }
    }

    /// <summary>Without the gate.</summary>
    private void ReportFailures()
    {
        foreach (SendFailure failure in _reporting)
        {
            try
            {
                failure.Transmitter.Holder.SendFailed(failure.Errno);
                if (failure.Errno is ErrnoCodes.NoDevice or ErrnoCodes.NoDeviceOrAddress)
                {
                    Fail(failure.Transmitter.Socket, failure.Errno);
                }
            }
            catch (Exception exception)
            {
                _options.CallbackFailed?.Invoke(exception);
            }
        }

        _reporting.Clear();
    }

    /// <param name="First">To the first destination: an advertisement counts once.</param>
    private readonly record struct OutgoingAdvert(AdvertTransmitter Transmitter, byte Priority, bool First);

    private sealed record SendFailure(AdvertTransmitter Transmitter, int Errno);
}
