using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// Backup waits and is silent, Master advertises and does not wait, the others do neither. A delay that nobody asks for
/// does not run, and who claims in a group says so each time.
/// </summary>
internal sealed class OneTimerArmed : ILanChecker
{
    public void AfterStep(in MachineStep step)
    {
        VrrpState state = step.After.State;
        bool waits = step.After.Timers[VrrpTimer.MasterDown].IsRunning;
        SimulatedTransmitter transmitter = step.Instance.Transmitter;
        bool advertises = transmitter.IsRunning || transmitter.IsSilenced;
        InvariantBroken.Unless(
            waits == (state == VrrpState.Backup),
            step.Instance,
            $"{state} {(waits ? "waits" : "does not wait")} for a Master");
        InvariantBroken.Unless(
            advertises == (state == VrrpState.Master),
            step.Instance,
            $"{state} {(advertises ? "advertises" : "does not advertise")}");
        bool delays = step.After.Timers[VrrpTimer.PreemptDelay].IsRunning;
        InvariantBroken.Unless(
            !delays || step.Instance.IsReloading
                || (state == VrrpState.Backup && step.Parameters.PreemptDelay > TimeSpan.Zero),
            step.Instance,
            "delays a preemption that nobody asked it to");
        bool claims = step.Parameters.InSyncGroup && step.After.ClaimsMaster
            && step.Event is { Kind: VrrpEventKind.TimerFired, Timer: VrrpTimer.MasterDown }
            && step.Before.Timers.IsCurrent(VrrpTimer.MasterDown, step.Event.Generation);
        InvariantBroken.Unless(
            !claims || step.Has(VrrpEffectKind.ReportToGroup), step.Instance, "claims and does not say so");
        if (state == VrrpState.Master)
        {
            InvariantBroken.Unless(
                transmitter.Priority == step.After.EffectivePriority,
                step.Instance,
                "advertises an old priority");
            InvariantBroken.Unless(
                step.Instance.IsReloading || transmitter.Interval == step.Parameters.AdvertisementInterval,
                step.Instance,
                "advertises in an old interval");
        }
    }
}
