using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide.Cases;

/// <summary>What a backup of so many instances costs: it hears every advert of a master, the reference.</summary>
internal sealed class BackupCase(string name, Instances standby) : IBenchmarkCase
{
    public string Name => name;

    public string Description => $"CPU and memory of a backup of {standby.Count} instances at {standby.Interval} s";

    public void Measure(BenchmarkRun run)
    {
        using var lan = new Lan();
        (run with { Candidate = run.Peer }).StartMaster(lan, standby with { Priority = 255 });
        DaemonProcess backup = lan.Start("b", run.Candidate, ConfigText.Vrrp(standby));
        WallClock.WaitUntil(() => backup.HasJoined, 10);
        SteadyCase.Observe(run, backup, standby);
        AdvertCapture capture = lan.Capture();
        WallClock.Wait(2.5 * standby.Interval);
        run.Add("adverts although backup", capture.Stop().Count(advert => advert.Host == 'b'));
    }
}
