using Keepalived.Core.Tracking;

namespace Keepalived.Simulation;

/// <summary>Makes trouble on a LAN, one fault at a time, each with its end; and puts everything right again.</summary>
public sealed class LanTrouble(SimulatedLan lan)
{
    private SharedOptions _shared = lan.Options.Shared;
    private bool _isOver;

    private SimulationRandom Random => lan.Random;

    public void Start()
    {
        if (!lan.Options.Faults.IsEmpty)
        {
            ScheduleNext();
        }
    }

    /// <summary>
    /// The network is perfect, links are up, routers run with the newest file, trackers are content; a split may
    /// remain.
    /// </summary>
    public void End()
    {
        _isOver = true;
        lan.Heal();
        foreach (SimulatedRouter router in lan.Routers)
        {
            router.Resume();
            router.SetLink(isUp: true);
            router.Start();
            router.Reload(router.Options, _shared);
            foreach (SimulatedTracker tracker in router.Trackers)
            {
                tracker.Restore(
                    router.Options.Trackers.First(one => (one.Kind, one.Name) == tracker.Key),
                    router.FailureIsWell(tracker));
            }
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
        LanFault fault = Random.Pick(lan.Options.Faults.AsSpan());
        switch (fault)
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
                StrikeInside(router, fault);
                break;
        }
    }

    private void StrikeInside(SimulatedRouter router, LanFault fault)
    {
        switch (fault)
        {
            case LanFault.AddressRemoved when router.IsRunning:
                router[Random.Below(lan.Options.VirtualRouters)].Rob();
                break;
            case LanFault.InstanceRestart when router is { IsRunning: true, IsPaused: false }:
                router.Restart(Random.Below(lan.Options.VirtualRouters));
                break;
            case LanFault.TrackerChanges when router.Trackers.Count > 0:
                Disturb(router, router.Trackers[Random.Below(router.Trackers.Count)]);
                break;
            case LanFault.Renumber when !lan.Options.IsUnicast:
                router.Renumber();
                break;
            case LanFault.ReloadSame when !router.IsPaused:
                router.Reload(router.Options, router.Shared);
                break;
            case LanFault.ReloadOwn when !router.IsPaused:
                router.Reload(LanSwarm.Changed(router.Options, Random), router.Shared);
                break;
            case LanFault.ReloadShared:
                _shared = LanSwarm.Changed(_shared, lan.Options, Random);
                SharedOptions shared = _shared;
                Array.ForEach(lan.Routers, one => Later(3_000, () => ReloadShared(one, shared)));
                break;
        }
    }

    private static void ReloadShared(SimulatedRouter router, SharedOptions shared)
    {
        if (!router.IsPaused)
        {
            router.Reload(router.Options, shared);
        }
    }

    private void Disturb(SimulatedRouter router, SimulatedTracker tracker)
    {
        int value = tracker.Key.Kind == TrackerKind.File ? Random.Pick(0, 1, -3, 300, -300) : Random.Below(4);
        lan.Note(router, $"{tracker.Key.Name} changes");
        tracker.Set(!tracker.Works, value);
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
