using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// When all messages between group and members have arrived, all are Master or none, and all in Fault or none.
/// </summary>
internal sealed class GroupsAgree : ILanChecker
{
    public void AtMoment(SimulatedRouter router)
    {
        if (router.IsGrouped && router.IsGroupSettled)
        {
            RequireSame(router, VrrpState.Master);
            RequireSame(router, VrrpState.Fault);
        }
    }

    private static void RequireSame(SimulatedRouter router, VrrpState state)
    {
        int count = 0;
        foreach (SimulatedInstance instance in router.Instances)
        {
            count += instance.State.State == state ? 1 : 0;
        }

        if (count != 0 && count != router.Instances.Length)
        {
            throw new InvariantBroken($"{router.Name}: {count} of {router.Instances.Length} members are {state}");
        }
    }
}
