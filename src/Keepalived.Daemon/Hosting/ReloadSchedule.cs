using System.Text;
using Keepalived.Config.Model;
using Keepalived.Linux.Host;
using Serilog;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// <c>reload_time_file</c>: reloads at the moment that the file names. The file is looked at each second, as its
/// moments are whole seconds; so it may come later than the daemon, its directory too, and the clock may be set.
/// </summary>
internal sealed class ReloadSchedule : IDisposable
{
    private const int LargestFile = 64;
    private const string NotOurs = "(a file that others may change, or a long one)";
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly Func<ReloadConfig> _settings;
    private readonly Action<string> _reload;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private (string Path, string Content) _seen = ("", "");
    private ReloadTime? _next;

    /// <param name="settings">Those of now.</param>
    /// <param name="reload">Asks for a reload, with the reason.</param>
    /// <param name="time">The wall clock and the timer.</param>
    public ReloadSchedule(Func<ReloadConfig> settings, Action<string> reload, TimeProvider time)
    {
        _settings = settings;
        _reload = reload;
        _time = time;
        _timer = time.CreateTimer(_ => Look(), null, TimeSpan.Zero, s_look);
    }

    /// <summary>Null: nothing is planned.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            lock (_lock)
            {
                return _next?.At;
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_lock)
        {
            ReloadConfig settings = _settings();
            Follow(settings.TimeFile);
            if (_next is not { } next || _time.GetUtcNow() < next.At)
            {
                return;
            }

            if (next.IsDaily && settings.Repeat)
            {
                Plan(_seen.Content);
            }
            else
            {
                Forget(settings.TimeFile);
            }
        }

        _reload("reload_time_file");
    }

    private void Follow(string path)
    {
        string content = path.Length > 0 && SafeFile.TryReadOwn(path, LargestFile) is { } bytes
            ? Encoding.ASCII.GetString(bytes)
            : File.Exists(path) ? NotOurs : "";
        if (_seen == (path, content))
        {
            return;
        }

        _seen = (path, content);
        if (content.Length > 0)
        {
            Plan(content);
        }
        else if (_next is { } next)
        {
            Log.Information("The reload of {Time} is cancelled", next.At);
            _next = null;
        }
    }

    private void Plan(string content)
    {
        _next = ReloadTime.TryRead(content, _time.GetUtcNow(), _time.LocalTimeZone, out ReloadTime time, out string why)
            ? time
            : null;
        if (_next is null)
        {
            Log.Warning("{File}: {Reason} - ignoring", _seen.Path, why);
        }
        else
        {
            Log.Information("A reload is planned for {Time}", time.At);
        }
    }

    private void Forget(string path)
    {
        _next = null;
        _seen = (path, "");
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Warning("{File} cannot be removed: {Reason}", path, e.Message);
        }
    }
}
