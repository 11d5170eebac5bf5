using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>Nobody becomes Master before the end of the router's start-up delay, whatever a group says.</summary>
internal sealed class StartupDelayHolds : ILanChecker
{
    public void AfterStep(in MachineStep step)
    {
        SimulatedRouter router = step.Instance.Router;
        bool claims = step.After.State == VrrpState.Master && step.Before.State != VrrpState.Master;
        InvariantBroken.Unless(
            !claims || step.Now >= router.StartedAt + router.Options.StartupDelay,
            step.Instance,
            "became Master during its start-up delay");
    }
}
