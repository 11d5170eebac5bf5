using Akka.Actor;
using Keepalived.Actors;
using Keepalived.Actors.Configuration;
using Keepalived.Actors.Dump;
using Keepalived.Actors.Lvs;
using Keepalived.Actors.Notify;
using Keepalived.Actors.Vrrp;
using Keepalived.Config;

namespace Keepalived.Daemon.Hosting;

/// <summary>What the process asks of the actors.</summary>
internal interface IProcessMessage;

internal sealed record StopProcess(TimeSpan FlushTime) : IProcessMessage;

/// <param name="Reason">For the log.</param>
/// <param name="Save">The state before it is written there first; null: it is not.</param>
internal sealed record ReloadProcess(string Reason, DumpSave? Save = null) : IProcessMessage;

internal sealed record ProbeProcess(long Number) : IProcessMessage;

/// <summary>What the actors tell the process; called on an actor's thread, must not block.</summary>
internal interface IProcessObserver
{
    /// <summary>Everything is resigned, removed and flushed.</summary>
    void Stopped();

    /// <summary>A part was given up: the process must end non-zero.</summary>
    void Failed(string reason);

    /// <summary>A reload was applied.</summary>
    void Reloaded(ConfigResult result, string changes);

    void ReloadRefused(string reason);

    void Answered(long number);

    /// <summary>All checkers of the start are there.</summary>
    void ChecksStarted();
}

/// <summary>
/// The bridge between the process (signals, service manager, exit code) and the tree under /user/keepalived.
/// </summary>
internal sealed class ProcessActor(IActorRef keepalived, IProcessObserver observer) : UntypedActor
{
    private const int MostWaiting = 16;

    private readonly Queue<ReloadProcess> _toSave = new();
    private TimeSpan? _flushTime;

    public static Props Props(IActorRef keepalived, IProcessObserver observer) =>
        ActorProps.Of(() => new ProcessActor(keepalived, observer)).WithDispatcher(DispatcherNames.Slow);

    protected override void PreStart()
    {
        Context.Watch(keepalived);
        Context.System.EventStream.Subscribe(Self, typeof(KeepalivedFailed));
        Context.System.EventStream.Subscribe(Self, typeof(AllChecksStarted));
    }

    private static string Text(ConfigChanges changes) =>
        $"{changes.Added} instance(s) added, {changes.Changed} changed, {changes.Removed} removed, "
        + $"{changes.Untouched} untouched";

    private void ReloadAfter(DumpSave saved)
    {
        // One whose dump was lost with its actor is done by the next.
        while (_toSave.Any(reload => reload.Save == saved) && _toSave.TryDequeue(out ReloadProcess? next))
        {
            if (next.Save == saved)
            {
                Self.Tell(next with { Save = null });
                return;
            }
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case WriteDump dump:
                keepalived.Tell(dump);
                break;
            case ReloadProcess { Save: { } save } reload when _toSave.Count < MostWaiting:
                _toSave.Enqueue(reload);
                keepalived.Tell(new WriteDump(DumpKind.Data, save));
                break;
            case DumpWritten { Save: { } saved }:
                ReloadAfter(saved);
                break;
            case ReloadProcess reload:
                keepalived.Tell(new Keepalived.Actors.Configuration.ReloadConfig(reload.Reason));
                break;
            case ProbeProcess probe:
                keepalived.Tell(new AreYouAlive(probe.Number));
                break;
            case StopProcess stop when _flushTime is null:
                _flushTime = stop.FlushTime;
                keepalived.Tell(new StopKeepalived());
                break;
            case KeepalivedStopped:
                // The last facts were published before this answer.
                Context.System.EventStream.Publish(
                    new FlushNotifications(_flushTime ?? TimeSpan.Zero, Self));
                break;
            default:
                Observe(message);
                break;
        }
    }

    private void Observe(object message)
    {
        switch (message)
        {
            case ConfigApplied applied:
                observer.Reloaded(applied.Result, Text(applied.Changes));
                break;
            case ConfigRejected rejected:
                observer.ReloadRefused(rejected.Reason);
                break;
            case Alive alive:
                observer.Answered(alive.Number);
                break;
            case NotificationsFlushed:
                observer.Stopped();
                break;
            case AllChecksStarted:
                observer.ChecksStarted();
                break;
            case KeepalivedFailed failed:
                observer.Failed($"{failed.Part}: {failed.Reason}");
                break;
            case Terminated:
                observer.Failed("the top of the tree ended");
                break;
        }
    }
}
