using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide.Cases;

/// <summary>The configuration test, -t: start of the program, reading, checking, end.</summary>
internal sealed class ParseCase(string name, int instances, int realServers, int perService = 100)
    : IBenchmarkCase
{
    public string Name => name;

    public string Description => $"-t with {instances} instances and {realServers} real servers";

    public void Measure(BenchmarkRun run)
    {
        string config = ConfigText.Vrrp(new Instances(instances, 1, 255))
            + (realServers == 0 ? "" : ConfigText.Lvs(realServers, 6, perService));
        using var lan = new Lan();
        for (int i = 0; i < (run.IsQuick ? 3 : 5); i++)
        {
            using DaemonProcess daemon = lan.Start("a", run.Candidate, config, "-t");
            run.Add("exec to exit, ms", WallClock.Milliseconds(daemon.StartTime, daemon.WaitForExit()));
            run.Add("CPU, ms", daemon.CpuMilliseconds);
        }
    }
}
