using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Interop.Tests.Harness;

/// <summary>An instance or group entered a state, as the log told it.</summary>
internal readonly record struct Transition(DateTime Time, string Name, string State);

/// <summary>
/// A daemon in the foreground on a host: ours or the reference, with its own /run, its own temporary folder for
/// dumps, and no way to the machine's log. Its log is read as it comes. Only its own processes are ever signalled.
/// </summary>
internal sealed partial class DirectorProcess : IDisposable
{
    // The reference writes to the console when there is no syslog, which on a serial line takes a millisecond each.
    internal const string Prepare = """
        mount --bind "$1/run" /run && mount --bind /dev/null /dev/console || exit 99
        [ ! -e /dev/log ] || mount --bind /dev/null /dev/log || exit 99
        export TMPDIR="$1" TZ=UTC; shift; exec "$@" 2>&1
        """;

    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly List<string> _log = [];
    private readonly List<Transition> _transitions = [];
    private readonly Process _process;

    public DirectorProcess(LanHost host, DirectorKind kind, string config, params string[] options)
    {
        Host = host;
        Kind = kind;
        ConfigFile = Path.Combine(host.Directory, "keepalived.conf");
        WriteConfig(config);
        string daemon = kind == DirectorKind.Ours ? Machine.OurDaemon : Machine.ReferenceDaemon;
        string[] command =
        [
            "netns", "exec", host.Namespace, "sh", "-c", Prepare, "sh", host.Directory, .. host.Launcher,
            daemon, "-n", "-l", "-D",
            "-f", ConfigFile, "-p", "/run/keepalived.pid", "-r", "/run/vrrp.pid", "-c", "/run/checkers.pid", .. options,
        ];
        var start = new ProcessStartInfo("ip", command)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        StartTime = DateTime.UtcNow;
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public LanHost Host { get; }

    public DirectorKind Kind { get; }

    public string ConfigFile { get; }

    public DateTime StartTime { get; }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_lock)
            {
                return [.. _log];
            }
        }
    }

    public IReadOnlyList<Transition> Transitions
    {
        get
        {
            lock (_lock)
            {
                return [.. _transitions];
            }
        }
    }

    /// <summary>
    /// The reference killed its own child, whatever that left behind: its parent does so at once when its wait for the
    /// end of the child is interrupted, as by a freezer. What an orderly stop of it looks like is not to be seen then.
    /// </summary>
    public bool KilledItsChild => Kind == DirectorKind.Reference
        && Log.Any(line => line.EndsWith("failed to die - forcing termination", StringComparison.Ordinal));

    /// <summary>The last state that the log told of it: MASTER, BACKUP, FAULT, or "" before the first.</summary>
    public string StateOf(string instance = "VI_1") =>
        Transitions.LastOrDefault(transition => transition.Name == instance).State ?? "";

    public bool Is(string state, string instance = "VI_1") => StateOf(instance) == state;

    public void WaitFor(string state, string instance = "VI_1") =>
        Eventually.That(() => Is(state, instance), $"{Host.Name} ({Kind}) {instance} is {state}", Story);

    public void WaitForLog(string text) =>
        Eventually.That(
            () => Log.Any(line => line.Contains(text, StringComparison.Ordinal)),
            $"{Host.Name} ({Kind}) logs \"{text}\"",
            Story);

    /// <summary>Replaces the file in one step, as an editor does.</summary>
    public void WriteConfig(string config)
    {
        File.WriteAllText(ConfigFile + ".new", config.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(ConfigFile + ".new", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(ConfigFile + ".new", ConfigFile, overwrite: true);
    }

    /// <summary>Signals the process that was started, by name: TERM, HUP, USR1...</summary>
    public void Signal(string name) => Shell.Run("kill", "-" + name, Pid.ToString(CultureInfo.InvariantCulture));

    /// <summary>Ends all of its processes at once and without a word: none gets to say goodbye for another.</summary>
    public void KillHard()
    {
        string[] pids = PidTexts();
        // Stopped first: a parent would restart its child, and a child whose parent dies is told to resign.
        _ = Shell.Try("kill", ["-STOP", .. pids]);
        pids = [.. pids.Union(PidTexts())];
        _ = Shell.Try("kill", ["-KILL", .. pids]);
        _process.WaitForExit();
        // Orphans stay visible until the system reaps them, and the next start would believe in their pid files.
        Eventually.That(() => !pids.Any(pid => Directory.Exists("/proc/" + pid)), "the killed processes are gone");
    }

    /// <summary>Stops or continues all of its processes, as a machine that hangs for a while.</summary>
    public void Freeze(bool frozen) => Shell.Run("kill", [frozen ? "-STOP" : "-CONT", .. PidTexts()]);

    /// <summary>An orderly stop; the exit code. Fails when it takes longer than 15 s.</summary>
    public int Stop()
    {
        Signal("TERM");
        return WaitForExit();
    }

    public int WaitForExit()
    {
        Assert.True(_process.WaitForExit(_stopLimit), $"{Host.Name} ({Kind}) does not end. {Story()}");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>The statistics file that SIGUSR2 asks for, fresh.</summary>
    public string Statistics()
    {
        string file = Path.Combine(Host.Directory, "keepalived.stats");
        File.Delete(file);
        Signal("USR2");
        string text = "";
        Eventually.That(
            () => File.Exists(file) && (text = File.ReadAllText(file)).Contains("Sent:", StringComparison.Ordinal)
                && text.TrimEnd().Split('\n')[^1].Contains("Sent:", StringComparison.Ordinal),
            "a complete statistics file", Story);
        return text;
    }

    /// <summary>A number by heading and name, as in "Authentication Errors", "Failure".</summary>
    public int Statistic(string heading, string name)
    {
        string text = Statistics();
        int at = text.IndexOf(heading, StringComparison.Ordinal);
        Match match = Regex.Match(text[Math.Max(at, 0)..], Regex.Escape(name) + @": (\d+)");
        Assert.True(at >= 0 && match.Success, $"no {heading}/{name} in:\n{text}");
        return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Who it is and all it said, for a test that failed.</summary>
    public string Story()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"--- {Host.Name}: {Kind}, addresses now: {Host.Addresses}");
        foreach (string line in Log)
        {
            text.AppendLine(line);
        }
        return text.ToString();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            KillHard();
        }
        _process.WaitForExit();
    }

    private string[] PidTexts() =>
        [.. Leftovers.Tree(Pid).Select(pid => pid.ToString(CultureInfo.InvariantCulture))];

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }
        lock (_lock)
        {
            _log.Add($"{DateTime.UtcNow:HH:mm:ss.ffffff} {line}");
            Match match = Entering().Match(line);
            if (match.Success)
            {
                string name = match.Groups["name"].Value;
                _transitions.Add(new Transition(DateTime.UtcNow, name, match.Groups["state"].Value));
            }
        }
    }

    // The reference writes a fault that it finds at its start in small letters.
    [GeneratedRegex(@"\((?<name>[^)]+)\) (Entering|entering) (?<state>MASTER|BACKUP|FAULT) (STATE|state$)")]
    private static partial Regex Entering();
}
