using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide.Cases;

/// <summary>
/// A thousand real servers, each checked every second, beside an instance that advertises. Our daemon runs without
/// IPVS; the reference's requests to it are answered for it where there is none.
/// </summary>
internal sealed class ChecksCase(string name, double interval, bool isWeb = false) : IBenchmarkCase
{
    private const int Servers = 1000;
    private const long TenMilliseconds = 10_000_000;

    public string Name => name;

    public string Description =>
        $"CPU per {(isWeb ? "HTTP_GET" : "TCP_CHECK")} of 1,000 real servers each second, and adverts at {interval} s";

    public bool NeedsIpvs => true;

    public void Measure(BenchmarkRun run)
    {
        var owner = new Instances(1, interval, 255);
        using var lan = new Lan();
        var servers = lan.Own(new RealServers(lan, isWeb));
        DaemonProcess daemon = run.StartMaster(lan, owner, ConfigText.Lvs(Servers, 1, isWeb: isWeb));
        if (!WallClock.WaitUntil(() => servers.Seen == Servers, 60))
        {
            throw new InvalidOperationException(
                $"{servers.Seen} of {Servers} real servers are checked:\n" + BenchmarkRun.Tail(daemon.Log));
        }
        run.Add("exec to all checked, ms", WallClock.Milliseconds(daemon.StartTime, WallClock.Now));
        WallClock.Wait(4);
        AdvertCapture capture = lan.Capture(isLive: false);
        var connects = lan.Own(new ConnectCapture(lan));
        double cpu = daemon.CpuMilliseconds;
        long checks = servers.Connections;
        long start = WallClock.Now;
        WallClock.Wait(run.IsQuick ? 5 : 15);
        cpu = daemon.CpuMilliseconds - cpu;
        checks = servers.Connections - checks;
        double elapsed = WallClock.Milliseconds(start, WallClock.Now);
        run.Add("most checks within 10 ms", ConnectCapture.MostWithin(connects.Stop(), TenMilliseconds));
        Footprint footprint = daemon.Footprint;
        run.Add("checks per second", checks * 1000 / elapsed);
        run.Add("CPU per check, us", cpu * 1000 / checks);
        run.Add("CPU, % of a core", 100 * cpu / elapsed);
        run.Add("RSS, MiB", footprint.Resident / 1024);
        run.Add("anonymous memory, MiB", footprint.Anonymous / 1024);
        JitterCase.AddDeviations(run, capture.Stop(), owner);
    }
}
