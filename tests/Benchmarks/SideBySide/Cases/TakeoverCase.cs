using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide.Cases;

/// <summary>
/// The master is killed at a random moment; from its last advert to the first of the backup, less what the protocol
/// demands (3 x interval + skew). Both are started anew for each kill: a take-over is rare, so it always runs cold.
/// </summary>
internal sealed class TakeoverCase(string name, double interval) : IBenchmarkCase
{
    public string Name => name;

    public string Description => $"last advert of a killed master to first of the backup, advert_int {interval} s";

    public void Measure(BenchmarkRun run)
    {
        for (int i = 0; i < 5; i++)
        {
            KillOnce(run);
        }
    }

    private void KillOnce(BenchmarkRun run)
    {
        using var lan = new Lan();
        AdvertCapture capture = lan.Capture();
        AddressWatch watch = lan.Watch("b");
        DaemonProcess master = lan.Start("a", run.Candidate, ConfigText.Vrrp(new Instances(1, interval, 255)));
        if (!capture.WaitForRouters('a', 1, 20))
        {
            throw new InvalidOperationException("no master:\n" + BenchmarkRun.Tail(master.Log));
        }
        var standby = new Instances(1, interval, 100);
        DaemonProcess backup = lan.Start("b", run.Candidate, ConfigText.Vrrp(standby));
        WallClock.WaitUntil(() => backup.HasJoined, 10);
        WallClock.Wait(0.5 + (2.5 * interval));
        int mark = capture.Count;
        WallClock.Wait(Random.Shared.NextDouble() * interval);
        master.Kill();

        Advert first = capture.WaitFor(advert => advert is { Host: 'b', Priority: > 0 }, 15, mark)
            ?? throw new InvalidOperationException("nobody took over:\n" + BenchmarkRun.Tail(backup.Log));
        Advert[] adverts = capture.Adverts;
        if (adverts.Any(advert => advert.Priority == 0) || adverts.First(advert => advert.Host == 'b') != first)
        {
            throw new InvalidOperationException("The kill was not a kill, or the backup was none before it.");
        }
        long last = adverts.Last(advert => advert.Host == 'a').Time;
        double theory = standby.MasterDownInterval * 1000;
        run.Add("advert gap over protocol, ms", WallClock.Milliseconds(last, first.Time) - theory);
        if (watch.WaitFor(ConfigText.AddressOf(1), 5) is { } address)
        {
            run.Add("address gap over protocol, ms", WallClock.Milliseconds(last, address) - theory);
        }
    }
}
