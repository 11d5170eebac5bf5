using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// Addresses are installed exactly in Master, once the kernel has answered and all news have arrived.
/// </summary>
internal sealed class AddressesFollowState : ILanChecker
{
    public void AtMoment(SimulatedRouter router)
    {
        foreach (SimulatedInstance instance in router.Instances)
        {
            bool isMaster = instance.State.State == VrrpState.Master;
            if (instance.IsSettled && router.Kernel.IsInstalled(instance.Index) != isMaster)
            {
                throw new InvariantBroken(
                    $"{instance.Name}: {instance.State.State} {(isMaster ? "without" : "with")} its addresses");
            }
        }
    }
}
