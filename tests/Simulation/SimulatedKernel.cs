namespace Keepalived.Simulation;

/// <summary>
/// The kernel of one router as far as addresses go: each instance's set is there or not. Requests are done one after
/// the
/// other, each after a while; an answer comes when it is done.
/// </summary>
public sealed class SimulatedKernel(SimulatedRouter router)
{
    private readonly bool[] _installed = new bool[router.Lan.Options.VirtualRouters];
    private readonly int[] _pending = new int[router.Lan.Options.VirtualRouters];
    private TimeSpan _busyUntil;
    private int _epoch;

    public bool IsInstalled(int instance) => _installed[instance];

    /// <summary>Requests that are not done yet.</summary>
    public int Pending(int instance) => _pending[instance];

    /// <param name="done">Told whether anything was refused.</param>
    public void Request(int instance, bool install, Action<bool> done)
    {
        SimulatedLan lan = router.Lan;
        TimeSpan now = lan.Clock.Now;
        _busyUntil = (_busyUntil > now ? _busyUntil : now) + lan.Random.Between(TimeSpan.Zero, lan.Options.KernelDelay);
        _pending[instance]++;
        int epoch = _epoch;
        lan.Clock.At(_busyUntil, () =>
        {
            if (epoch != _epoch)
            {
                return;
            }

            _pending[instance]--;
            _installed[instance] = install;
            lan.Touch(router);
            done(install && lan.Random.Percent(lan.Options.KernelRefusesPercent));
        });
    }

    /// <summary>Somebody else takes the addresses away.</summary>
    public bool TakeAway(int instance)
    {
        bool was = _installed[instance];
        _installed[instance] = false;
        return was;
    }

    /// <summary>The daemon was killed: nobody waits for answers. Addresses stay.</summary>
    public void Abandon()
    {
        _epoch++;
        Array.Clear(_pending);
    }

    /// <summary>A new daemon removes what the dead one left before it listens.</summary>
    public void Recover() => Array.Clear(_installed);
}
