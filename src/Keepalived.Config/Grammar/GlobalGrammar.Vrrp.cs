using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>global_defs: what instances inherit.</summary>
internal static partial class GlobalGrammar
{
    private static void Garp(BlockGrammar<GlobalDraft> b)
    {
        TimeRange whole = TimeRange.WholeSeconds;
        b.Seconds("vrrp_garp_master_delay", whole, "Pause before the second round of gratuitous ARP; 0, none.",
            (d, v) => d.MasterDelay = v).Default("5");
        b.Custom("vrrp_garp_master_repeat", "N", "Gratuitous ARPs for each address in a round.",
            (p, d) => d.MasterRepeat = Repeat(p) ?? d.MasterRepeat).Needs(1).Default("5").Range("1..4294967295");
        b.Seconds("vrrp_garp_master_refresh", whole, "Period of further rounds while MASTER; 0, none.",
            (d, v) => d.MasterRefresh = v).Default("0");
        b.Custom("vrrp_garp_master_refresh_repeat", "N", "Gratuitous ARPs for each address in a further round.",
            (p, d) => d.MasterRefreshRepeat = Repeat(p) ?? d.MasterRefreshRepeat).Needs(1).Default("1")
            .Range("1..4294967295");
        b.Seconds("vrrp_garp_lower_prio_delay", whole, "Pause before the second round after a lower advert.",
            (d, v) => d.LowerPriorityDelay = v).Default("vrrp_garp_master_delay");
        b.Int("vrrp_garp_lower_prio_repeat", 0, int.MaxValue, "Gratuitous ARPs answered to a lower advert.",
            (d, v) => d.LowerPriorityRepeat = (uint)v).Default("vrrp_garp_master_repeat");
        b.Int("vrrp_down_timer_adverts", 1, 100, "Adverts that may be missed before the master counts as dead.",
            (d, v) => Set(d, c => c with { DownTimerAdverts = (int)v })).Default("3");
        b.Seconds("vrrp_garp_interval", TimeRange.PositiveSeconds, "Least gap between gratuitous ARPs of an interface.",
            (d, v) => Set(d, c => c with { GarpInterval = v })).Default("0");
        b.Seconds("vrrp_gna_interval", TimeRange.PositiveSeconds,
            "Least gap between neighbour adverts of an interface.",
            (d, v) => Set(d, c => c with { GnaInterval = v })).Default("0");
        b.Bool("vrrp_min_garp", "Announce once only, wherever nothing else is set.",
            (d, v) => Set(d, c => c with { MinGarp = v }));
        b.Custom("vrrp_garp_extra_if", "[all] SECS", "Announce VMAC addresses on other interfaces too.",
            (p, d) => GarpExtra(p, d)).Needs(1).Default("0").Range("1..86400 s");
        b.Custom("vrrp_vmac_garp_intvl", "[all] SECS", "Old spelling of vrrp_garp_extra_if.", (p, d) =>
        {
            p.Deprecated("Keyword \"vrrp_vmac_garp_intvl\" is deprecated - please use \"vrrp_garp_extra_if\"");
            GarpExtra(p, d);
        }).Needs(1).Deprecated();
        b.Bool("vrrp_lower_prio_no_advert", "A MASTER stays silent when a lower advert comes.",
            (d, v) => Set(d, c => c with { LowerPriorityNoAdvert = v }));
        b.Bool("vrrp_higher_prio_send_advert", "A MASTER sends one advert before it yields to a higher one.",
            (d, v) => Set(d, c => c with { HigherPrioritySendAdvert = v }));
    }

    // Zero would mean no announcement at all; the least that makes sense is one.
    private static uint? Repeat(ConfigParser p)
    {
        if (!p.TryInteger(1, 0, uint.MaxValue, out long value))
        {
            return null;
        }

        if (value == 0)
        {
            p.ErrorAt(1, $"{p.Line.Keyword} must be greater than 0, setting to 1");
        }

        return Math.Max(1, (uint)value);
    }

    private static void GarpExtra(ConfigParser p, GlobalDraft d)
    {
        if (ExtraInterface(p, 1) is { } extra)
        {
            Set(d, c => c with
            {
                Garp = c.Garp with { ExtraInterfaceAll = extra.All, ExtraInterface = extra.Interval },
            });
        }
    }

    /// <summary>Reads [all] SECS.</summary>
    internal static (bool All, TimeSpan Interval)? ExtraInterface(ConfigParser p, int least)
    {
        bool all = p.Word(1) == "all";
        int index = all ? 2 : 1;
        if (p.Line.ArgumentCount < index)
        {
            p.Error($"{p.Context}{p.Line.Keyword} has no interval - ignoring", "[all] SECS");
            return null;
        }

        if (p.Line.ArgumentCount > index)
        {
            p.ErrorAt(index + 1, $"{p.Context}{p.Line.Keyword} '{p.Word(index + 1)}' invalid - ignoring", "[all] SECS");
            return null;
        }

        return p.TrySeconds(index, new TimeRange(least, 86400, 0), out TimeSpan value) ? (all, value) : null;
    }

    private static void Vrrp(BlockGrammar<GlobalDraft> b)
    {
        b.Flag("disable_local_igmp", "No IGMP for link-local groups (a host-wide sysctl).",
            d => Set(d, c => c with { DisableLocalIgmp = true }));
        b.Flag("v3_checksum_as_v2", "Version 3 IPv4 checksums leave the pseudo header out.",
            d => Set(d, c => c with { V3ChecksumAsV2 = true })).Since("2.3");
        Group(b, "vrrp_mcast_group4", AddressFamily.InterNetwork, static (c, a) => c with { MulticastGroup4 = a })
            .Default("224.0.0.18");
        Group(b, "vrrp_mcast_group6", AddressFamily.InterNetworkV6, static (c, a) => c with { MulticastGroup6 = a })
            .Default("ff02::12");
        b.Int("vrrp_version", 2, 3, "Protocol version of IPv4 instances.",
            (d, v) => Set(d, c => c with { VrrpVersion = (int)v })).Default("2");
        b.Flag("vrrp_check_unicast_src", "Take unicast adverts from known peers only.",
            d => Set(d, c => c with { CheckUnicastSource = true }));
        b.Bool("vrrp_skip_check_adv_addr", "Do not compare the address list of adverts with the own one.",
            (d, v) => Set(d, c => c with { SkipCheckAdvertAddress = v }));
        b.Bool("vrrp_strict", "Hold every instance to the letter of the RFC.",
            (d, v) => Set(d, c => c with { Strict = v }));
        b.Bool("vrrp_notify_priority_changes", "Notify when an effective priority changes.",
            (d, v) => Set(d, c => c with { NotifyPriorityChanges = v }));
        b.Custom("vrrp_rx_bufs_policy", "MTU or ADVERT or BYTES", "Size of the receive buffers for adverts.", RxPolicy)
            .Needs(1).Default("the kernel's");
        b.Int("vrrp_rx_bufs_multiplier", 1, uint.MaxValue, "Factor of the MTU and ADVERT policies.",
            (d, v) => Set(d, c => c with { ReceiveBufferMultiplier = (uint)v })).Default("3");
        TimeRange milliseconds = new(0.001m, TimeRange.Largest, 6);
        b.Seconds("vrrp_startup_delay", milliseconds, "No instance starts before this time after the daemon.",
            (d, v) => Set(d, c => c with { StartupDelay = v })).Default("0");
        b.Seconds("vrrp_delay_after_boot", milliseconds, "No instance starts before this time after boot.",
            (d, v) => Set(d, c => c with { DelayAfterBoot = v })).Since("2.3").Default("0");
        b.Flag("log_unknown_vrids", "Log adverts for VRIDs that are not configured here.",
            d => Set(d, c => c with { LogUnknownVrids = true }));
        b.Bool("vrrp_owner_ignore_adverts", "An address owner drops every advert it hears.",
            (d, v) => Set(d, c => c with { OwnerIgnoreAdverts = v })).Since("2.3");
        b.Word("vmac_prefix", "STRING", "First part of the names of VMAC interfaces.",
            (d, v) => Set(d, c => c with { VmacPrefix = v })).Default("vrrp");
        b.Word("vmac_addr_prefix", "STRING", "First part of the names of VMAC interfaces of single addresses.",
            (d, v) =>
        {
            d.VmacAddressPrefixGiven = true;
            Set(d, c => c with { VmacAddressPrefix = v });
        }).Default("vmac_prefix");
    }

    private static Keyword<GlobalDraft> Group(
        BlockGrammar<GlobalDraft> b,
        string name,
        AddressFamily family,
        Func<GlobalConfig, IPAddress, GlobalConfig> set) =>
        b.Address(name, "Group that adverts go to.", (p, d, address) =>
        {
            if (address.AddressFamily != family || !IsMulticast(address))
            {
                p.ErrorAt(1, $"{name} [{address}] is not multicast. Skipping");
                return;
            }

            Set(d, c => set(c, address));
        });

    internal static bool IsMulticast(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? address.IsIPv6Multicast
        : (address.GetAddressBytes()[0] & 0xf0) == 0xe0;

    private static void RxPolicy(ConfigParser p, GlobalDraft d)
    {
        ReceiveBufferPolicy policy = ReceiveBufferPolicy.Default;
        uint bytes = 0;
        foreach (string word in p.Words(1))
        {
            policy = word.ToUpperInvariant() switch
            {
                "MTU" => ReceiveBufferPolicy.Mtu,
                "ADVERT" => ReceiveBufferPolicy.Advert,
                _ when uint.TryParse(word, out bytes) => ReceiveBufferPolicy.Bytes,
                _ => ReceiveBufferPolicy.Default,
            };
            if (policy == ReceiveBufferPolicy.Default)
            {
                p.ErrorAt(1, $"Invalid vrrp_rx_bufs_policy {word}", "MTU, ADVERT or a number of bytes");
                return;
            }
        }

        Set(d, c => c with { ReceiveBufferPolicy = policy, ReceiveBufferBytes = bytes });
    }

    private static void Firewall(BlockGrammar<GlobalDraft> b)
    {
        b.Custom("vrrp_iptables", "[IN [OUT]]", "Chains for no_accept rules where iptables is used.",
            (p, d) =>
            {
                p.Diagnostics.Notice(p.Line.SpanOf(0), "vrrp_iptables: the same packets are dropped by nftables rules, "
                    + "in a table of our own; the chains of iptables are not touched");
                Set(d, c => c with { Nftables = c.Nftables with { IptablesChains = [.. p.Words(1)] } });
            });
        b.Custom("vrrp_ipsets", "[NAME ...]", "Names of the sets used beside iptables.",
            (p, d) =>
            {
                p.Diagnostics.Notice(p.Line.SpanOf(0), "vrrp_ipsets: the addresses are in sets of the nftables table");
                Set(d, c => c with { Nftables = c.Nftables with { IpsetNames = [.. p.Words(1)] } });
            });
        b.Custom("nftables", "[TABLE]", "Table of the no_accept and VMAC rules.", (p, d) =>
        {
            if (d.NftablesGiven)
            {
                p.Error("nftables already specified - ignoring");
                return;
            }

            d.NftablesGiven = true;
            string table = p.Word(1).Length > 0 ? p.Word(1) : "keepalived";
            Set(d, c => c with { Nftables = c.Nftables with { Table = table } });
        }).Default("keepalived");
        b.Int("nftables_priority", int.MinValue, int.MaxValue, "Hook priority of the base chains.",
            (d, v) => Set(d, c => c with { Nftables = c.Nftables with { Priority = (int)v } })).Default("-1");
        b.Flag("nftables_ifindex", "Match link-local addresses by interface index, not name.", (p, d) =>
        {
            p.Diagnostics.Notice(p.Line.SpanOf(0), "nftables_ifindex: link-local addresses always go by the index");
            Set(d, c => c with { Nftables = c.Nftables with { ByInterfaceIndex = true } });
        });
        b.Custom("nftables_ipvs", "[TABLE]", "Mark the traffic of server groups by nftables.", (p, d) =>
        {
            string table = p.Word(1).Length > 0 ? p.Word(1) : "keepalived_ipvs";
            Set(d, c => c with { Nftables = c.Nftables with { IpvsTable = table } });
        }).Default("off");
        b.Int("nftables_ipvs_priority", int.MinValue, int.MaxValue, "Hook priority of that table.",
            (d, v) => Set(d, c => c with { Nftables = c.Nftables with { IpvsPriority = (int)v } })).Default("-1");
        b.Int("nftables_ipvs_start_fwmark", 1, uint.MaxValue, "First mark given to a group.",
            (d, v) => Set(d, c => c with { Nftables = c.Nftables with { IpvsStartFwmark = (uint)v } })).Default("1000");
        b.Flag("nftables_counters", "Count packets in the rules.",
            d => Set(d, c => c with { Nftables = c.Nftables with { Counters = true } }));
    }

    private static void Fifos(BlockGrammar<GlobalDraft> b)
    {
        Fifo(b, "", "every notification", static (c, f) => c with { NotifyFifo = f }, static (d, s) =>
            d.FifoScript = s);
        Fifo(b, "vrrp_", "VRRP notifications", static (c, f) => c with { VrrpNotifyFifo = f },
            static (d, s) => d.VrrpFifoScript = s);
        Fifo(b, "lvs_", "checker notifications", static (c, f) => c with { LvsNotifyFifo = f },
            static (d, s) => d.LvsFifoScript = s);
        b.Flag("fifo_write_vrrp_states_on_reload", "Write every state to the FIFOs at the end of a reload.",
            d => Set(d, c => c with { FifoWriteVrrpStatesOnReload = true }));
    }

    private static void Fifo(
        BlockGrammar<GlobalDraft> b,
        string prefix,
        string what,
        Func<GlobalConfig, NotifyFifoConfig, GlobalConfig> set,
        Action<GlobalDraft, NotifyScriptConfig> setScript)
    {
        b.Custom(prefix + "notify_fifo", "PATH [USER [GROUP]]", $"Named pipe that gets {what}.", (p, d) =>
        {
            if (p.Word(1).Length == 0)
            {
                p.Error($"No {prefix}notify_fifo name specified", "PATH [USER [GROUP]]");
                return;
            }

            if (!p.CheckUser(p.Word(2), p.Word(3)))
            {
                p.ErrorAt(2, $"Invalid user/group for {prefix}notify_fifo {p.Word(1)} - ignoring");
                return;
            }

            Set(d, c => set(c, new NotifyFifoConfig(p.Word(1), p.Word(2), p.Word(3))));
        });
        b.Custom(prefix + "notify_fifo_script", "CMD [USER [GROUP]]", "Started to read that pipe.", (p, d) =>
        {
            if (p.ReadNotifyScript() is { } script)
            {
                setScript(d, script);
            }
        }).Needs(1);
    }
}
