using Keepalived.Config.Model;
using Keepalived.Core.Lvs.Marking;

namespace Keepalived.Core.Lvs;

/// <summary>What all virtual servers want in the table before any of them was asked.</summary>
public static class FirstTable
{
    /// <summary>Tells a new reconciler, in the names that the virtual servers will use themselves.</summary>
    public static void Want(IpvsReconciler reconciler, KeepalivedConfig config)
    {
        if (config.Global.LvsFlush)
        {
            reconciler.Flush();
        }

        GroupMarks marks = GroupMarks.Of(config, GroupMarks.None);
        List<VirtualServerEffect> effects = [];
        foreach (NamedVirtualServer server in NamedVirtualServer.All(config))
        {
            effects.Clear();
            VirtualServerState state = VirtualServerMachine.Handle(
                server.Config, VirtualServerMachine.Initial(server.Config), VirtualServerEvent.Startup, effects);
            reconciler.SetWanted(server.Name, WantedServices.Of(
                server.Config, state, server.Group, marks.Of(server.Config)));
        }
    }
}
