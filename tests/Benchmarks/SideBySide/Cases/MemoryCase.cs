using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide.Cases;

/// <summary>What one more real server costs in memory: two starts, the difference by the number of servers.</summary>
internal sealed class MemoryCase(string name, int few, int many) : IBenchmarkCase
{
    public string Name => name;

    public string Description => $"memory of each real server between {few} and {many}, checked every hour";

    public bool NeedsIpvs => true;

    public void Measure(BenchmarkRun run)
    {
        Footprint small = Settled(run, few);
        Footprint large = Settled(run, many);
        run.Add("anonymous memory, kB each", Each(large.Anonymous - small.Anonymous));
        run.Add("RSS, kB each", Each(large.Resident - small.Resident));
        run.Add($"RSS with {many}, MiB", large.Resident / 1024);
    }

    private double Each(double kibibytes) => kibibytes * 1.024 / (many - few);

    private static Footprint Settled(BenchmarkRun run, int realServers)
    {
        using var lan = new Lan();
        DaemonProcess daemon = run.StartMaster(lan, new Instances(1, 1, 255), ConfigText.Lvs(realServers, 3600));
        _ = LoadCase.CpuWhenSettled(daemon);
        WallClock.Wait(3);
        return daemon.Footprint;
    }
}
