using System.Globalization;
using System.Text;
using Keepalived.Config;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;
using Keepalived.Daemon.CommandLine;
using Keepalived.Linux.Host;
using Serilog;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// The configuration that runs: a copy of it for <c>plan</c>, the way back for <c>reload --confirm</c>, and what came
/// of each reload. The files are the owner's alone, for there are passwords in them.
/// </summary>
internal sealed class RunningConfiguration(CommandLineOptions options, Action<string> reload) : IDisposable
{
    private const int LargestSeconds = 16;

    private readonly Lock _lock = new();
    private string _readText = "";
    private Running _now = new(new ConfigResult(KeepalivedConfig.Empty, [], 0, StartVerdict.Run), "");
    private RunFiles? _files;
    private Running? _before;
    private Running? _wayBack;
    private ITimer? _deadline;
    private int _reloads;

    public KeepalivedConfig Config => Volatile.Read(ref _now).Result.Config;

    /// <summary>Reads the file, or on the way back what ran before.</summary>
    public ConfigResult Load()
    {
        lock (_lock)
        {
            if (_wayBack is { } before)
            {
                _wayBack = null;
                _readText = before.Text;
                return before.Result;
            }
        }

        StringBuilder lines = new();
        ConfigResult result = ConfigReader.Read(options, line => lines.Append(line).Append('\n'));
        lock (_lock)
        {
            _readText = lines.ToString();
        }

        return result;
    }

    /// <summary>From now on this is the configuration.</summary>
    public void Use(ConfigResult result)
    {
        lock (_lock)
        {
            Volatile.Write(ref _now, new Running(result, _readText));
        }
    }

    /// <summary>It runs: others may know.</summary>
    public void Publish(RunFiles files)
    {
        _files = files;
        _reloads = ReloadOutcome.TryRead(files.ReloadOutcome)?.Number ?? 0;
        File.Delete(files.Confirmation);
        Save(files);
    }

    public void Applied(ConfigResult result, string changes)
    {
        if (_files is not { } files)
        {
            return;
        }

        Running before = _now;
        Use(result);
        Save(files);
        if (SecondsToConfirm(files) is { } seconds)
        {
            _before ??= before;
            _deadline?.Dispose();
            _deadline = TimeProvider.System.CreateTimer(
                _ => GoBackUnlessConfirmed(files), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
            Log.Information("The reload goes back in {Seconds} s unless it is confirmed", seconds);
        }

        new ReloadOutcome(++_reloads, Applied: true, changes).Write(files.ReloadOutcome);
    }

    public void Refused(string reason)
    {
        if (_files is { } files)
        {
            new ReloadOutcome(++_reloads, Applied: false, reason).Write(files.ReloadOutcome);
        }
    }

    public void Dispose()
    {
        _deadline?.Dispose();
        if (_files is { } files)
        {
            File.Delete(files.Configuration);
            File.Delete(files.Confirmation);
        }
    }

    private static int? SecondsToConfirm(RunFiles files) =>
        SafeFile.TryReadOwn(files.Confirmation, LargestSeconds) is { } content
            && int.TryParse(Encoding.ASCII.GetString(content), CultureInfo.InvariantCulture, out int seconds)
            ? seconds
            : null;

    private void GoBackUnlessConfirmed(RunFiles files)
    {
        Running? before = _before;
        _before = null;
        if (before is null || !File.Exists(files.Confirmation))
        {
            return;
        }

        File.Delete(files.Confirmation);
        lock (_lock)
        {
            _wayBack = before;
        }

        reload("not confirmed in time, going back");
    }

    private void Save(RunFiles files)
    {
        if (!SafeFile.TryWrite(files.Configuration, Encoding.UTF8.GetBytes(_now.Text), out string failure))
        {
            Log.Warning("Cannot keep a copy of the configuration for 'plan': {Failure}", failure);
        }
    }

    private sealed record Running(ConfigResult Result, string Text);
}
