using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide.Cases;

/// <summary>
/// What the runtime's memory does while nothing happens but adverts, for master and backup. Ours alone: the reference
/// has no such thing.
/// </summary>
internal sealed class GarbageCase(string name, Instances standby) : IBenchmarkCase
{
    public string Name => name;

    public string Description =>
        $"full collections and bytes per advert in 5 minutes, {standby.Count} instances at {standby.Interval} s";

    public void Measure(BenchmarkRun run)
    {
        if (run.Candidate.Name != Candidate.Ours)
        {
            return;
        }
        using var lan = new Lan();
        DaemonProcess master = run.StartMaster(lan, standby with { Priority = 255 });
        DaemonProcess backup = lan.Start("b", run.Candidate, ConfigText.Vrrp(standby));
        WallClock.WaitUntil(() => backup.HasJoined, 10);
        WallClock.Wait(10);
        (DaemonProcess Daemon, string Role)[] both = [(master, "master"), (backup, "backup")];
        var before = both.Select(one => one.Daemon.ReadMemory()).ToArray();
        long start = WallClock.Now;
        WallClock.Wait(run.IsQuick ? 20 : 300);
        double adverts = WallClock.Milliseconds(start, WallClock.Now) / 1000 / standby.Interval * standby.Count;
        for (int i = 0; i < both.Length; i++)
        {
            (long full, long bytes) = both[i].Daemon.ReadMemory();
            run.Add($"full collections, {both[i].Role}", full - before[i].FullCollections);
            run.Add($"bytes per advert, {both[i].Role}", (bytes - before[i].AllocatedBytes) / adverts);
        }
    }
}
