using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide.Cases;

/// <summary>An address owner waits for nobody: from exec to its first advert is all its own time.</summary>
internal sealed class StartCase : IBenchmarkCase
{
    public string Name => "start";

    public string Description => "exec to first advert and to the virtual address, address owner";

    public void Measure(BenchmarkRun run)
    {
        for (int i = 0; i < (run.IsQuick ? 3 : 5); i++)
        {
            using var lan = new Lan();
            AdvertCapture capture = lan.Capture();
            AddressWatch watch = lan.Watch("a");
            DaemonProcess daemon = lan.Start("a", run.Candidate, ConfigText.Vrrp(new Instances(1, 1, 255)));
            Advert first = capture.WaitFor(_ => true, 20)
                ?? throw new InvalidOperationException("no advert:\n" + BenchmarkRun.Tail(daemon.Log));
            long address = watch.WaitFor(ConfigText.AddressOf(1), 5)
                ?? throw new InvalidOperationException("no address:\n" + BenchmarkRun.Tail(daemon.Log));
            run.Add("exec to first advert, ms", WallClock.Milliseconds(daemon.StartTime, first.Time));
            run.Add("exec to address, ms", WallClock.Milliseconds(daemon.StartTime, address));
            WallClock.Wait(0.3);
            run.Add("CPU until settled, ms", daemon.CpuMilliseconds);
        }
    }
}
