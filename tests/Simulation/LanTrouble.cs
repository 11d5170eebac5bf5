namespace Keepalived.Simulation;

/// <summary>Makes trouble on a LAN, one fault at a time, each with its end; and puts everything right again.</summary>
public sealed class LanTrouble(SimulatedLan lan)
{
    private bool _isOver;

    private SimulationRandom Random => lan.Random;

    public void Start()
    {
        if (!lan.Options.Faults.IsEmpty)
        {
            ScheduleNext();
        }
    }

    /// <summary>The network is perfect, links are up, routers run, scripts succeed; a split may remain.</summary>
    public void End()
    {
        _isOver = true;
        lan.Heal();
        foreach (SimulatedRouter router in lan.Routers)
        {
            router.Resume();
            router.SetLink(isUp: true);
            router.ScriptSucceeds = true;
            router.Start();
        }

        if (lan.Options.StaysSplit)
        {
            Split();
        }
    }

    private void ScheduleNext()
    {
        TimeSpan mean = lan.Options.FaultInterval;
        lan.Clock.After(Random.Between(TimeSpan.Zero, 2 * mean), () =>
        {
            if (!_isOver)
            {
                Strike();
                ScheduleNext();
            }
        });
    }

    private void Strike()
    {
        SimulatedRouter router = lan.Routers[Random.Below(lan.Routers.Length)];
        switch (Random.Pick(lan.Options.Faults.AsSpan()))
        {
            case LanFault.Partition:
                Split();
                Later(12_000, lan.JoinAll);
                break;
            case LanFault.OneWayPartition:
                lan.CutOneWay(router, lan.Routers[Random.Below(lan.Routers.Length)]);
                Later(12_000, lan.JoinAll);
                break;
            case LanFault.Isolation:
                lan.Isolate(router);
                Later(12_000, lan.JoinAll);
                break;
            case LanFault.LinkFlap:
                router.SetLink(isUp: false);
                Later(6_000, () => router.SetLink(isUp: true));
                break;
            case LanFault.Crash:
                router.Kill();
                Later(8_000, router.Start);
                break;
            case LanFault.Stop:
                router.Stop();
                Later(5_000, router.Start);
                break;
            case LanFault.Pause:
                router.Pause();
                Later(9_000, router.Resume);
                break;
            case LanFault.Suspend:
                router.Pause(isDeaf: true);
                Later(20_000, router.Resume);
                break;
            default:
                StrikeInside(router);
                break;
        }
    }

    private void StrikeInside(SimulatedRouter router)
    {
        switch (Random.Below(3))
        {
            case 0 when lan.Options.Faults.Contains(LanFault.ScriptFails):
                router.ScriptSucceeds = !router.ScriptSucceeds;
                break;
            case 1 when lan.Options.Faults.Contains(LanFault.Reload) && router.Options.Priority != byte.MaxValue:
                router.Reload(router.Options with { Priority = (byte)Random.Between(1, 254) });
                break;
            case 2 when lan.Options.Faults.Contains(LanFault.AddressRemoved) && router.IsRunning:
                router[Random.Below(lan.Options.VirtualRouters)].Rob();
                break;
        }
    }

    private void Split()
    {
        int half = Random.Between(1, lan.Routers.Length - 1);
        foreach (SimulatedRouter one in lan.Routers[..half])
        {
            foreach (SimulatedRouter other in lan.Routers[half..])
            {
                lan.Cut(one, other);
            }
        }
    }

    private void Later(int mostMilliseconds, Action action) =>
        lan.Clock.After(Random.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(mostMilliseconds)), () =>
        {
            if (!_isOver)
            {
                action();
            }
        });
}
