using System.Net;
using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>vrrp_instance: timing, modes, announcements and virtual interfaces.</summary>
internal static partial class VrrpInstanceGrammar
{
    private const int MaxInterfaceName = 15;

    private static void Timing(BlockGrammar<InstanceDraft> b)
    {
        b.Seconds("advert_int", new TimeRange(0.01m, 255, 6), "Time from advert to advert.", (d, v) => d.Interval = v)
            .Default("1").Range("0.01..255; version 2: whole; version 3: to 40.95");
        b.Int("down_timer_adverts", 1, 100, "Adverts that may be missed before the master counts as dead.",
            (d, v) => d.DownTimerAdverts = (int)v).Default("global");
        b.Flag("preempt", "Take over from a lower master.", d => d.NoPreempt = false).Default("on");
        b.Flag("nopreempt", "Leave a lower master alone.", d => d.NoPreempt = true);
        b.Seconds("preempt_delay", new TimeRange(0, 1000, 6), "Wait before taking over from a lower master.",
            (d, v) => Set(d, c => c with { PreemptDelay = v })).Default("0");
        b.Custom("timer_expired_backup", "[PRIORITY]", "After a long stall the master goes back to BACKUP.",
            ExpiredTimer)
            .Range("1..254").Default("off").Since("2.3");
        b.Custom("thread_timer_expired", "[PRIORITY]", "Old spelling of timer_expired_backup.", (p, d) =>
        {
            p.Deprecated("thread_timer_expired is to be replaced - please use timer_expired_backup");
            ExpiredTimer(p, d);
        }).Range("1..254").Default("off").Since("2.3").Deprecated();
    }

    private static void ExpiredTimer(ConfigParser p, InstanceDraft d)
    {
        long priority = 254;
        if (p.Line.ArgumentCount == 0 || p.TryInteger(1, 1, 254, out priority))
        {
            Set(d, c => c with { TimerExpiredBackupPriority = (byte)priority });
        }
    }

    private static void Modes(BlockGrammar<InstanceDraft> b)
    {
        b.Flag("dont_track_primary", "Loss of the own interface is no FAULT.",
            d => Set(d, c => c with { DontTrackPrimary = true }));
        b.Custom("linkbeat_use_polling", "", "Old form of linkbeat_interfaces.", (p, d) =>
        {
            p.Deprecated($"{p.Context}'linkbeat_use_polling' in vrrp instance deprecated - please use " +
                $"linkbeat_interfaces");
            Set(d, c => c with { LinkbeatUsePolling = true });
        }).Deprecated();
        b.Flag("accept", "Take packets to the addresses though not their owner.", d => d.Accept = true).Default("on");
        b.Flag("no_accept", "Drop packets to the addresses unless their owner.", d => d.Accept = false);
        b.Bool("skip_check_adv_addr", "Do not compare the address list of adverts with the own one.",
            (d, v) => d.SkipCheckAdvertAddress = v).Default("global");
        b.Bool("strict_mode", "Hold the instance to the letter of the RFC.", (d, v) => d.Strict = v).Default("global");
        b.Bool("lower_prio_no_advert", "Stay silent when a lower advert comes.",
            (d, v) => d.LowerPriorityNoAdvert = v).Default("global");
        b.Bool("higher_prio_send_advert", "Send one advert before yielding to a higher one.",
            (d, v) => d.HigherPrioritySendAdvert = v).Default("global");
        b.Bool("owner_ignore_adverts", "As address owner drop every advert heard.",
            (d, v) => d.OwnerIgnoreAdverts = v).Since("2.3").Default("global");
    }

    private static void MoreNotify(BlockGrammar<InstanceDraft> b)
    {
        b.Custom("notify_deleted", "[CMD [USER [GROUP]]]",
            "Run when a reload removes the instance; bare: only say DELETED.",
            (p, d) =>
            {
                Set(d, c => c with { NotifyDeleted = true });
                if (p.Line.ArgumentCount > 0 && p.ReadNotifyScript() is { } script)
                {
                    d.Notify = d.Notify with { Deleted = d.Notify.Deleted ?? script };
                }
            });
        b.Command("notify_master_rx_lower_pri", "Run when a lower advert reaches the master.",
            d => d.Notify.MasterReceivesLowerPriority,
            (d, s) => d.Notify = d.Notify with { MasterReceivesLowerPriority = s });
        b.Bool("smtp_alert", "Mail at every change of state.", (d, v) => d.SmtpAlert = v).Default("global");
        b.Bool("notify_priority_changes", "Notify when the effective priority changes.",
            (d, v) => d.NotifyPriorityChanges = v).Default("global");
    }

    private static void GarpRows(BlockGrammar<InstanceDraft> b)
    {
        TimeRange whole = TimeRange.WholeSeconds;
        b.Seconds("garp_master_delay", whole, "As vrrp_garp_master_delay.", (d, v) => d.MasterDelay = v)
            .Default("global");
        b.Seconds("garp_master_refresh", whole, "As vrrp_garp_master_refresh.", (d, v) => d.MasterRefresh = v)
            .Default("global");
        b.Custom("garp_master_repeat", "N", "As vrrp_garp_master_repeat.",
            (p, d) => d.MasterRepeat = Repeat(p) ?? d.MasterRepeat).Needs(1).Default("global").Range("1..4294967295");
        b.Custom("garp_master_refresh_repeat", "N", "As vrrp_garp_master_refresh_repeat.",
            (p, d) => d.MasterRefreshRepeat = Repeat(p) ?? d.MasterRefreshRepeat).Needs(1).Default("global")
            .Range("1..4294967295");
        b.Seconds("garp_lower_prio_delay", whole, "As vrrp_garp_lower_prio_delay.", (d, v) => d.LowerPriorityDelay = v)
            .Default("global");
        b.Int("garp_lower_prio_repeat", 0, int.MaxValue, "As vrrp_garp_lower_prio_repeat.",
            (d, v) => d.LowerPriorityRepeat = (uint)v).Default("global");
        b.Custom("garp_extra_if", "[all] SECS", "As vrrp_garp_extra_if.",
            (p, d) => d.GarpExtra = GlobalGrammar.ExtraInterface(p, 0) ?? d.GarpExtra)
            .Needs(1).Default("global").Range("0..86400 s");
        b.Custom("vmac_garp_intvl", "[all] SECS", "Old spelling of garp_extra_if.", (p, d) =>
        {
            p.Deprecated("Keyword \"vmac_garp_intvl\" is deprecated - please use \"garp_extra_if\"");
            d.GarpExtra = GlobalGrammar.ExtraInterface(p, 0) ?? d.GarpExtra;
        }).Needs(1).Deprecated();
    }

    private static uint? Repeat(ConfigParser p)
    {
        if (!p.TryInteger(1, 0, uint.MaxValue, out long value))
        {
            return null;
        }

        if (value == 0)
        {
            p.ErrorAt(1, $"{p.Context}{p.Line.Keyword} must be greater than 0, setting to 1");
        }

        return Math.Max(1, (uint)value);
    }

    private static void Vmac(BlockGrammar<InstanceDraft> b)
    {
        b.Custom("use_vmac", "[IFNAME] [MAC] [netlink_notify_msg] [name NAME] [group G]",
            "Run on a macvlan interface with the virtual router's MAC address.", UseVmac).Default("off");
        b.Flag("use_vmac_addr", "Give every address a VMAC interface.",
            d => Set(d, c => c with { UseVmacForAddresses = true }));
        b.Flag("vmac_xmit_base", "Send adverts from the base interface.", d => d.TransmitFromBase = true);
        b.Custom("use_ipvlan", "[bridge or private or vepa] [group G] [name] [IFNAME] [ADDRESS]",
            "Run on an ipvlan interface.", UseIpvlan).Default("off");
    }

    private static void UseVmac(ConfigParser p, InstanceDraft d)
    {
        VmacConfig vmac = new() { Kind = VirtualInterfaceKind.Macvlan };
        for (int i = 1; i <= p.Line.ArgumentCount; i++)
        {
            string word = p.Word(i);
            if (word == "netlink_notify_msg")
            {
                vmac = vmac with { NetlinkNotify = true };
            }
            else if (word is "name" or "group" && i < p.Line.ArgumentCount)
            {
                vmac = word == "name" ? Named(p, vmac, ++i) : Grouped(p, vmac, ++i);
            }
            else if (word.Contains(':') && ReadMac(word) is { } mac)
            {
                vmac = vmac with { MacAddress = mac };
            }
            else if (word.Contains(':'))
            {
                p.ErrorAt(i, $"{p.Context}Invalid VMAC MAC address {word} - ignoring", "5 or 6 octets, not multicast");
            }
            else
            {
                vmac = Named(p, vmac, i);
            }
        }

        if (vmac.HasOwnName && d.Config.Vmac is { HasOwnName: true } before)
        {
            p.Error($"{p.Context}VMAC interface name already specified - ignoring {vmac.InterfaceName}");
            vmac = vmac with { InterfaceName = before.InterfaceName };
        }

        Set(d, c => c with { Vmac = vmac });
    }

    // Five octets are completed by the VRID, which may be read later: the resolver does that.
    private static EquatableArray<byte>? ReadMac(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length is not (5 or 6))
        {
            return null;
        }

        List<byte> mac = [];
        foreach (string part in parts)
        {
            if (!byte.TryParse(part, System.Globalization.NumberStyles.AllowHexSpecifier, null, out byte octet))
            {
                return null;
            }

            mac.Add(octet);
        }

        return (mac[0] & 1) != 0 ? null : mac.ToEquatableArray();
    }

    private static VmacConfig Named(ConfigParser p, VmacConfig vmac, int index)
    {
        string name = p.Word(index);
        if (name.Length > MaxInterfaceName)
        {
            p.ErrorAt(index, $"{p.Context}VMAC interface name '{name}' too long - ignoring",
                $"at most {MaxInterfaceName} characters");
            return vmac;
        }

        if (vmac.HasOwnName)
        {
            p.ErrorAt(index, $"{p.Context}VMAC interface name already specified - ignoring '{name}'");
            return vmac;
        }

        return vmac with { InterfaceName = name, HasOwnName = true };
    }

    private static VmacConfig Grouped(ConfigParser p, VmacConfig vmac, int index)
    {
        if (RouteNames.Group(p, p.Word(index)) is uint group)
        {
            return vmac with { Group = group };
        }

        p.ErrorAt(index, $"{p.Context}Unknown interface group '{p.Word(index)}' - ignoring");
        return vmac;
    }

    private static void UseIpvlan(ConfigParser p, InstanceDraft d)
    {
        VmacConfig vlan = new() { Kind = VirtualInterfaceKind.Ipvlan };
        for (int i = 1; i <= p.Line.ArgumentCount; i++)
        {
            string word = p.Word(i);
            IpvlanMode? mode = word switch
            {
                "bridge" => IpvlanMode.Bridge,
                "private" => IpvlanMode.Private,
                "vepa" => IpvlanMode.Vepa,
                _ => null,
            };
            if (mode is not null)
            {
                vlan = vlan with { IpvlanMode = mode.Value };
            }
            else if (word == "group" && i < p.Line.ArgumentCount)
            {
                vlan = Grouped(p, vlan, ++i);
            }
            else if (word == "name" && i < p.Line.ArgumentCount)
            {
                vlan = Named(p, vlan, ++i);
            }
            else if (ConfigParser.ParseAddress(word.Split('/')[0], out IPAddress _)
                && p.TryPrefix(word, p.Line.SpanOf(i), out IPPrefix own))
            {
                vlan = vlan with
                {
                    IpvlanAddress = new VirtualAddressConfig { Address = own.Address, PrefixLength = own.Length },
                };
            }
            else
            {
                vlan = Named(p, vlan, i);
            }
        }

        Set(d, c => c with { Vmac = vlan });
    }
}
