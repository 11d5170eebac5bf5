using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Keepalived.Core.Ports;
using Keepalived.Core.Tracking;

namespace Keepalived.Actors.Tracking;

/// <summary>
/// Owns the one look at this machine's processes and tells each tracker how many of its own there are. A monitor that
/// ends by itself is a failure of this actor; a restart opens a new one.
/// </summary>
internal sealed class ProcessMonitorActor(Func<IProcessMonitor> open, Func<WatchProcesses> wanted) : UntypedActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IProcessMonitor? _monitor;
    private ImmutableArray<IActorRef> _trackers = [];
    private ImmutableArray<int> _counts;
    private int _generation;
    private bool _isTold;

    /// <param name="open">Makes a monitor.</param>
    /// <param name="wanted">What is counted for whom, as it is now; asked again after a restart.</param>
    public static Props Props(Func<IProcessMonitor> open, Func<WatchProcesses> wanted) =>
        ActorProps.Of(() => new ProcessMonitorActor(open, wanted)).WithDispatcher(DispatcherNames.Slow);

    protected override void PreStart() => Open(wanted());

    protected override void PostStop() => _monitor?.Dispose();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case WatchProcesses watch:
                Open(watch);
                break;
            case TellCount tell when !_counts.IsDefault && _trackers.IndexOf(tell.Tracker) is int at and >= 0:
                tell.Tracker.Tell(new ProcessesCounted(_counts[at]));
                break;
            case TellCount:
                break;
            case Counted counted when counted.Generation == _generation:
                Tell(counted.Counts);
                break;
            case Failed failed when failed.Generation == _generation:
                throw new InvalidOperationException(failed.Reason);
            case Counted or Failed:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Open(WatchProcesses watch)
    {
        _monitor?.Dispose();
        _counts = default;
        _trackers = [.. watch.Watched.Select(static one => one.Tracker)];
        _monitor = open();
        int generation = ++_generation;
        IActorRef self = Self;
        _monitor.Start(
            [.. watch.Watched.Select(static one => one.Pattern)],
            counts => self.Tell(new Counted(generation, counts), ActorRefs.NoSender),
            reason => self.Tell(new Failed(generation, reason.Message), ActorRefs.NoSender));
    }

    private void Tell(ImmutableArray<int> counts)
    {
        if (!_isTold && _monitor is { HearsOfEach: false })
        {
            _isTold = true;
            _log.Warning(
                "The kernel tells of no processes here: track_process looks at all of them every {0} ms instead",
                ProcessMonitorOptions.PollInterval.TotalMilliseconds);
        }

        _counts = counts;
        for (int i = 0; i < _trackers.Length; i++)
        {
            _trackers[i].Tell(new ProcessesCounted(counts[i]));
        }
    }

    private sealed record Counted(int Generation, ImmutableArray<int> Counts);

    private sealed record Failed(int Generation, string Reason);
}
