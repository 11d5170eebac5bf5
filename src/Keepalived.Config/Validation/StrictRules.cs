using System.Net.Sockets;
using Keepalived.Config.Grammar;

namespace Keepalived.Config.Validation;

/// <summary>What strict mode forbids or forces, and accept mode and ownership with it.</summary>
internal static class StrictRules
{
    public static void Apply(RuleContext context, InstanceDraft d)
    {
        Accept(context, d);
        OwnerIgnore(context, d);
        if (!d.Config.Strict)
        {
            return;
        }

        if (d.Peers.Count > 0)
        {
            context.Error(d, "Strict mode does not support unicast on a multicast interface");
        }

        if (d.TransmitFromBase)
        {
            context.Error(d, "vmac_xmit_base is incompatible with strict mode - resetting");
            d.TransmitFromBase = false;
        }

        if (d.Config.Vmac is { MacAddress.IsEmpty: false } vmac)
        {
            context.Error(d, "a VMAC MAC address is incompatible with strict mode - resetting");
            InstanceRules.Set(d, c => c with { Vmac = vmac with { MacAddress = [] } });
        }

        if (d.DownTimerAdverts is not null and not 3)
        {
            context.Error(d, "down_timer_adverts is incompatible with strict mode - resetting to 3");
        }

        d.DownTimerAdverts = 3;
        bool linkLocalFirst = d.Config.Family != AddressFamily.InterNetworkV6
            || d.Addresses.Count == 0 || d.Addresses[0].Address.IsIPv6LinkLocal;
        if (!linkLocalFirst)
        {
            context.Error(d, "the first IPv6 VIP address must be link local");
        }

        d.LowerPriorityRepeat = 0;
        d.LowerPriorityDelay = TimeSpan.Zero;
        d.LowerPriorityNoAdvert = true;
        d.HigherPrioritySendAdvert = false;
    }

    private static void Accept(RuleContext context, InstanceDraft d)
    {
        bool owner = d.Config.Priority == 255;
        bool accept = d.Accept ?? (!d.Config.Strict || owner);
        if (d.Config.Strict && !owner && accept && d.Config.Version == 2)
        {
            // RFC 3768 6.4.3: a Master that is not the owner must not accept packets to the addresses.
            context.Error(d, "warning - accept mode for VRRP version 2 does not comply with RFC3768 - resetting");
            accept = false;
        }

        InstanceRules.Set(d, c => c with { Accept = accept });
    }

    private static void OwnerIgnore(RuleContext context, InstanceDraft d)
    {
        bool owner = d.Config.Priority == 255;
        if (d.OwnerIgnoreAdverts == true && !owner)
        {
            context.Error(d, "owner_ignore_adverts is only for priority 255 - ignoring");
            d.OwnerIgnoreAdverts = false;
        }
        else if (d.Config.Strict && owner)
        {
            if (d.OwnerIgnoreAdverts == false)
            {
                context.Error(d, "strict mode requires owner_ignore_adverts - setting");
            }

            d.OwnerIgnoreAdverts = true;
        }
    }
}
