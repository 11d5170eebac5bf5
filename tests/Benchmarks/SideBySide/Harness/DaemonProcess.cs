using System.Diagnostics;
using System.Text.Json;

namespace Benchmarks.SideBySide.Harness;

/// <summary>
/// A daemon in the foreground on a host, with its own session, /run and temporary folder, its log in a file and no way
/// to the machine's log or console. Only its own processes are ever signalled.
/// </summary>
internal sealed class DaemonProcess : IDisposable
{
    // A daemon without a syslog may write to the console, which on a serial line takes a millisecond for each line.
    // The time is taken last, so that nothing of this counts; descriptor 9 is the door to the control group.
    private const string Prepare = """
        mount --bind "$1/run" /run && mount --bind /dev/null /dev/console || exit 99
        [ ! -e /dev/log ] || mount --bind /dev/null /dev/log || exit 99
        directory=$1 preload=$2; shift 2
        export TMPDIR="$directory" TZ=UTC
        [ -z "$preload" ] || export LD_PRELOAD="$preload"
        exec >"$directory/log" 2>&1 8>"$directory/started"
        echo $$ >&9; exec 9>&-
        echo "$EPOCHREALTIME" >&8; exec 8>&- "$@"
        """;

    private readonly Process _process;
    private readonly ProcessGroup _group = new();
    private readonly string _directory;
    private readonly string _globalDefs;
    private bool _isDisposed;

    public DaemonProcess(Lan lan, string host, Candidate candidate, string config, params string[] options)
    {
        _directory = Path.Combine(lan.Directory, Path.GetRandomFileName());
        _globalDefs = candidate.GlobalDefs;
        Directory.CreateDirectory(Path.Combine(_directory, "run"));
        WriteConfig(config);
        string[] command =
        [
            "-c", "exec 9>>\"$0\"; exec setsid \"$@\"", _group.EntryFile, "ip", "netns", "exec", lan.Namespace(host),
            "bash", "-c", Prepare, "bash", _directory, candidate.Preload, candidate.Program, "-n", "-l", "-D",
            "-f", ConfigFile, "-p", "/run/keepalived.pid", "-r", "/run/vrrp.pid", "-c", "/run/checkers.pid",
            .. options,
        ];
        _process = Process.Start("bash", command);
        StartTime = ReadStartTime();
    }

    /// <summary>When it was executed.</summary>
    public long StartTime { get; }

    public double CpuMilliseconds => _group.CpuMilliseconds(_process.Id);

    public Footprint Footprint => _group.Measure(_process.Id);

    public string Log => File.ReadAllText(Path.Combine(_directory, "log"));

    /// <summary>It hears the group, hence knows its Masters an interval later.</summary>
    public bool HasJoined => !_process.HasExited
        && File.ReadAllText($"/proc/{_process.Id}/net/igmp").Contains("120000E0", StringComparison.Ordinal);

    private string ConfigFile => Path.Combine(_directory, "keepalived.conf");

    /// <summary>Replaces the file in one step, as an editor does.</summary>
    public void WriteConfig(string config)
    {
        const string opening = "global_defs {\n";
        string text = _globalDefs.Length == 0 ? config : config.Replace(opening, $"{opening} {_globalDefs}\n");
        File.WriteAllText(ConfigFile + ".new", text);
        File.SetUnixFileMode(ConfigFile + ".new", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(ConfigFile + ".new", ConfigFile, overwrite: true);
    }

    /// <summary>Asks for a reload; the time at which it was asked.</summary>
    public long Reload()
    {
        long now = WallClock.Now;
        Native.Signal(_process.Id, Native.SigHup);
        return now;
    }

    /// <summary>What our daemon says of its memory: full collections and bytes allocated since its start.</summary>
    public (long FullCollections, long AllocatedBytes) ReadMemory()
    {
        string file = Path.Combine(_directory, "keepalived_actors.json");
        File.Delete(file);
        Native.Signal(_process.Id, Native.SigJson);
        if (!WallClock.WaitUntil(() => File.Exists(file), 10))
        {
            throw new InvalidOperationException("no dump");
        }
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement memory = json.RootElement.GetProperty("memory");
        return (memory.GetProperty("full_collections").GetInt64(), memory.GetProperty("allocated_bytes").GetInt64());
    }

    /// <summary>Waits for a process that ends by itself; the time at which it had ended.</summary>
    public long WaitForExit()
    {
        _process.WaitForExit();
        return WallClock.Now;
    }

    /// <summary>Ends all of its processes at once and without a word, as a loss of power does.</summary>
    public void Kill()
    {
        // Stopped first: a parent would restart its child, and a child whose parent dies may resign.
        foreach (int signal in (int[])[Native.SigStop, Native.SigStop, Native.SigKill])
        {
            foreach (int pid in _group.Members(_process.Id))
            {
                Native.Signal(pid, signal);
            }
        }
        _process.WaitForExit();
        WallClock.WaitUntil(() => _group.Members(_process.Id).All(pid => !Directory.Exists($"/proc/{pid}")), 5);
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }
        _isDisposed = true;
        if (!_process.HasExited)
        {
            Kill();
        }
        _group.Dispose();
        _process.Dispose();
    }

    private long ReadStartTime()
    {
        string file = Path.Combine(_directory, "started");
        string text = "";
        bool isThere = WallClock.WaitUntil(
            () => (File.Exists(file) && (text = File.ReadAllText(file)).EndsWith('\n')) || _process.HasExited, 10);
        return isThere && text.Length > 0
            ? WallClock.Parse(text.Trim())
            : throw new InvalidOperationException("The daemon could not be started in its namespace.");
    }
}
