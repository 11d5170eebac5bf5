using Keepalived.Config.Model;
using Keepalived.Linux.Host;

namespace Keepalived.Linux.Checks;

/// <summary>A file with a number in it, watched by way of its directory. What cannot be read counts 0.</summary>
internal sealed class TrackedFile : IDisposable
{
    /// <summary>A directory that is not there cannot be watched: looked at again this often.</summary>
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private static readonly TrackedNumberFiles s_files = new();

    // Outside of the other one: who reads first is who tells first. The watcher's thread and the one that begins to
    // watch may read together, and what the slower one had read would stay until the file changes again.
    private readonly Lock _reading = new();
    private readonly Lock _gate = new();
    private readonly Timer _retry;
    private FileSystemWatcher? _watcher;
    private TaskCompletionSource _changed = NewSignal();
    private long _version;
    private int _value;
    private bool _isDisposed;

    public TrackedFile(string path)
    {
        Path = path;
        _retry = new Timer(static file => ((TrackedFile)file!).Watch(), this, Timeout.Infinite, Timeout.Infinite);
        Watch();
    }

    public string Path { get; }

    /// <summary>Guarded by the owner.</summary>
    public int Followers { get; set; }

    /// <summary><c>init_file</c>: the file is made, or written anew, before anybody reads it.</summary>
    public static void CreateIfWanted(CheckerConfig.File checker)
    {
        if (checker.InitialValue is { } value)
        {
            // What cannot be written counts as missing, which the checker's state shows.
            _ = s_files.Create(checker.Path, value, checker.Overwrite);
        }
    }

    /// <summary>Number, how often it has changed, and what completes when it changes next.</summary>
    public (long Version, int Value, Task Changed) Look()
    {
        lock (_gate)
        {
            return (_version, _value, _changed.Task);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _watcher?.Dispose();
            _retry.Dispose();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Watch()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _watcher?.Dispose();
            _watcher = TryWatch();
            if (_watcher is null)
            {
                _ = _retry.Change(s_retry, Timeout.InfiniteTimeSpan);
            }
        }

        Read();
    }

    private FileSystemWatcher? TryWatch()
    {
        string full = System.IO.Path.GetFullPath(Path);
        string? directory = System.IO.Path.GetDirectoryName(full);
        if (directory is null || !Directory.Exists(directory))
        {
            return null;
        }

        try
        {
            FileSystemWatcher watcher = new(directory, System.IO.Path.GetFileName(full))
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Changed += (_, _) => Read();
            watcher.Created += (_, _) => Read();
            watcher.Deleted += (_, _) => Read();
            watcher.Renamed += (_, _) => Read();
            watcher.Error += (_, _) => _retry.Change(s_retry, Timeout.InfiniteTimeSpan);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // All inotify instances may be in use: the next look is a second away.
            return null;
        }
    }

    private void Read()
    {
        lock (_reading)
        {
            Found(s_files.Read(Path, out _));
        }
    }

    private void Found(int value)
    {
        lock (_gate)
        {
            if (value == _value || _isDisposed)
            {
                return;
            }

            _value = value;
            _version++;
            TaskCompletionSource before = _changed;
            _changed = NewSignal();
            before.SetResult();
        }
    }
}
