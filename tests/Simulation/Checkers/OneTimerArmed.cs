using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>Backup waits and is silent, Master advertises and does not wait, the others do neither.</summary>
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
