using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide.Cases;

/// <summary>A reload with one more address in the last instance and, if there are any, one more real server.</summary>
internal sealed class ReloadCase(string name, int instances, int realServers) : IBenchmarkCase
{
    public string Name => name;

    public string Description =>
        $"SIGHUP to the new address with {instances} instances and {realServers} real servers, and the CPU for it";

    public bool NeedsIpvs => realServers > 0;

    public void Measure(BenchmarkRun run)
    {
        var owner = new Instances(instances, 1, 255);
        using var lan = new Lan();
        AddressWatch watch = lan.Watch("a");
        DaemonProcess daemon = run.StartMaster(lan, owner, Lvs(0));
        WallClock.Wait(4);
        for (int i = 1; i <= 3; i++)
        {
            double rest = CpuDuring(daemon, 2);
            AdvertCapture capture = lan.Capture(isLive: false);
            WallClock.Wait(1.2);
            string added = $"10.201.0.{i}";
            daemon.WriteConfig(ConfigText.Vrrp(owner with { ExtraAddress = added }) + Lvs(i));
            double before = daemon.CpuMilliseconds;
            long asked = daemon.Reload();
            WallClock.Wait(2);
            double used = daemon.CpuMilliseconds - before;
            long there = watch.WaitFor(added, 20)
                ?? throw new InvalidOperationException("no new address:\n" + BenchmarkRun.Tail(daemon.Log));
            WallClock.Wait(0.2);
            Advert[] adverts = capture.Stop();
            run.Add("reload to new address, ms", WallClock.Milliseconds(asked, there));
            run.Add("CPU for it, ms", used - rest);
            run.Add("longest silence, ms", 1000 * JitterCase.Intervals(adverts).Max());
            run.Add("resignations", adverts.Count(advert => advert.Priority == 0));
        }
    }

    private static double CpuDuring(DaemonProcess daemon, double seconds)
    {
        double before = daemon.CpuMilliseconds;
        WallClock.Wait(seconds);
        return daemon.CpuMilliseconds - before;
    }

    private string Lvs(int more) => realServers == 0 ? "" : ConfigText.Lvs(realServers + more, 3600);
}
