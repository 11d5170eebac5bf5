using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide.Cases;

/// <summary>
/// Two directors and nothing wrong with either but that the machine is busy: each change of owner is one too many.
/// </summary>
internal sealed class OwnerCase(string name, Instances standby, int busyLoops) : IBenchmarkCase
{
    public string Name => name;

    public string Description =>
        $"changes of owner, {standby.Count} instances at {standby.Interval} s beside {busyLoops} busy loops";

    public void Measure(BenchmarkRun run)
    {
        using var lan = new Lan();
        DaemonProcess master = run.StartMaster(lan, standby with { Priority = 150 });
        DaemonProcess backup = lan.Start("b", run.Candidate, ConfigText.Vrrp(standby));
        WallClock.WaitUntil(() => backup.HasJoined, 10);
        WallClock.Wait(4);
        double seconds = run.IsQuick ? 6 : 30;
        AdvertCapture capture = lan.Capture(isLive: false);
        double masterCpu = master.CpuMilliseconds;
        double backupCpu = backup.CpuMilliseconds;
        using (new BusyLoops(busyLoops))
        {
            WallClock.Wait(seconds);
            masterCpu = master.CpuMilliseconds - masterCpu;
            backupCpu = backup.CpuMilliseconds - backupCpu;
        }
        Advert[] adverts = capture.Stop();
        run.Add("changes of owner", Changes(adverts));
        run.Add("adverts of the backup", adverts.Count(advert => advert.Host == 'b'));
        run.Add("rate, of nominal", JitterCase.Rate(adverts, standby));
        run.Add("longest silence of the master, ms", 1000 * JitterCase.Intervals(adverts).Max());
        run.Add("CPU of the master, % of a core", masterCpu / seconds / 10);
        run.Add("CPU of the backup, % of a core", backupCpu / seconds / 10);
    }

    /// <summary>How often the sender of a virtual router's adverts became another one.</summary>
    private static int Changes(Advert[] adverts)
    {
        int changes = 0;
        char[] owner = [.. Enumerable.Repeat('a', 256)];
        foreach (Advert advert in adverts.Where(advert => advert.Priority > 0))
        {
            changes += owner[advert.Vrid] == advert.Host ? 0 : 1;
            owner[advert.Vrid] = advert.Host;
        }
        return changes;
    }
}
