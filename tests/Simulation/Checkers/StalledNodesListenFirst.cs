using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// A node that was not scheduled for longer than its Master_Down_Interval when its wait ended listens for one more
/// before it becomes Master or claims that in its group. Its silence proves nothing. (What the group has answered to an
/// earlier claim counts, wherever the answer was meanwhile.)
/// </summary>
internal sealed class StalledNodesListenFirst : ILanChecker
{
    private readonly Dictionary<SimulatedInstance, TimeSpan> _listensUntil = [];

    public void Resumed(SimulatedRouter router, TimeSpan since)
    {
        foreach (SimulatedInstance instance in router.Instances)
        {
            VrrpTimerSlot wait = instance.State.Timers[VrrpTimer.MasterDown];
            TimeSpan masterDown = VrrpTimers.MasterDownInterval(instance.Parameters, instance.State);
            bool hasEnded = wait.IsRunning && wait.DueAt <= router.LocalNow;
            if (hasEnded && router.LocalNow - since > masterDown)
            {
                _listensUntil[instance] = router.LocalNow + masterDown;
            }
        }
    }

    public void AfterStep(in MachineStep step)
    {
        if (!_listensUntil.TryGetValue(step.Instance, out TimeSpan until))
        {
            return;
        }

        bool claims = step.After.State == VrrpState.Master && step.Before.State != VrrpState.Master;
        bool isByItself = step.Event is { Kind: VrrpEventKind.TimerFired, Timer: VrrpTimer.MasterDown }
            && step.Before.Timers.IsCurrent(VrrpTimer.MasterDown, step.Event.Generation);
        InvariantBroken.Unless(
            !isByItself || !(claims || step.After.ClaimsMaster) || step.Now >= until,
            step.Instance,
            "claims by a timer that proves nothing");
        bool waitsAnew = step.Event.Kind == VrrpEventKind.AdvertisementReceived
            && step.After.Timers[VrrpTimer.MasterDown] != step.Before.Timers[VrrpTimer.MasterDown];
        bool hasNews = waitsAnew || step.Event.Kind is VrrpEventKind.WeightChanged or VrrpEventKind.ParametersChanged;
        if (hasNews || claims || step.After.State != VrrpState.Backup)
        {
            _listensUntil.Remove(step.Instance);
        }
    }
}
