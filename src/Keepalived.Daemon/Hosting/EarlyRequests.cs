using Keepalived.Linux.Signals;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// What was asked of the daemon before it could answer: kept, each once, and told when it can. A file that changed
/// while it was read would otherwise wait for the next reload.
/// </summary>
internal sealed class EarlyRequests
{
    private readonly Lock _lock = new();
    private readonly List<DaemonSignal> _asked = [];
    private bool _isReleased;

    /// <summary>True if it is kept for later; false from <see cref="Release"/> on.</summary>
    public bool Holds(DaemonSignal signal)
    {
        lock (_lock)
        {
            if (!_isReleased && !_asked.Contains(signal))
            {
                _asked.Add(signal);
            }

            return !_isReleased;
        }
    }

    /// <summary>Tells what was asked, in order; from now on nothing is kept.</summary>
    public void Release(Action<DaemonSignal> answer)
    {
        lock (_lock)
        {
            _isReleased = true;
        }

        _asked.ForEach(answer);
    }
}
