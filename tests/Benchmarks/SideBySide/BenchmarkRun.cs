using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide;

/// <summary>One turn of one daemon in one case.</summary>
/// <param name="Peer">The daemon that stands on the other side where a case needs one: always the reference.</param>
/// <param name="Values">Where the figures go, by metric.</param>
internal sealed record BenchmarkRun(Candidate Candidate, Candidate Peer, bool IsQuick, Figures Values)
{
    /// <summary>A figure; the metric's name ends with its unit.</summary>
    public void Add(string metric, double value) => Values.Add(Candidate.Name, metric, value);

    /// <summary>Starts the daemon as master of all instances (an address owner waits for nobody).</summary>
    public DaemonProcess StartMaster(Lan lan, Instances owner, string more = "")
    {
        AdvertCapture capture = lan.Capture();
        DaemonProcess master = lan.Start("a", Candidate, ConfigText.Vrrp(owner) + more);
        bool isMaster = capture.WaitForRouters('a', owner.Count, 60);
        capture.Dispose();
        return isMaster
            ? master
            : throw new InvalidOperationException("The daemon is not master of all instances:\n" + Tail(master.Log));
    }

    public static string Tail(string log) => string.Join('\n', log.TrimEnd().Split('\n').TakeLast(12));
}

/// <summary>A case: what is measured, once for each daemon and round.</summary>
internal interface IBenchmarkCase
{
    string Name { get; }

    /// <summary>One line for --list.</summary>
    string Description { get; }

    /// <summary>True if the reference has to believe in IPVS.</summary>
    bool NeedsIpvs => false;

    void Measure(BenchmarkRun run);
}
