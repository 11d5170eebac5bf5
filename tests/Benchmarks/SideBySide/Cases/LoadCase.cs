using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide.Cases;

/// <summary>
/// A start with many real servers beside one instance: the address must not wait behind them, nor any advert after it.
/// Checks are an hour apart, so that only loading counts. With nftables a table is written too: ours alone.
/// </summary>
internal sealed class LoadCase(string name, int realServers, bool onNftables = false) : IBenchmarkCase
{
    public string Name => name;

    public string Description =>
        $"exec to address while {realServers} real servers load{(onNftables ? " into nftables" : "")}, CPU for it";

    public bool NeedsIpvs => true;

    public void Measure(BenchmarkRun run)
    {
        if (onNftables && run.Candidate.Name != Candidate.Ours)
        {
            return;
        }
        Candidate candidate = onNftables ? run.Candidate with { GlobalDefs = "lvs_backend nftables" } : run.Candidate;
        var owner = new Instances(1, 0.1, 255);
        for (int i = 0; i < (run.IsQuick ? 1 : 3); i++)
        {
            using var lan = new Lan();
            AdvertCapture capture = lan.Capture();
            AddressWatch watch = lan.Watch("a");
            DaemonProcess daemon =
                lan.Start("a", candidate, ConfigText.Vrrp(owner) + ConfigText.Lvs(realServers, 3600));
            long address = watch.WaitFor(ConfigText.AddressOf(1), 30)
                ?? throw new InvalidOperationException("no address:\n" + BenchmarkRun.Tail(daemon.Log));
            run.Add("exec to address, ms", WallClock.Milliseconds(daemon.StartTime, address));
            // The first advert is the decision; the address must not come later because of the table.
            if (capture.WaitFor(static _ => true, 5) is { } decided)
            {
                run.Add("first advert to address, ms", WallClock.Milliseconds(decided.Time, address));
            }

            run.Add("CPU until settled, ms", CpuWhenSettled(daemon));
            Footprint footprint = daemon.Footprint;
            run.Add("longest silence, ms", 1000 * JitterCase.Intervals(capture.Stop()).Max());
            run.Add("RSS, MiB", footprint.Resident / 1024);
            run.Add("anonymous memory, MiB", footprint.Anonymous / 1024);
        }
    }

    /// <summary>CPU time used when the use per half second has become small.</summary>
    public static double CpuWhenSettled(DaemonProcess daemon)
    {
        double before;
        double now = 0;
        WallClock.WaitUntil(
            () =>
            {
                WallClock.Wait(0.5);
                (before, now) = (now, daemon.CpuMilliseconds);
                return now - before < 10;
            },
            30);
        return now;
    }
}
