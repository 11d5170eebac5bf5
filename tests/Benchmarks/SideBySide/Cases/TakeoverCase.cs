using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide.Cases;

/// <summary>
/// The master is killed at a random moment; from its last advert to the first of the backup, less what the protocol
/// demands (3 x interval + skew). Of many instances the slowest counts. Both are started anew for each kill, so the
/// backup has never taken over before: the usual case. A warm one has been master once.
/// </summary>
internal sealed class TakeoverCase(string name, Instances standby, int kills = 5, bool isWarm = false) : IBenchmarkCase
{
    public string Name => name;

    public string Description =>
        $"last advert of a killed master to first of the backup, {standby.Count} at {standby.Interval} s";

    public void Measure(BenchmarkRun run)
    {
        for (int i = 0; i < kills; i++)
        {
            KillOnce(run);
        }
    }

    private void KillOnce(BenchmarkRun run)
    {
        using var lan = new Lan();
        AdvertCapture capture = lan.Capture();
        AddressWatch watch = lan.Watch("b");
        DaemonProcess backup = isWarm ? StartBackup(run, lan) : null!;
        if (isWarm && !capture.WaitForRouters('b', standby.Count, 20))
        {
            throw new InvalidOperationException("not master alone:\n" + BenchmarkRun.Tail(backup.Log));
        }
        DaemonProcess master = lan.Start("a", run.Candidate, ConfigText.Vrrp(standby with { Priority = 255 }));
        if (!capture.WaitForRouters('a', standby.Count, 30))
        {
            throw new InvalidOperationException("no master:\n" + BenchmarkRun.Tail(master.Log));
        }
        backup = isWarm ? backup : StartBackup(run, lan);
        WallClock.Wait(1 + (2.5 * standby.Interval) + (standby.Count / 100.0));
        int mark = capture.Count;
        WallClock.Wait((Random.Shared.NextDouble() + 1.2) * standby.Interval);
        if (capture.Adverts[mark..].Any(advert => advert is { Host: 'b', Priority: > 0 }))
        {
            throw new InvalidOperationException("The backup was none:\n" + BenchmarkRun.Tail(backup.Log));
        }
        master.Kill();
        if (!capture.WaitForRouters('b', standby.Count, 15, mark))
        {
            throw new InvalidOperationException("nobody took over:\n" + BenchmarkRun.Tail(backup.Log));
        }
        Report(run, capture.Adverts[mark..], watch);
    }

    private DaemonProcess StartBackup(BenchmarkRun run, Lan lan)
    {
        DaemonProcess backup = lan.Start("b", run.Candidate, ConfigText.Vrrp(standby));
        WallClock.WaitUntil(() => backup.HasJoined, 10);
        return backup;
    }

    private void Report(BenchmarkRun run, Advert[] adverts, AddressWatch watch)
    {
        if (adverts.Any(advert => advert.Priority == 0))
        {
            throw new InvalidOperationException("The kill was not a kill: somebody resigned.");
        }
        double theory = standby.MasterDownInterval * 1000;
        double worstAdvert = double.MinValue;
        double worstAddress = double.MinValue;
        foreach (IGrouping<byte, Advert> router in adverts.GroupBy(advert => advert.Vrid))
        {
            long last = router.Last(advert => advert.Host == 'a').Time;
            double gap = WallClock.Milliseconds(last, router.First(advert => advert.Host == 'b').Time);
            worstAdvert = Math.Max(worstAdvert, gap - theory);
            if (!isWarm && watch.WaitFor(ConfigText.AddressOf(router.Key), 5) is { } address)
            {
                worstAddress = Math.Max(worstAddress, WallClock.Milliseconds(last, address) - theory);
            }
        }
        run.Add("advert gap over protocol, ms", worstAdvert);
        if (!isWarm)
        {
            run.Add("address gap over protocol, ms", worstAddress);
        }
    }
}
