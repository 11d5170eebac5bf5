using System.Globalization;
using System.Text;
using Keepalived.Actors.Dump;
using Keepalived.Config;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Memory;
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
    private const int ShortText = 4096;

    private readonly Lock _lock = new();

    /// <summary>One reading at a time: the configuration's actor makes them, and the start before it.</summary>
    private readonly ConfigMemory _memory = new();
    private ReadOnlyMemory<byte> _readText;
    private Running _now = new(new ConfigResult(KeepalivedConfig.Empty, [], 0, StartVerdict.Run), default);
    private RunFiles? _files;
    private Running? _before;
    private Running? _wayBack;
    private ITimer? _deadline;
    private int _reloads;
    private int _loads;
    private string _pidFile = "";

    public KeepalivedConfig Config => Volatile.Read(ref _now).Result.Config;

    /// <summary>Where the state before or after a reload is saved; null: nowhere.</summary>
    /// <param name="when">pre or post.</param>
    public DumpSave? SaveOf(string when)
    {
        string directory = Config.Global.ConfigSaveDirectory;
        int number = Volatile.Read(ref _loads) - (when == "pre" ? 0 : 1);
        return directory.Length == 0 ? null : new DumpSave(
            directory, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}.{number}.{when}"));
    }

    /// <summary>Reads the file, or on the way back what ran before.</summary>
    public ConfigResult Load()
    {
        string? marker = _files is null ? null : ReloadMarker.PathOf(Config.Global, _pidFile);
        ReloadMarker.Put(marker);
        try
        {
            ConfigResult result = Read();
            if (_files is not null)
            {
                ReloadCheckLog.Write(Config.Global.Reload, result.Diagnostics, options);
            }

            SavedConfigurations.Save(result.Config.Global.ConfigSaveDirectory, _loads, _readText.Span);
            Interlocked.Increment(ref _loads);
            return result;
        }
        finally
        {
            ReloadMarker.Remove(marker);
        }
    }

    private ConfigResult Read()
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

        // About as long as the last time: one array instead of ever larger ones.
        ReadText text = new(Math.Max(ShortText, _readText.Length + (_readText.Length / 8)));
        ConfigResult result = ConfigReader.Read(options, text, _memory);
        lock (_lock)
        {
            _readText = text.Utf8;
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
    /// <param name="files">Those that others read.</param>
    /// <param name="pidFile">Where it stands unless the command line says otherwise.</param>
    public void Publish(RunFiles files, string pidFile)
    {
        _pidFile = pidFile;
        ReloadMarker.Remove(ReloadMarker.PathOf(Config.Global, pidFile));
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
            if (CopyPath(files) is { } copy)
            {
                File.Delete(copy);
            }

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

    /// <summary>Under tmp_config_directory, if it is set; the file under /run is a link to it then.</summary>
    private string? CopyPath(RunFiles files) => Config.Global.TemporaryConfigDirectory is { Length: > 0 } directory
        ? Path.Join(directory, $"keepalived-actors-{Path.GetFileName(files.Configuration)}")
        : null;

    private void Save(RunFiles files)
    {
        string? copy = CopyPath(files);
        if (!SafeFile.TryWrite(copy ?? files.Configuration, _now.Text.Span, out string failure))
        {
            Log.Warning("Cannot keep a copy of the configuration for 'plan': {Failure}", failure);
            return;
        }

        if (copy is not null && new FileInfo(files.Configuration).LinkTarget != copy)
        {
            File.Delete(files.Configuration);
            File.CreateSymbolicLink(files.Configuration, copy);
        }
    }

    private sealed record Running(ConfigResult Result, ReadOnlyMemory<byte> Text);
}
