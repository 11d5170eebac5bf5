using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// A node that was not scheduled for longer than its Master_Down_Interval when its wait ended listens for one more
/// before it claims, by itself or with its group. Its silence proves nothing.
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
            bool hasEnded = wait.IsRunning && wait.DueAt <= router.LocalNow
                // What it claimed before is on its way to the group, and the answer on its way back.
                && !instance.State.ClaimsMaster;
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
        InvariantBroken.Unless(
            !claims || step.Now >= until, step.Instance, "became Master by a timer that proves nothing");
        bool waitsAnew = step.Event.Kind == VrrpEventKind.AdvertisementReceived
            && step.After.Timers[VrrpTimer.MasterDown] != step.Before.Timers[VrrpTimer.MasterDown];
        bool hasNews = waitsAnew || step.Event.Kind is VrrpEventKind.WeightChanged or VrrpEventKind.ParametersChanged;
        if (hasNews || claims || step.After.State != VrrpState.Backup)
        {
            _listensUntil.Remove(step.Instance);
        }
    }
}
