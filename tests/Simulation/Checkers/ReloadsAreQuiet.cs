using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// A reload without a difference for an instance reaches it not at all: no packet, no write, no notification. With a
/// difference that leaves the virtual router what it is, a Master stays Master and a Backup stays Backup.
/// </summary>
internal sealed class ReloadsAreQuiet : ILanChecker
{
    public void Reloaded(SimulatedRouter router, SimulatedConf before, ReadOnlySpan<bool> told)
    {
        SimulatedConf now = router.Conf;
        for (int i = 0; i < told.Length; i++)
        {
            bool isSame = now.Globals == before.Globals && now.GroupText == before.GroupText
                && now.Instances[i] == before.Instances[i];
            InvariantBroken.Unless(
                !isSame || !told[i], router[i], "was told of a reload that is none of its business");
        }
    }

    public void AfterStep(in MachineStep step)
    {
        if (step.Event.Kind != VrrpEventKind.ParametersChanged)
        {
            return;
        }

        bool leftGroup = step.Before.State == VrrpState.Fault && !step.Parameters.InSyncGroup;
        InvariantBroken.Unless(
            step.After.State == step.Before.State || leftGroup,
            step.Instance,
            $"a reload made it {step.After.State} from {step.Before.State}");
        bool isMaster = step.After.State == VrrpState.Master;
        InvariantBroken.Unless(
            isMaster == step.Sends(step.After.EffectivePriority)
                && isMaster == step.Has(VrrpEffectKind.InstallAddresses),
            step.Instance,
            "a reload changed a Master and nobody heard of it, or it was none");
    }
}
