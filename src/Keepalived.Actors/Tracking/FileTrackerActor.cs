using Akka.Actor;
using Akka.Event;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Core.Tracking;

namespace Keepalived.Actors.Tracking;

/// <summary>
/// One <c>track_file</c>: watches the file's directory (inotify) and reads the number in it. Missing counts 0.
/// </summary>
internal sealed class FileTrackerActor(ITrackedFiles files, Func<TrackFileConfig> configured)
    : UntypedActor, IWithTimers
{
    /// <summary>A directory that is not there cannot be watched: looked at again this often.</summary>
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    /// <summary>Many writers truncate a file first: without a number it is looked at once more, after this.</summary>
    private static readonly TimeSpan s_unfinished = TimeSpan.FromMilliseconds(100);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private FileSystemWatcher? _watcher;
    private TrackFileConfig _config = configured();
    private string _complaint = "";

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ITrackedFiles files, Func<TrackFileConfig> configured) =>
        ActorProps.Of(() => new FileTrackerActor(files, configured)).WithDispatcher(DispatcherNames.Slow);

    protected override void PreStart()
    {
        CreateIfWanted();
        Watch();
        Read();
    }

    protected override void PostStop() => _watcher?.Dispose();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Touched:
                ReadWhenWritten();
                break;
            case ReadAsItIs:
                Read();
                break;
            case WatchAgain:
                Watch();
                Read();
                break;
            case UpdateTracker:
                _config = configured();
                Watch();
                Read();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void CreateIfWanted()
    {
        if (_config.InitialValue is not { } value)
        {
            return;
        }

        string failure = files.Create(_config.Path, value, _config.Overwrite);
        if (failure.Length > 0)
        {
            _log.Warning("track_file {0}: cannot write {1}: {2}", _config.Name, _config.Path, failure);
        }
    }

    private void Watch()
    {
        _watcher?.Dispose();
        _watcher = null;
        string? directory = Path.GetDirectoryName(Path.GetFullPath(_config.Path));
        if (directory is null || !Directory.Exists(directory))
        {
            Timers.StartSingleTimer(nameof(WatchAgain), new WatchAgain(), s_retry);
            return;
        }

        IActorRef self = Self;
        _watcher = new FileSystemWatcher(directory, Path.GetFileName(_config.Path))
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size
                | NotifyFilters.CreationTime,
        };
        void Tell(object sender, FileSystemEventArgs e) => self.Tell(new Touched(), ActorRefs.NoSender);
        _watcher.Changed += Tell;
        _watcher.Created += Tell;
        _watcher.Deleted += Tell;
        _watcher.Renamed += (_, _) => self.Tell(new Touched(), ActorRefs.NoSender);
        _watcher.Error += (_, _) => self.Tell(new WatchAgain(), ActorRefs.NoSender);
        _watcher.EnableRaisingEvents = true;
    }

    private void ReadWhenWritten()
    {
        int value = files.Read(_config.Path, out string complaint);
        if (complaint.Length > 0 && _complaint.Length == 0)
        {
            Timers.StartSingleTimer(nameof(ReadAsItIs), new ReadAsItIs(), s_unfinished);
        }
        else
        {
            Timers.Cancel(nameof(ReadAsItIs));
            Found(value, complaint);
        }
    }

    private void Read() => Found(files.Read(_config.Path, out string complaint), complaint);

    private void Found(int value, string complaint)
    {
        if (complaint != _complaint)
        {
            _complaint = complaint;
            if (complaint.Length > 0)
            {
                _log.Info("track_file {0}: {1}: {2}, it counts as 0", _config.Name, _config.Path, complaint);
            }
        }

        Context.Parent.Tell(new TrackerFound(
            new TrackerKey(TrackerKind.File, _config.Name), TrackStatus.OfFile(value), complaint));
    }

    private sealed record Touched;

    private sealed record ReadAsItIs;

    private sealed record WatchAgain;
}
