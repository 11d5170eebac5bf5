using Keepalived.Core.Bfd;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Linux.Checks;

/// <summary>
/// BFD_CHECK: an attempt ends when the session has come up or gone down, so that the verdict follows the session and
/// not an interval. The first ends at once.
/// </summary>
internal sealed class BfdCheckTransport : ICheckTransport
{
    private readonly Lock _gate = new();
    private readonly BfdStatusBoard _board;
    private readonly string _session;
    private readonly IDisposable _subscription;
    private TaskCompletionSource _changed = NewSignal();
    private bool? _said;

    public BfdCheckTransport(string session, BfdStatusBoard board)
    {
        _session = session;
        _board = board;
        _subscription = board.Subscribe(session, Changed);
    }

    public async Task<CheckResult> CheckAsync(int step, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                Task changed;
                lock (_gate)
                {
                    changed = _changed.Task;
                }

                bool isUp = _board.IsUp(_session);
                if (_said != isUp)
                {
                    _said = isUp;
                    return isUp
                        ? CheckResult.Pass(CheckReason.BfdSession)
                        : CheckResult.Fail(CheckReason.BfdSession);
                }

                await changed.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            return CheckResult.Fail(CheckReason.BfdSession);
        }
    }

    public void Dispose() => _subscription.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Changed(bool isUp)
    {
        lock (_gate)
        {
            TaskCompletionSource before = _changed;
            _changed = NewSignal();
            before.SetResult();
        }
    }
}
