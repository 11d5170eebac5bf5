using Keepalived.Linux.Host;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// Feeds the service manager's watchdog only with answers that came all the way through the VRRP actors: a daemon that
/// merely exists is not alive.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private readonly ServiceNotifier _notifier;
    private readonly Action<long> _probe;
    private Timer? _timer;
    private long _asked;

    /// <param name="notifier">Tells how often.</param>
    /// <param name="probe">Sends a question that <see cref="Answered"/> answers.</param>
    public Watchdog(ServiceNotifier notifier, Action<long> probe)
    {
        _notifier = notifier;
        _probe = probe;
    }

    public void Start()
    {
        if (_notifier.WatchdogInterval is { } interval)
        {
            // Twice within the interval, as sd_watchdog_enabled(3) advises.
            _timer = new Timer(_ => _probe(Interlocked.Increment(ref _asked)), null, TimeSpan.Zero, interval / 2);
        }
    }

    public void Answered(long number)
    {
        // An old answer proves nothing about now.
        if (number == Volatile.Read(ref _asked))
        {
            _notifier.Watchdog();
        }
    }

    public void Dispose() => _timer?.Dispose();
}
