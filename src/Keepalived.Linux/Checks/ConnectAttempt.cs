using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Native;

namespace Keepalived.Linux.Checks;

/// <summary>One connect of TCP_CHECK: the connection is closed as soon as it has come about.</summary>
internal sealed class ConnectAttempt(CheckLoop loop, CheckTarget target) : LoopAttempt(loop, target)
{
    protected override int Events => SocketConstants.EpollOut;

    public override void Ready(int events)
    {
        int errno = CheckDescriptor.TakeError(Descriptor);
        if (errno == 0 && CheckDescriptor.IsBoundTo(Descriptor, Address))
        {
            // A dead server on this machine whose port is among those that connections come from is one day reached
            // by a check that was given the same port: TCP's simultaneous open with itself. Nobody listens there.
            errno = ErrnoCodes.ConnectionRefused;
        }

        // A server that hangs up at once resets what had come about before (a refusal is ECONNREFUSED): whether that
        // is seen here would be a matter of microseconds.
        bool cameAbout = errno is 0 or ErrnoCodes.ConnectionReset;
        Finish(cameAbout ? CheckResult.Pass(CheckReason.Connected) : JudgeConnect(errno));
    }

    public override void TimedOut() => Finish(CheckResult.Fail(CheckReason.ConnectTimedOut));
}
