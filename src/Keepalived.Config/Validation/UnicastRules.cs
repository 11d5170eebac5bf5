using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;

namespace Keepalived.Config.Validation;

/// <summary>Unicast needs peers, and goes with VMAC and strict mode only under conditions.</summary>
internal static class UnicastRules
{
    public static void Apply(RuleContext context, InstanceDraft d)
    {
        bool unicast = d.Peers.Count > 0;
        if (!unicast && d.UnicastKeyword && !d.Config.UnicastFaultNoPeer)
        {
            context.Diagnostics.Deprecated(d.Span,
                $"({d.Name}) A unicast keyword has been specified without any unicast " +
                "peers. Defaulting to multicast. This usage is deprecated - please update your configuration.",
                "unicast_peer { ... }, or unicast_fault_no_peer");
        }

        for (int i = d.Peers.Count - 1; i > 0; i--)
        {
            if (d.Peers.FindIndex(p => p.Address.Equals(d.Peers[i].Address)) < i)
            {
                context.Diagnostics.Notice(d.Span, $"({d.Name}) unicast peer {d.Peers[i].Address} is listed twice");
                d.Peers.RemoveAt(i);
            }
        }

        if (unicast && d.Config.Vmac is not null && !d.TransmitFromBase)
        {
            if (d.Config.Interface.Length == 0)
            {
                context.Error(d, "Cannot use VMAC/ipvlan with unicast and no interface - clearing use_vmac");
                InstanceRules.Set(d, c => c with { Vmac = null });
            }
            else if (d.Config.Vmac.Kind == Model.VirtualInterfaceKind.Macvlan)
            {
                context.Error(d, "unicast with use_vmac requires vmac_xmit_base - setting");
                d.TransmitFromBase = true;
            }
        }

        if (d.Config.Vmac is { Kind: Model.VirtualInterfaceKind.Macvlan } && d.UnicastKeyword && !unicast
            && !d.TransmitFromBase)
        {
            context.Error(d, "unicast with use_vmac requires vmac_xmit_base - setting");
            d.TransmitFromBase = true;
        }
    }
}
