using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>The virtual_server block.</summary>
internal static class VirtualServerGrammar
{
    private const int MaxPersistence = 2_678_400;
    private static readonly TimeSpan DefaultPersistence = TimeSpan.FromSeconds(360);

    private static readonly string[] Schedulers =
        ["rr", "wrr", "lc", "wlc", "lblc", "sh", "mh", "dh", "fo", "ovf", "lblcr", "sed", "nq", "twos"];

    public static readonly BlockGrammar<VirtualServerDraft> Table = Build();

    private static BlockGrammar<VirtualServerDraft> Build()
    {
        BlockGrammar<VirtualServerDraft> b = new("virtual_server");
        b.Custom("ip_family", "inet or inet6", "Family of a mark.", IpFamily).Needs(1);
        CheckerGrammar.Defaults(b, static d => d.Defaults, "real servers");
        b.Seconds("delay_loop", TimeRange.PositiveLongSeconds, "Time from check to check.", (d, v) => d.DelayLoop = v)
            .Default("60");
        b.Flag("inhibit_on_failure", "A failed server gets weight 0 and stays in the table.", d => d.Inhibit = true);
        Scheduler(b, "lb_algo");
        Scheduler(b, "lvs_sched");
        Flags(b);
        Method(b, "lb_kind");
        Method(b, "lvs_method");
        b.Word("nat_mask", "MASK", "the kernel does not need it any more; it has no effect.", static (_, _) => { })
            .OldDialect();
        Persistence(b);
        b.Custom("protocol", "TCP or UDP or SCTP", "Protocol of the service.", Protocol).Needs(1).Default("UDP");
        b.Flag("ha_suspend", "Check only while the address is on this host.", d => d.HaSuspend = true);
        b.Bool("smtp_alert", "Mail when the quorum changes.", (d, v) => d.SmtpAlert = v).Default("global, else false");
        b.Word("virtualhost", "NAME", "Host header of checks.", (d, v) => d.VirtualHost = v);
        b.Word("snmp_name", "NAME", "Name in SNMP.", (d, v) => d.SnmpName = v);
        b.Flag("alpha", "Real servers start as down.", d => d.Alpha = true);
        b.Flag("omega", "Down notifications run at stop too.", d => d.Omega = true);
        b.Command("quorum_up", "Run when the quorum is gained.", d => d.QuorumUp, (d, s) => d.QuorumUp = s);
        b.Command("quorum_down", "Run when the quorum is lost.", d => d.QuorumDown, (d, s) => d.QuorumDown = s);
        b.Int("quorum", 1, uint.MaxValue, "Least sum of weights.", (d, v) => d.Quorum = (uint)v).Default("1");
        b.Int("hysteresis", 0, uint.MaxValue, "Band around the quorum.", (d, v) => d.Hysteresis = (uint)v).Default("0");
        b.Custom("weight", "N", "Weight of servers that name none.", (p, d) => d.Weight = ReadWeight(p, 1) ?? d.Weight)
            .Needs(1).Range("1..65535").Default("1");
        b.Custom("sorry_server", "IP [PORT]", "Answers while there is no quorum.", SorryServer).Needs(1)
            .At(static (d, at) => d.SorrySpan = at);
        b.Custom("sorry_server_inhibit", "", "The sorry server stays in the table with weight 0.", (p, d) =>
            d.SorryInhibit |= HasSorryServer(p, d)).Default("off");
        b.Custom("sorry_server_lvs_method", "as lvs_method", "Forwarding to the sorry server.", (p, d) =>
        {
            if (HasSorryServer(p, d))
            {
                d.SorryForwarding = ReadMethod(p) ?? d.SorryForwarding;
            }
        }).Needs(1).Default("lvs_method").At(static (d, at) => d.SorrySpan = at);
        b.Block("real_server", "IP [PORT]", "One server behind the service.", static () => RealServerGrammar.Table,
            RealServerGrammar.Open);
        return b;
    }

    private static bool HasSorryServer(ConfigParser p, VirtualServerDraft d)
    {
        if (d.SorryAddress is null)
        {
            p.Error(
                $"Ignoring {p.Line.Keyword} used before or without sorry_server", "sorry_server IP [PORT] before it");
        }

        return d.SorryAddress is not null;
    }

    private static void IpFamily(ConfigParser p, VirtualServerDraft d)
    {
        AddressFamily? family = p.Word(1) switch
        {
            "inet" => AddressFamily.InterNetwork,
            "inet6" => AddressFamily.InterNetworkV6,
            _ => null,
        };
        if (family is null)
        {
            p.ErrorAt(1, $"unknown address family {p.Word(1)}", "inet or inet6");
        }
        else if (d.Address is not null && d.Family != family)
        {
            p.ErrorAt(1, $"Virtual server {d.Name}: address family does not match the address - ignoring");
        }
        else
        {
            d.Family = family;
        }
    }

    private static void Scheduler(BlockGrammar<VirtualServerDraft> b, string name) =>
        b.Custom(name, "NAME", "How connections are spread.", (p, d) =>
        {
            if (!Schedulers.Contains(p.Word(1)))
            {
                p.ErrorAt(1, $"Invalid lvs_scheduler '{p.Word(1)}' - ignoring", string.Join(" ", Schedulers));
                return;
            }

            d.Scheduler = p.Word(1);
        }).Needs(1).Default("wlc").Range(string.Join(" ", Schedulers)).At(static (d, at) => d.SchedulerSpan = at);

    private static void Flags(BlockGrammar<VirtualServerDraft> b)
    {
        b.Custom("hashed", "", "Accepted with sh; the kernel always hashes.", (p, d) =>
        {
            d.Hashed = d.Scheduler == "sh";
            if (!d.Hashed)
            {
                p.Error("hashed only applies to sh scheduler - ignoring", "lvs_sched sh before it");
            }
        }).Default("off");
        b.Flag("ops", "Schedule every UDP packet anew.", d => d.Flags |= ServiceFlags.OnePacket)
            .At(static (d, at) => d.OnePacketSpan = at);
        b.Flag("flag-1", "First flag of the scheduler.", d => d.Flags |= ServiceFlags.Scheduler1);
        b.Flag("flag-2", "Second flag of the scheduler.", d => d.Flags |= ServiceFlags.Scheduler2);
        b.Flag("flag-3", "Third flag of the scheduler.", d => d.Flags |= ServiceFlags.Scheduler3);
        SchedulerFlag(b, "sh-port", "sh", ServiceFlags.Scheduler2, "Hash the port too.");
        SchedulerFlag(b, "sh-fallback", "sh", ServiceFlags.Scheduler1,
            "Go on to another server if the chosen is away.");
        SchedulerFlag(b, "mh-port", "mh", ServiceFlags.Scheduler2, "Hash the port too.");
        SchedulerFlag(b, "mh-fallback", "mh", ServiceFlags.Scheduler1,
            "Go on to another server if the chosen is away.");
    }

    private static void SchedulerFlag(
        BlockGrammar<VirtualServerDraft> b, string name, string scheduler, ServiceFlags flag, string meaning) =>
        b.Custom(name, "", meaning, (p, d) =>
        {
            if (d.Scheduler != scheduler)
            {
                p.Error($"{name} only applies to {scheduler} scheduler - ignoring", $"lvs_sched {scheduler} before it");
                return;
            }

            d.Flags |= flag;
        }).Default("off");

    private static void Method(BlockGrammar<VirtualServerDraft> b, string name) =>
        b.Custom(name, "NAT or DR or TUN [type ipip|gue|gre] [port N] [nocsum|csum|remcsum]",
            "How packets get to servers.",
            (p, d) => d.Forwarding = ReadMethod(p) ?? d.Forwarding).Needs(1).Default("NAT")
            .At(static (d, at) => d.ForwardingSpan = at);

    /// <summary>Reads a forwarding method; null after reporting.</summary>
    internal static ForwardingConfig? ReadMethod(ConfigParser p)
    {
        ForwardingMethod? method = p.Word(1) switch
        {
            "NAT" => ForwardingMethod.Nat,
            "DR" => ForwardingMethod.DirectRouting,
            "TUN" => ForwardingMethod.Tunnel,
            _ => null,
        };
        if (method is null)
        {
            p.ErrorAt(1, $"PARSER : unknown [{p.Word(1)}] routing method.", "NAT, DR or TUN");
            return null;
        }

        ForwardingConfig forwarding = new(method.Value);
        for (int i = 2; i <= p.Line.ArgumentCount; i++)
        {
            forwarding = method == ForwardingMethod.Tunnel ? TunnelOption(p, forwarding, ref i)
                : Unknown(p, forwarding, i);
        }

        if (forwarding is { TunnelType: TunnelType.Gue, TunnelPort: 0 })
        {
            p.Error("gue tunnels require port to be set - ignoring tunnel type");
            return new ForwardingConfig(method.Value);
        }

        return forwarding;
    }

    private static ForwardingConfig Unknown(ConfigParser p, ForwardingConfig forwarding, int index)
    {
        p.ErrorAt(index, $"unknown lvs_method option '{p.Word(index)}' - ignoring");
        return forwarding;
    }

    private static ForwardingConfig TunnelOption(ConfigParser p, ForwardingConfig f, ref int i)
    {
        switch (p.Word(i))
        {
            case "type":
                TunnelType? type = p.Word(++i) switch
                {
                    "ipip" => TunnelType.Ipip,
                    "gue" => TunnelType.Gue,
                    "gre" => TunnelType.Gre,
                    _ => null,
                };
                if (type is null)
                {
                    p.ErrorAt(i, $"unknown tunnel type '{p.Word(i)}' - ignoring", "ipip, gue or gre");
                }

                return f with { TunnelType = type ?? f.TunnelType };
            case "port":
                return p.TryInteger(++i, 1, 65535, out long port) ? f with { TunnelPort = (ushort)port } : f;
            case "nocsum":
                return f with { TunnelChecksum = TunnelChecksum.None };
            case "csum":
                return f with { TunnelChecksum = TunnelChecksum.Checksum };
            case "remcsum":
                return f with { TunnelChecksum = TunnelChecksum.RemoteChecksum };
            default:
                return Unknown(p, f, i);
        }
    }

    private static void Persistence(BlockGrammar<VirtualServerDraft> b)
    {
        b.Word("persistence_engine", "NAME", "Kernel module that knows clients by their content.",
            (d, v) => d.PersistenceEngine = v).At(static (d, at) => d.EngineSpan = at);
        b.Custom("persistence_timeout", "[SECS]", "A client keeps its server for this long.", (p, d) =>
        {
            if (p.Line.ArgumentCount == 0)
            {
                d.Persistence = DefaultPersistence;
            }
            else if (p.TryInteger(1, 1, MaxPersistence, out long value))
            {
                d.Persistence = TimeSpan.FromSeconds(value);
            }
            else
            {
                p.ErrorAt(1, "persistence_timeout invalid");
            }
        }).Range($"1..{MaxPersistence} s").Default("off");
        b.Custom("persistence_granularity", "MASK or PREFIX", "Clients of one network count as one.", Granularity)
            .Needs(1).Default("32; IPv6: 128");
    }

    private static void Granularity(ConfigParser p, VirtualServerDraft d)
    {
        string text = p.Word(1);
        bool six = d.Family != AddressFamily.InterNetwork;
        int? prefix = null;
        if (ConfigParser.ParseAddress(text, out IPAddress mask) && mask.AddressFamily == AddressFamily.InterNetwork)
        {
            if (d.Family == AddressFamily.InterNetworkV6)
            {
                p.ErrorAt(1, $"Invalid IPv6 persistence_granularity specified - {text}", "a length 1..128");
                return;
            }

            // Only IPv4 has netmasks, so that is what a mark or a group is then.
            d.Family ??= AddressFamily.InterNetwork;
            uint bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(mask.GetAddressBytes());
            prefix = BitOperations.PopCount(bits);
            d.MaskWithHoles = BitOperations.LeadingZeroCount(~bits) == prefix ? 0 : bits;
            if (d.MaskWithHoles != 0)
            {
                p.Diagnostics.Warning(
                    p.Line.SpanOf(1),
                    $"persistence_granularity {text} has holes: clients far from each other count as one");
            }
        }
        else if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            && length >= 1 && length <= (six ? 128 : 32))
        {
            prefix = length;
        }

        if (prefix is null)
        {
            p.ErrorAt(1, $"Invalid persistence_granularity specified - {text}",
                "a netmask, or a length 1..32 (IPv6: 1..128)");
            return;
        }

        d.Granularity = prefix;
        d.Persistence ??= DefaultPersistence;
    }

    /// <summary>Null if it is none; one that IPVS cannot have is as large as it can be there.</summary>
    public static uint? ReadWeight(ConfigParser p, uint least)
    {
        const uint most = 65535;
        if (!p.TryInteger(1, least, int.MaxValue, out long weight))
        {
            return null;
        }

        if (weight > most)
        {
            p.Diagnostics.Warning(
                p.Line.SpanOf(1), $"weight {weight} is more than IPVS has, {most} is used");
        }

        return (uint)weight;
    }

    private static void Protocol(ConfigParser p, VirtualServerDraft d)
    {
        ServiceProtocol? protocol = p.Word(1).ToUpperInvariant() switch
        {
            "TCP" => ServiceProtocol.Tcp,
            "UDP" => ServiceProtocol.Udp,
            "SCTP" => ServiceProtocol.Sctp,
            _ => null,
        };
        if (protocol is null)
        {
            p.ErrorAt(1, $"Unknown protocol {p.Word(1)} - ignoring", "TCP, UDP or SCTP");
            return;
        }

        d.Protocol = protocol;
    }

    private static void SorryServer(ConfigParser p, VirtualServerDraft d)
    {
        if (!p.TryEndpoint(1, out IPAddress address, out ushort port, out bool hasPort))
        {
            p.ErrorAt(1, $"Sorry server address {p.Word(1)}{(hasPort ? "/" + p.Word(2) : "")} invalid - ignoring",
                "IP [PORT]");
            return;
        }

        if (d.SorryAddress is not null)
        {
            p.Diagnostics.Notice(p.Line.Span, $"Sorry server already specified - replacing {d.SorryAddress}");
        }

        d.SorryAddress = address;
        d.SorryAddressSpan = p.Line.SpanOf(1);
        d.SorryPort = hasPort ? port : null;
    }
}
