using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide.Cases;

/// <summary>A reload with one more address in the last instance and, if there are any, one more real server.</summary>
internal sealed class ReloadCase(string name, int instances, int realServers, int perService = 100) : IBenchmarkCase
{
    /// <summary>The first pays for compilation; the others say what a warm daemon does.</summary>
    private const int Reloads = 5;

    public string Name => name;

    public string Description =>
        $"SIGHUP to the new address with {instances} instances and {realServers} real servers, and the CPU for it";

    public bool NeedsIpvs => realServers > 0;

    public void Measure(BenchmarkRun run)
    {
        var owner = new Instances(instances, 1, 255);
        using var lan = new Lan();
        AddressWatch watch = lan.Watch("a");
        if (realServers > 0)
        {
            // Servers that go down one after the other would hide what a reload costs.
            _ = lan.Own(new RealServers(lan));
        }

        DaemonProcess daemon = run.StartMaster(lan, owner, Lvs(0));
        WallClock.Wait(4);
        _ = Settle(daemon, 0, 60);
        for (int i = 1; i <= (run.IsQuick ? 3 : Reloads); i++)
        {
            double rest = CpuDuring(daemon, 2) / 2;
            AdvertCapture capture = lan.Capture(isLive: false);
            WallClock.Wait(1.2);
            string added = $"10.201.0.{i}";
            daemon.WriteConfig(ConfigText.Vrrp(owner with { ExtraAddress = added }) + Lvs(i));
            double before = daemon.CpuMilliseconds;
            long asked = daemon.Reload();
            double used = Settle(daemon, rest, 30) - before;
            double seconds = WallClock.Milliseconds(asked, WallClock.Now) / 1000;
            long there = watch.WaitFor(added, 20)
                ?? throw new InvalidOperationException("no new address:\n" + BenchmarkRun.Tail(daemon.Log));
            WallClock.Wait(0.2);
            Advert[] adverts = capture.Stop();
            string warm = i == 1 ? "first reload: " : "";
            run.Add($"{warm}to new address, ms", WallClock.Milliseconds(asked, there));
            run.Add($"{warm}CPU, ms", used - (rest * seconds));
            run.Add("latest advert, ms too late", 1000 * (JitterCase.Intervals(adverts).Max() - owner.Interval));
            run.Add("resignations", adverts.Count(advert => advert.Priority == 0));
        }
    }

    private static double CpuDuring(DaemonProcess daemon, double seconds)
    {
        double before = daemon.CpuMilliseconds;
        WallClock.Wait(seconds);
        return daemon.CpuMilliseconds - before;
    }

    /// <summary>CPU time used at the time when the use per second has become small.</summary>
    private static double Settle(DaemonProcess daemon, double rest, double patience)
    {
        double before;
        double now = daemon.CpuMilliseconds;
        WallClock.Wait(1);
        WallClock.WaitUntil(
            () =>
            {
                WallClock.Wait(1);
                (before, now) = (now, daemon.CpuMilliseconds);
                return now - before < 30 + (1.5 * rest);
            },
            patience);
        return now;
    }

    private string Lvs(int more) =>
        realServers == 0 ? "" : ConfigText.Lvs(realServers + more, 3600, perService);
}
