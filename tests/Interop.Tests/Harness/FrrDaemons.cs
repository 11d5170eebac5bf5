namespace Interop.Tests.Harness;

/// <summary>FRR's daemons on a host, started by their paths, with files of their own.</summary>
internal sealed class FrrDaemons : IDisposable
{
    private const string Folder = "/usr/lib/frr/";

    private readonly LanHost _host;
    private readonly List<LineProcess> _processes = [];
    private readonly List<string> _lines = [];
    private readonly string _run;

    /// <summary>Begins with zebra, which the others ask for interfaces.</summary>
    public FrrDaemons(LanHost host)
    {
        _host = host;
        _run = Directory.CreateDirectory(Path.Combine(host.Directory, "frr")).FullName;
        // The daemons leave root's rights behind and write here.
        File.SetUnixFileMode(_run, (UnixFileMode)0b111_111_111);
        Start("zebra", "");
        Eventually.That(() => File.Exists(Path.Combine(_run, "zserv.api")), "zebra listens", Story);
    }

    public static bool Has(string daemon) => File.Exists(Folder + daemon);

    public void Start(string daemon, string config, params string[] options)
    {
        string file = Path.Combine(_run, daemon + ".conf");
        File.WriteAllText(file, config.ReplaceLineEndings("\n"));
        _processes.Add(new LineProcess(
            "ip",
            [
                "netns", "exec", _host.Namespace, Folder + daemon, "-f", file, "-i", $"{_run}/{daemon}.pid",
                "-z", $"{_run}/zserv.api", "--vty_socket", _run, "-P", "0", .. options,
            ],
            line =>
            {
                lock (_lines)
                {
                    _lines.Add(line);
                }
            }));
    }

    /// <summary>What the router's shell answers to these commands.</summary>
    public string Ask(params string[] commands) =>
        Shell.Try("vtysh", ["--vty_socket", _run, .. commands.SelectMany(command => new[] { "-c", command })]).Output;

    public string Story()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }

    public void Dispose()
    {
        foreach (LineProcess process in Enumerable.Reverse(_processes))
        {
            process.Dispose();
        }

        _processes.Clear();
    }
}
