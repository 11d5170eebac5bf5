using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Native;
using Keepalived.Linux.Sockets;

namespace Keepalived.Linux.Checks;

/// <summary>
/// One request of HTTP_GET without TLS and its response, on the check loop: no thread but the loop's wakes up for it.
/// Each step has the limit of the connect, all together have <paramref name="totalLimit"/>.
/// </summary>
/// <param name="reader">Disposed of at the end.</param>
/// <param name="judge">Asked when the response has been read to its end.</param>
internal sealed class PageAttempt(
    CheckLoop loop,
    CheckTarget target,
    TimeSpan totalLimit,
    byte[] request,
    HttpResponseReader reader,
    Func<HttpResponseReader, CheckResult> judge) : LoopAttempt(loop, target)
{
    /// <summary>Pieces in a row; other attempts come between these and the next ones.</summary>
    private const int MostPieces = 4;

    private const int EndEvents =
        SocketConstants.EpollError | SocketConstants.EpollHangUp | SocketConstants.EpollReadHangUp;

    private readonly TimeSpan _start = loop.Now;
    private bool _isConnected;
    private int _sent;
    private bool _isExhausted;

    /// <summary>Edges: what was written and read to the full is told of again without being asked for.</summary>
    protected override int Events => SocketConstants.EpollIn | SocketConstants.EpollOut
        | SocketConstants.EpollReadHangUp | SocketConstants.EpollEdge;

    public override void Ready(int events)
    {
        if (!_isConnected)
        {
            int errno = (events & SocketConstants.EpollError) != 0 ? CheckDescriptor.TakeError(Descriptor) : 0;
            if (errno != 0)
            {
                Finish(JudgeConnect(errno));
                return;
            }

            _isConnected = true;
            NextStep();
        }

        if ((_sent == request.Length || Send()) && (events & (SocketConstants.EpollIn | EndEvents)) != 0)
        {
            Receive((events & EndEvents) != 0);
        }
    }

    public override void TimedOut() => Finish(CheckResult.Fail(
        !_isConnected ? CheckReason.ConnectTimedOut
            : _sent < request.Length ? CheckReason.SendFailed
            : _isExhausted ? CheckReason.TookTooLong : CheckReason.ReadTimedOut));

    protected override void End() => reader.Dispose();

    /// <summary>True when all of the request is on its way; else it goes on at the next event, or has ended.</summary>
    private bool Send()
    {
        while (_sent < request.Length)
        {
            int count = CheckDescriptor.Write(Descriptor, request.AsSpan(_sent));
            if (count < 0)
            {
                if (-count != ErrnoCodes.Again)
                {
                    Finish(CheckResult.Fail(CheckReason.SendFailed, -count, Libc.Describe(-count)));
                }

                return false;
            }

            _sent += count;
        }

        NextStep();
        return true;
    }

    private void Receive(bool endIsNear)
    {
        for (int pieces = MostPieces; pieces > 0; pieces--)
        {
            Span<byte> buffer = Loop.Buffer;
            int count = CheckDescriptor.Read(Descriptor, buffer);
            if (count <= 0)
            {
                if (count != -ErrnoCodes.Again)
                {
                    Finish(AtEnd(-count));
                }

                return;
            }

            if (!reader.Feed(buffer[..count], out _))
            {
                Finish(CheckResult.Fail(CheckReason.TooLarge));
                return;
            }

            NextStep();
            if (count < buffer.Length && !endIsNear)
            {
                // Nothing is left of what had arrived; the next arrival is an event.
                return;
            }
        }

        Loop.LookAgain(Descriptor, Events);
    }

    private CheckResult AtEnd(int errno) => errno switch
    {
        0 when reader.HasData => judge(reader),
        0 => CheckResult.Fail(CheckReason.NoData),
        _ => CheckResult.Fail(CheckReason.ReadFailed, errno, Libc.Describe(errno)),
    };

    private void NextStep()
    {
        TimeSpan now = Loop.Now;
        TimeSpan end = _start + totalLimit;
        TimeSpan step = now + Target.ConnectTimeout;
        _isExhausted = end < step;
        Loop.Schedule(this, ProtocolLoop.ToNanoseconds(_isExhausted ? end : step));
    }
}
