using System.Globalization;
using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Twins;

/// <summary>
/// One twin: the director under observation on host a, a peer that is always the reference on host b, two segments.
/// What the director does is recorded step by step: states in its log, addresses, calls of its notify scripts.
/// </summary>
internal sealed class TwinWorld : IDisposable
{
    private const string NotifyScript = """
        #!/bin/sh
        # One write per call, so that calls do not mix. The first word is the list it belongs to. The process id
        # tells in which order the daemon started them: the reference does not wait for one before the next.
        list=$1; shift
        echo "$$ $*" >>"DIRECTORY/calls.$list"
        """;

    private const string Globals = """
        global_defs {
            vrrp_notify_fifo {dir}/notify.fifo
            vrrp_notify_priority_changes
        }

        """;

    private const string PriorityChange = "Changing effective priority";
    private const string LowerPriority = "MASTER_RX_LOWER_PRI";

    private static readonly int _pids =
        int.Parse(File.ReadAllText("/proc/sys/kernel/pid_max"), CultureInfo.InvariantCulture);

    // Looks, not time: while the machine stands still nobody can do anything, and nobody looks.
    private const int QuietLooks = 47;

    private readonly DirectorKind _kind;
    private readonly string _config;
    private readonly Dictionary<string, int> _read = [];
    private readonly Dictionary<int, int> _statesRead = [];
    private readonly List<string> _fifoLines = [];
    private readonly Dictionary<string, int> _lastAdverts = [];
    private readonly Dictionary<string, LineProcess> _processes = [];
    private int _advertsRead;
    private int _prioritiesRead;
    private DirectorProcess? _subject;
    private DirectorProcess? _peer;

    public TwinWorld(DirectorKind kind, string config, ITestOutputHelper output)
    {
        _kind = kind;
        Lan = new NetworkNamespaceLan(output);
        A = Lan.AddHost("a", "10.0.0.1/24", "10.1.0.1/24");
        B = Lan.AddHost("b", "10.0.0.2/24", "10.1.0.2/24");
        Wire = Lan.Capture();
        Routes = Lan.Own(new RouteWatcher(A.Namespace));
        _config = Fill(Globals + config);
        WriteScript("notify.sh", NotifyScript.Replace("DIRECTORY", A.Directory));
        Shell.Run("mkfifo", FileOf("notify.fifo"));
        Lan.Own(new LineProcess("cat", [FileOf("notify.fifo")], TakeFifoLine));
    }

    public NetworkNamespaceLan Lan { get; }

    public LanHost A { get; }

    public LanHost B { get; }

    public AdvertCapture Wire { get; }

    public RouteWatcher Routes { get; }

    public DirectorProcess Subject => _subject ?? throw new InvalidOperationException("not started");

    public DirectorProcess Peer => _peer ?? throw new InvalidOperationException("not started");

    public void StartSubject() => _subject = Lan.Start(A, _kind, _config);

    public void StartPeer(string config) => _peer = Lan.Start(B, DirectorKind.Reference, config);

    public string FileOf(string name) => Path.Combine(A.Directory, name);

    /// <summary>The text with this twin's folder for {dir}, and for {twin} a word that nobody else has.</summary>
    public string Fill(string text) =>
        text.Replace("{dir}", A.Directory).Replace("{twin}", $"{Environment.ProcessId}-{(int)_kind}");

    /// <summary>A process with this first word, see <see cref="Fill"/>; it does nothing until it is ended.</summary>
    public void StartProcess(string name) => _processes[name] =
        Lan.Own(new LineProcess("bash", ["-c", $"exec -a {Fill(name)} cat"], static _ => { }));

    public void EndProcess(string name) => _processes[name].Dispose();

    /// <summary>
    /// The director starts in the network namespace of this test, the only one in which the kernel tells of
    /// processes. It must have nothing to do with any interface there.
    /// </summary>
    public void LeaveNamespace() =>
        A.Launcher = ["nsenter", $"--net=/proc/{Environment.ProcessId}/ns/net"];

    public void WriteScript(string name, string text)
    {
        File.WriteAllText(FileOf(name), text + "\n");
        File.SetUnixFileMode(
            FileOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>True if the generic script was called with these words since the last record was taken.</summary>
    public bool Called(string words) =>
        Lines("generic").Skip(_read.GetValueOrDefault("generic")).Any(line => line.Words == words);

    /// <summary>Notes how many adverts of the peer there were until now.</summary>
    public void Mark() => Marked = Wire.Count("10.0.0.2");

    public int Marked { get; private set; }

    /// <summary>
    /// Waits until nothing was recorded for a while, 0.7 s and more: scripts run in their own time.
    /// </summary>
    public void Settle()
    {
        int quiet = 0;
        int seen = -1;
        Eventually.That(
            () =>
            {
                int now = Lines("generic").Count() + Lines("specific").Count() + A.Addresses.Changes.Count
                    + FifoLines().Length + Routes.Count + (_subject?.Transitions.Count ?? 0);
                quiet = now == seen ? quiet + 1 : 0;
                seen = now;
                return quiet > QuietLooks;
            },
            "the director comes to rest",
            () => Subject.Story());
    }

    /// <summary>What was recorded since the last call, by aspect, each as sorted streams of lines in order.</summary>
    public IReadOnlyDictionary<TwinAspect, string> TakeRecord()
    {
        var record = new Dictionary<TwinAspect, string>
        {
            [TwinAspect.States] = States(),
            [TwinAspect.Addresses] = Streams(
                A.Addresses.Changes.Where(c => !c.Interface.StartsWith("lo", StringComparison.Ordinal)),
                change => change.Address,
                change => change.Added ? "+" : "-"),
            [TwinAspect.GenericNotifications] = Streams(New("generic"), line => line.Split(' ')[1], line => line),
            [TwinAspect.SpecificNotifications] = Streams(New("specific"), line => line.Split(' ')[0], line => line),
            [TwinAspect.FifoLines] = Streams(
                WithoutCrossing([.. New("fifo", FifoLines())]), line => line.Split(' ')[1], line => line),
            [TwinAspect.Priorities] = Priorities(),
            [TwinAspect.Adverts] = NewAdverts(),
            [TwinAspect.RouteChanges] = Streams(Routes.Take(), c => c.What, c => c.Added ? "+" : "-"),
            [TwinAspect.Kernel] = KernelText.Of(A),
        };
        A.Addresses.Forget();
        return record;
    }

    public void Dispose() => Lan.Dispose();

    private IEnumerable<(int Pid, string Words)> Lines(string list) =>
        from line in File.Exists(FileOf("calls." + list)) ? File.ReadAllLines(FileOf("calls." + list)) : []
        let blank = line.IndexOf(' ')
        where blank > 0
        select (int.Parse(line.AsSpan(0, blank), CultureInfo.InvariantCulture), line[(blank + 1)..]);

    private IEnumerable<string> New(string list)
    {
        (int Pid, string Words)[] lines = [.. Lines(list)];
        int read = _read.GetValueOrDefault(list);
        _read[list] = lines.Length;
        (int Pid, string Words)[] fresh = [.. lines.Skip(read)];
        // Process ids begin anew at some point: then the small ones are the later ones.
        bool wrapped = fresh.Length > 0 && fresh.Max(line => line.Pid) - fresh.Min(line => line.Pid) > _pids / 2;
        return fresh.OrderBy(line => wrapped && line.Pid < _pids / 2 ? line.Pid + _pids : line.Pid)
            .Select(line => line.Words);
    }

    private IEnumerable<string> New(string list, string[] lines)
    {
        int read = _read.GetValueOrDefault(list);
        _read[list] = lines.Length;
        return lines.Skip(read);
    }

    private void TakeFifoLine(string line)
    {
        lock (_fifoLines)
        {
            _fifoLines.Add(line);
        }
    }

    private string[] FifoLines()
    {
        lock (_fifoLines)
        {
            return WithoutRepetitions([.. _fifoLines]);
        }
    }

    // By sender: in a phase with two masters chance decides between them. A step ends between two adverts or just
    // after one, so that the first says nothing if it only repeats the last one.
    private string NewAdverts()
    {
        IReadOnlyList<CapturedAdvert> all = Wire.Adverts;
        List<CapturedAdvert> changes = [];
        foreach (CapturedAdvert advert in all.Skip(_advertsRead))
        {
            if (_lastAdverts.GetValueOrDefault(advert.Source) != advert.Priority)
            {
                changes.Add(advert);
            }
            _lastAdverts[advert.Source] = advert.Priority;
        }
        _advertsRead = all.Count;
        return Streams(changes, a => a.Source, a => $"v{a.Version} {a.Vrid}/{a.Priority}");
    }

    // Each advert of a lower priority is told: how many there are is a matter of time.
    private string[] WithoutRepetitions(string[] lines) =>
        [.. lines.Where((line, i) => i == 0 || lines[i - 1] != line || !line.Contains(LowerPriority))];

    // Whether the last advert of a master that is told to go meets the first of its successor is chance.
    private static IEnumerable<string> WithoutCrossing(string[] lines) => lines.Where(
        (line, i) => i == 0 || !line.Contains(LowerPriority) || lines[i - 1] != line.Replace(LowerPriority, "MASTER"));

    private string Priorities()
    {
        string[] all = [.. (_subject?.Log ?? []).Where(line => line.Contains(PriorityChange, StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('(')..])];
        int read = _prioritiesRead;
        _prioritiesRead = all.Length;
        return string.Join(", ", all.Skip(read));
    }

    private string States()
    {
        if (_subject is null)
        {
            return "";
        }
        IReadOnlyList<Transition> all = _subject.Transitions;
        int read = _statesRead.GetValueOrDefault(_subject.Pid);
        _statesRead[_subject.Pid] = all.Count;
        return Streams(all.Skip(read), transition => transition.Name, transition => transition.State);
    }

    // Events of one instance or address have an order; between two of them there is none to compare.
    private static string Streams<T>(IEnumerable<T> events, Func<T, string> stream, Func<T, string> text) =>
        string.Join("; ", events.GroupBy(stream).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(text))}"));
}
