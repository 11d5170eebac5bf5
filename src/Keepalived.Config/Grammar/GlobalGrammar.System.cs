using System.Net;
using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>global_defs: IPVS, scheduling, SNMP, D-Bus and buffers.</summary>
internal static partial class GlobalGrammar
{
    private const int MaxLvsTimeout = 2_678_400;

    private static void Lvs(BlockGrammar<GlobalDraft> b)
    {
        b.Custom("lvs_timeouts", "[tcp N] [tcpfin N] [udp N]", "IPVS timeouts set at start.", LvsTimeouts)
            .Needs(1).Range($"0..{MaxLvsTimeout} s").At(static (d, at) => d.TimeoutsSpan = at);
        b.Flag("lvs_flush", "Empty the whole IPVS table at start.", d => Set(d, c => c with { LvsFlush = true }));
        b.Custom("lvs_flush_on_stop", "[VS]", "Empty the table at stop; VS, own virtual servers only.", FlushOnStop)
            .Default("off");
        b.Custom("lvs_flush_onstop", "[VS]", "Old spelling of lvs_flush_on_stop.", FlushOnStop);
        b.Custom("lvs_backend", "auto or ipvs or nftables", "What carries the virtual servers.", Backend)
            .Needs(1).Default("auto").Addition();
        b.Custom("lvs_sync_daemon", "IF [inst NAME] [id N] [maxlen N] [port N] [ttl N] [group IP]",
            "Runs the kernel's connection synchronization.", SyncDaemon).Needs(1)
            .At(static (d, at) => d.SyncDaemonSpan = at);
    }

    private static void Backend(ConfigParser p, GlobalDraft d)
    {
        LvsBackend? backend = p.Word(1) switch
        {
            "auto" => LvsBackend.Auto,
            "ipvs" => LvsBackend.Ipvs,
            "nftables" => LvsBackend.Nftables,
            _ => null,
        };
        if (backend is { } chosen)
        {
            Set(d, c => c with { LvsBackend = chosen });
        }
        else
        {
            p.ErrorAt(1, $"Unknown lvs_backend '{p.Word(1)}'", "auto, ipvs or nftables");
        }
    }

    private static void LvsTimeouts(ConfigParser p, GlobalDraft d)
    {
        TimeSpan tcp = default, fin = default, udp = default;
        bool any = false;
        for (int i = 1; i <= p.Line.ArgumentCount; i++)
        {
            string name = p.Word(i);
            if (name is not ("tcp" or "tcpfin" or "udp"))
            {
                p.ErrorAt(i, $"Unknown option {name} specified for lvs_timeouts", "tcp N, tcpfin N, udp N");
                continue;
            }

            if (++i > p.Line.ArgumentCount)
            {
                p.Error($"No value specified for lvs_timeouts {name} - ignoring");
            }
            else if (p.TryInteger(i, 0, MaxLvsTimeout, out long seconds))
            {
                TimeSpan value = TimeSpan.FromSeconds(seconds);
                (tcp, fin, udp) = name switch
                {
                    "tcp" => (value, fin, udp),
                    "tcpfin" => (tcp, value, udp),
                    _ => (tcp, fin, value),
                };
                any = true;
            }
        }

        if (any)
        {
            Set(d, c => c with { LvsTimeouts = new LvsTimeoutsConfig(tcp, fin, udp) });
        }
    }

    private static void FlushOnStop(ConfigParser p, GlobalDraft d)
    {
        string word = p.Word(1);
        if (word is not ("" or "VS"))
        {
            p.ErrorAt(1, $"Unknown {p.Line.Keyword} option '{word}'", "VS");
        }

        Set(d, c => c with
        {
            LvsFlushOnStop = word == "VS" ? LvsFlushOnStop.VirtualServers : LvsFlushOnStop.All,
        });
    }

    private static void SyncDaemon(ConfigParser p, GlobalDraft d)
    {
        LvsSyncDaemonConfig sync = new(p.Word(1));
        for (int i = 2; i <= p.Line.ArgumentCount; i++)
        {
            string word = p.Word(i);
            bool option = word is "inst" or "id" or "maxlen" or "port" or "ttl" or "group";
            if (option && i == p.Line.ArgumentCount)
            {
                p.ErrorAt(i, $"No value specified for lvs_sync_daemon option {word} - ignoring");
            }
            else if (option)
            {
                sync = SyncOption(p, sync, word, ++i);
            }
            else if (i == 2)
            {
                // The old form: IF INSTANCE [ID]
                sync = sync with { Instance = word };
            }
            else if (i == 3 && byte.TryParse(word, out byte id))
            {
                p.Deprecated("Please use keyword \"id\" before lvs_sync_daemon SYNCID");
                sync = sync with { SyncId = id };
            }
            else
            {
                p.ErrorAt(i, $"Unknown option {word} specified for lvs_sync_daemon");
            }
        }

        Set(d, c => c with { LvsSyncDaemon = sync });
    }

    private static LvsSyncDaemonConfig SyncOption(ConfigParser p, LvsSyncDaemonConfig sync, string option, int index)
    {
        switch (option)
        {
            case "inst":
                return sync with { Instance = p.Word(index) };
            case "id":
                return p.TryInteger(index, 0, 255, out long id) ? sync with { SyncId = (byte)id } : sync;
            case "maxlen":
                return p.TryInteger(index, 1, 65507, out long len) ? sync with { MaxLength = (ushort)len } : sync;
            case "port":
                return p.TryInteger(index, 1, 65535, out long port) ? sync with { Port = (ushort)port } : sync;
            case "ttl":
                return p.TryInteger(index, 1, 255, out long ttl) ? sync with { Ttl = (byte)ttl } : sync;
            default:
                if (ConfigParser.ParseAddress(p.Word(index), out IPAddress group) && IsMulticast(group))
                {
                    return sync with { Group = group };
                }

                p.ErrorAt(index, $"Invalid lvs_sync_daemon group '{p.Word(index)}'", "a multicast address");
                return sync;
        }
    }

    private static void Scheduling(
        BlockGrammar<GlobalDraft> b,
        string prefix,
        string whose,
        Func<GlobalConfig, ProcessConfig> get,
        Func<GlobalConfig, ProcessConfig, GlobalConfig> set)
    {
        void Change(GlobalDraft d, Func<ProcessConfig, ProcessConfig> change) => Set(d, c => set(c, change(get(c))));
        if (prefix == "vrrp")
        {
            AutoPriority(b);
        }

        b.Int(prefix + "_priority", -20, 19, $"Nice value of the {whose} process.",
            (d, v) => Change(d, s => s with { NicePriority = (int)v })).Default("0");
        b.Flag(prefix + "_no_swap", $"Keep the {whose} process in memory.",
            d => Change(d, s => s with { NoSwap = true }));
        b.Custom(prefix + "_rt_priority", "N", $"Real-time priority of the {whose} process.", (p, d) =>
        {
            if (!p.TryInteger(1, int.MinValue, int.MaxValue, out long value))
            {
                return;
            }

            if (value is < 1 or > 99)
            {
                p.ErrorAt(1, $"{prefix} process real-time priority {value} is outside 1..99 - setting to the nearest");
            }

            Change(d, s => s with { RealTimePriority = (int)Math.Clamp(value, 1, 99) });
        }).Needs(1).Range("1..99").Default("0");
        b.Custom(prefix + "_cpu_affinity", "CPU ...", $"Processors the {whose} process may use.", (p, d) =>
        {
            List<int> cpus = [];
            for (int i = 1; i <= p.Line.ArgumentCount; i++)
            {
                if (p.TryInteger(i, 0, p.Host.ProcessorCount - 1, out long cpu))
                {
                    cpus.Add((int)cpu);
                }
            }

            Change(d, s => s with { CpuAffinity = [.. cpus] });
        }).Needs(1).Default("all");
        RealTimeLimit(b, prefix, whose, Change);
    }

    private static void RealTimeLimit(
        BlockGrammar<GlobalDraft> b,
        string prefix,
        string whose,
        Action<GlobalDraft, Func<ProcessConfig, ProcessConfig>> change)
    {
        void Limit(GlobalDraft d, long v) => change(
            d, s => s with { RealTimeLimitMicroseconds = Math.Max(2, (uint)v), LimitsRealTime = true });
        b.Int(prefix + "_rlimit_rttime", 1, uint.MaxValue, $"Microseconds the {whose} process may run without a pause.",
            Limit).Default("10000");
        b.Int(prefix + "_rlimit_rtime", 1, uint.MaxValue, $"Old spelling of {prefix}_rlimit_rttime.", Limit);
    }

    private static void AutoPriority(BlockGrammar<GlobalDraft> b)
    {
        b.Custom("max_auto_priority", "[N]", "Real-time priority that may be taken when woken too late.", (p, d) =>
        {
            long value = 99;
            if (p.Line.ArgumentCount == 0 || p.TryInteger(1, -1, 99, out value))
            {
                Set(d, c => c with { MaxAutoPriority = (int)value });
            }
        }).Range("-1..99").Default("0");
        b.Int("min_auto_priority_delay", 1, 10_000_000, "Microseconds of lateness that raise the priority.",
            (d, v) => Set(d, c => c with { MinAutoPriorityDelay = TimeSpan.FromMicroseconds(v) })).Default("1000000");
    }

    private static void Snmp(BlockGrammar<GlobalDraft> b)
    {
        b.Custom("snmp_socket", "[SOCKET]", "Socket of the SNMP master agent.", (p, d) =>
        {
            if (p.Line.ArgumentCount == 0)
            {
                p.Error("SNMP error : snmp socket name missing");
                return;
            }

            Set(d, c => c with { Snmp = c.Snmp with { Socket = p.Word(1) } });
        }).Default("unix:/var/agentx/master");
        void On(string name, string meaning, Func<SnmpConfig, SnmpConfig> change) =>
            b.Flag(name, meaning, d => Set(d, c => c with { Snmp = change(c.Snmp) }));
        On("enable_traps", "Send SNMP traps.", s => s with { Traps = true });
        On("enable_snmp_vrrp", "Serve the VRRP part of the keepalived MIB.", s => s with { Vrrp = true });
        On("enable_snmp_keepalived", "Old spelling of enable_snmp_vrrp.", s => s with { Vrrp = true });
        On("enable_snmp_rfc", "Serve both MIBs of the RFCs.", s => s with { RfcV2 = true, RfcV3 = true });
        On("enable_snmp_rfcv2", "Serve the MIB of RFC 2787.", s => s with { RfcV2 = true });
        On("enable_snmp_rfcv3", "Serve the MIB of RFC 6527.", s => s with { RfcV3 = true });
        On("enable_snmp_checker", "Serve the checker part of the keepalived MIB.", s => s with { Checker = true });
        TimeRange range = new(0.001m, 30, 6);
        b.Seconds("snmp_vs_stats_update_interval", range, "Age at which statistics of virtual servers are read anew.",
            (d, v) => Set(d, c => c with { Snmp = c.Snmp with { VirtualServerStatisticsAge = v } }))
            .Since("2.3").Default("5");
        b.Seconds("snmp_rs_stats_update_interval", range, "Age at which statistics of real servers are read anew.",
            (d, v) => Set(d, c => c with { Snmp = c.Snmp with { RealServerStatisticsAge = v } }))
            .Since("2.3").Default("snmp_vs_stats_update_interval");
        b.Flag("enable_dbus", "Offer the D-Bus interface.", d => Set(d, c => c with { EnableDbus = true }));
        b.Word("dbus_service_name", "NAME", "Name taken on the bus.",
            (d, v) => Set(d, c => c with { DbusServiceName = v })).Default("org.keepalived.Vrrp1");
        b.Word("dbus_no_interface_name", "NAME", "Path part of instances without an interface.",
            (d, v) => Set(d, c => c with { DbusNoInterfaceName = v })).Since("2.3");
    }

    private static void Buffers(BlockGrammar<GlobalDraft> b)
    {
        Buffer(b, "vrrp_netlink_cmd", "VRRP netlink command socket", static c => c.VrrpNetlinkCommandBuffer,
            static (c, v) => c with { VrrpNetlinkCommandBuffer = v });
        Buffer(b, "vrrp_netlink_monitor", "VRRP netlink monitor", static c => c.VrrpNetlinkMonitorBuffer,
            static (c, v) => c with { VrrpNetlinkMonitorBuffer = v });
        Buffer(b, "process_monitor", "process events socket", static c => c.ProcessMonitorBuffer,
            static (c, v) => c with { ProcessMonitorBuffer = v });
        Buffer(b, "lvs_netlink_cmd", "checkers' netlink command socket", static c => c.LvsNetlinkCommandBuffer,
            static (c, v) => c with { LvsNetlinkCommandBuffer = v });
        Buffer(b, "lvs_netlink_monitor", "checkers' netlink monitor", static c => c.LvsNetlinkMonitorBuffer,
            static (c, v) => c with { LvsNetlinkMonitorBuffer = v });
    }

    private static void Buffer(
        BlockGrammar<GlobalDraft> b,
        string prefix,
        string what,
        Func<GlobalConfig, ReceiveBufferConfig> get,
        Func<GlobalConfig, ReceiveBufferConfig, GlobalConfig> set)
    {
        b.Int(prefix + "_rcv_bufs", 0, int.MaxValue, $"Receive buffer of the {what}, in bytes.",
            (d, v) => Set(d, c => set(c, get(c) with { Size = (uint)v }))).Default("the kernel's");
        b.Bool(prefix + "_rcv_bufs_force", $"May exceed the system's limit for the {what}.",
            (d, v) => Set(d, c => set(c, get(c) with { Force = v })));
    }
}
