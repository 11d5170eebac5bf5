using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// <c>timer_expired_backup</c>: a Master that stood still for so long that another has taken over gives up before it
/// answers anything that came meanwhile. Else it would insist on what it no longer has.
/// </summary>
internal sealed class SilentMastersGiveUpFirst : ILanChecker
{
    private readonly HashSet<SimulatedInstance> _stood = [];

    public void Resumed(SimulatedRouter router, TimeSpan since)
    {
        foreach (SimulatedInstance instance in router.Instances)
        {
            if (instance.State.State == VrrpState.Master && instance.Transmitter.WasSilentTooLong)
            {
                _stood.Add(instance);
            }
        }
    }

    public void AfterStep(in MachineStep step)
    {
        if (_stood.Remove(step.Instance))
        {
            InvariantBroken.Unless(
                step.Event.Kind == VrrpEventKind.SilenceExceeded,
                step.Instance,
                $"stood still as Master, and then came {step.Event.Kind}");
        }
    }
}
