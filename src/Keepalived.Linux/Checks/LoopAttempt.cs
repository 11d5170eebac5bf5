using System.Net;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Native;
using Keepalived.Linux.Sockets;
using Tmds.Linux;

namespace Keepalived.Linux.Checks;

/// <summary>
/// An attempt on the check loop: a connection with a limit in time. It is closed in the ordinary way when the attempt
/// ends: a reset would be noted by many servers. All but <see cref="Begin"/> is for the loop's thread.
/// </summary>
internal abstract class LoopAttempt(CheckLoop loop, CheckTarget target) : Deadline
{
    // The loop's own thread completes it, and what follows is short.
    private readonly TaskCompletionSource<CheckResult> _done = new();

    public int Descriptor { get; private set; } = -1;

    /// <summary>The server's.</summary>
    protected SocketAddress Address { get; } = new IPEndPoint(target.Address, target.Port).Serialize();

    protected CheckLoop Loop => loop;

    protected CheckTarget Target => target;

    /// <summary>What to wait for (EPOLL numbers).</summary>
    protected abstract int Events { get; }

    /// <summary>The descriptor is ready; what for, the events say.</summary>
    public abstract void Ready(int events);

    /// <summary>It took too long, or nobody wants to know any more.</summary>
    public abstract void TimedOut();

    /// <summary>Any thread.</summary>
    public Task<CheckResult> Begin(CancellationToken cancellation)
    {
        int descriptor = CheckDescriptor.Open(target, out CheckResult failure);
        if (descriptor < 0)
        {
            return Refuse(failure);
        }

        int errno = Connect(descriptor);
        if (errno is not (0 or ErrnoCodes.InProgress))
        {
            _ = LibC.close(descriptor);
            return Refuse(JudgeConnect(errno));
        }

        Descriptor = descriptor;
        loop.Begin(this, descriptor, ProtocolLoop.ToNanoseconds(loop.Now + target.ConnectTimeout), Events);
        if (cancellation.CanBeCanceled)
        {
            CancelWith(cancellation);
        }

        return _done.Task;
    }

    /// <summary>What an errno of the connect means.</summary>
    protected static CheckResult JudgeConnect(int errno) => errno == ErrnoCodes.TimedOut
        ? CheckResult.Fail(CheckReason.ConnectTimedOut)
        : CheckResult.Fail(CheckReason.ConnectFailed, errno, Libc.Describe(errno));

    /// <summary>Called once, last.</summary>
    protected void Finish(in CheckResult result)
    {
        // First: whoever opens a descriptor next may get the same number.
        loop.Forget(this);
        _ = LibC.close(Descriptor);
        End();
        _done.TrySetResult(result);
    }

    /// <summary>Gives up what the attempt holds.</summary>
    protected virtual void End()
    {
    }

    private Task<CheckResult> Refuse(CheckResult failure)
    {
        End();
        return Task.FromResult(failure);
    }

    private unsafe int Connect(int descriptor)
    {
        fixed (byte* bytes = Address.Buffer.Span)
        {
            return Libc.Connect(descriptor, bytes, (uint)Address.Size) == 0 ? 0 : Libc.Errno;
        }
    }

    private void CancelWith(CancellationToken cancellation) => _ = cancellation.UnsafeRegister(
        static state =>
        {
            var attempt = (LoopAttempt)state!;
            attempt.Loop.Cancel(attempt);
        },
        this);
}
