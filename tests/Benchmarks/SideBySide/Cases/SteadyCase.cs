using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide.Cases;

/// <summary>What a master of so many instances costs while nothing happens.</summary>
internal sealed class SteadyCase(string name, Instances owner) : IBenchmarkCase
{
    public string Name => name;

    public string Description => $"CPU and memory of a master of {owner.Count} instances at {owner.Interval} s";

    public void Measure(BenchmarkRun run)
    {
        using var lan = new Lan();
        DaemonProcess daemon = run.StartMaster(lan, owner);
        Observe(run, daemon, owner);
    }

    /// <summary>Past the second set of gratuitous ARPs, nobody listening.</summary>
    public static void Observe(BenchmarkRun run, DaemonProcess daemon, Instances instances)
    {
        WallClock.Wait(4);
        long start = WallClock.Now;
        double before = daemon.CpuMilliseconds;
        WallClock.Wait(run.IsQuick ? 4 : 12);
        double used = daemon.CpuMilliseconds - before;
        double elapsed = WallClock.Milliseconds(start, WallClock.Now);
        Footprint footprint = daemon.Footprint;
        run.Add("CPU, % of a core", 100 * used / elapsed);
        run.Add("CPU per advert, us", 1000 * used / (instances.Count * elapsed / 1000 / instances.Interval));
        run.Add("RSS, MiB", footprint.Resident / 1024);
        run.Add("PSS, MiB", footprint.Proportional / 1024);
        run.Add("anonymous memory, MiB", footprint.Anonymous / 1024);
        run.Add("threads", footprint.Threads);
        run.Add("processes", footprint.Processes);
    }
}
