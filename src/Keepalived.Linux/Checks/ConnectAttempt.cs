using System.Net;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Native;
using Keepalived.Linux.Sockets;
using Tmds.Linux;

namespace Keepalived.Linux.Checks;

/// <summary>
/// One connect of TCP_CHECK on the check loop. The connection is closed as soon as it has come about, in the ordinary
/// way: a reset would be noted by many servers.
/// </summary>
internal sealed unsafe class ConnectAttempt : Deadline
{
    // The loop's own thread completes it, and what follows is short.
    private readonly TaskCompletionSource<CheckResult> _done = new();

    private readonly SocketAddress _address;

    private ConnectAttempt(int descriptor, SocketAddress address, long limit) =>
        (Descriptor, _address, Limit) = (descriptor, address, limit);

    public int Descriptor { get; }

    /// <summary>Nanoseconds of CLOCK_MONOTONIC.</summary>
    public long Limit { get; }

    public static Task<CheckResult> Start(CheckLoop loop, CheckTarget target, CancellationToken cancellation)
    {
        int descriptor = CheckDescriptor.Open(target, out CheckResult failure);
        if (descriptor < 0)
        {
            return Task.FromResult(failure);
        }

        SocketAddress address = new IPEndPoint(target.Address, target.Port).Serialize();
        int errno;
        fixed (byte* bytes = address.Buffer.Span)
        {
            errno = Libc.Connect(descriptor, bytes, (uint)address.Size) == 0 ? 0 : Libc.Errno;
        }

        if (errno != ErrnoCodes.InProgress)
        {
            errno = OrReachedItself(errno, descriptor, address);
            _ = LibC.close(descriptor);
            return Task.FromResult(Judge(errno));
        }

        long limit = ProtocolLoop.ToNanoseconds(loop.Now + target.ConnectTimeout);
        ConnectAttempt attempt = new(descriptor, address, limit);
        loop.Begin(attempt, descriptor);
        if (cancellation.CanBeCanceled)
        {
            attempt.CancelWith(loop, cancellation);
        }

        return attempt._done.Task;
    }

    /// <summary>Loop's thread: it came about, or failed.</summary>
    public void Writable()
    {
        int errno = CheckDescriptor.TakeError(Descriptor);
        Finish(Judge(OrReachedItself(errno, Descriptor, _address)));
    }

    /// <summary>Loop's thread: it took too long, or nobody wants to know any more.</summary>
    public void TimedOut() => Finish(CheckResult.Fail(CheckReason.ConnectTimedOut));

    /// <summary>
    /// A dead server on this machine whose port is among those that connections come from is one day reached by a
    /// check that was given the same port: TCP's simultaneous open with itself. Nobody listens there.
    /// </summary>
    private static int OrReachedItself(int errno, int descriptor, SocketAddress address) =>
        errno == 0 && CheckDescriptor.IsBoundTo(descriptor, address) ? ErrnoCodes.ConnectionRefused : errno;

    private static CheckResult Judge(int errno) => errno switch
    {
        // A server that hangs up at once resets what had come about before (a refusal is ECONNREFUSED): whether that
        // is seen here would be a matter of microseconds.
        0 or ErrnoCodes.ConnectionReset => CheckResult.Pass(CheckReason.Connected),
        ErrnoCodes.TimedOut => CheckResult.Fail(CheckReason.ConnectTimedOut),
        _ => CheckResult.Fail(CheckReason.ConnectFailed, errno, Libc.Describe(errno)),
    };

    private void CancelWith(CheckLoop loop, CancellationToken cancellation)
    {
        CancellationTokenRegistration registration = cancellation.UnsafeRegister(
            static state =>
            {
                var (loop, attempt) = ((CheckLoop, ConnectAttempt))state!;
                loop.Cancel(attempt);
            },
            (loop, this));
        _ = registration;
    }

    private void Finish(CheckResult result)
    {
        _ = LibC.close(Descriptor);
        _done.TrySetResult(result);
    }
}
