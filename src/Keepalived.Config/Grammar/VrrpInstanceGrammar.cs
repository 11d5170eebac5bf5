using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>The vrrp_instance block: protocol, identity and what an instance owns.</summary>
internal static partial class VrrpInstanceGrammar
{
    private static readonly BlockGrammar<InstanceDraft> Authentication = BuildAuthentication();
    private static readonly BlockGrammar<HmacDraft> Hmac = BuildHmac();

    public static readonly BlockGrammar<InstanceDraft> Table = Build();

    public static IEnumerable<IBlockGrammar> Tables => [Table, Authentication, Hmac];

    private static BlockGrammar<InstanceDraft> Build()
    {
        BlockGrammar<InstanceDraft> b = new("vrrp_instance");
        Identity(b);
        Vmac(b);
        Unicast(b);
        Timing(b);
        Owned(b);
        Modes(b);
        TrackGrammar.Add(b, "whose failure is a FAULT, or changes the priority by the weight", static d => d.Trackers);
        NotifyGrammar.Add(b, "instance", static d => d.Notify, static (d, n) => d.Notify = n);
        MoreNotify(b);
        GarpRows(b);
        b.Block("authentication", "", "Version 2 authentication.", Authentication, static (_, d) =>
        {
            d.AuthenticationBlock = true;
            return d;
        });
        b.Block("auth_hmac", "", "Signs adverts by a trailer after the packet.", Hmac,
            static (_, d) => d.Hmac ??= new HmacDraft()).Since("2.4");
        return b;
    }

    private static void Set(InstanceDraft d, Func<VrrpInstanceConfig, VrrpInstanceConfig> change) =>
        d.Config = change(d.Config);

    private static void Identity(BlockGrammar<InstanceDraft> b)
    {
        b.Custom("state", "MASTER or BACKUP", "State wanted at start.", (p, d) =>
        {
            string word = p.Word(1);
            d.State = word == "MASTER";
            if (word is not ("MASTER" or "BACKUP"))
            {
                p.ErrorAt(1, $"{p.Context}unknown state '{word}', defaulting to BACKUP", "MASTER or BACKUP");
            }
        }).Needs(1).Default("BACKUP");
        b.Custom("interface", "IF", "Interface that the instance runs on.", (p, d) =>
        {
            if (p.Word(1).Length is 0 or > MaxInterfaceName)
            {
                p.ErrorAt(1, $"{p.Context}Interface name '{p.Word(1)}' too long or empty - ignoring",
                    $"1..{MaxInterfaceName} characters");
                return;
            }

            d.InterfaceSpan = p.Line.SpanOf(1);
            Set(d, c => c with { Interface = p.Word(1) });
        }).Needs(1).Range($"1..{MaxInterfaceName} characters");
        b.Word("vrf", "IF", "VRF of the sockets, for unicast without interface.",
            (d, v) => Set(d, c => c with { Vrf = v }));
        b.Custom("virtual_router_id", "N", "The VRID: the same on all routers of the group.", (p, d) =>
        {
            if (!p.TryInteger(1, 1, 255, out long value))
            {
                p.ErrorAt(1, $"{p.Context}VRID '{p.Word(1)}' not valid - must be between 1 & 255");
                return;
            }

            Set(d, c => c with { VirtualRouterId = (byte)value });
        }).Needs(1).Range("1..255").Default("none: mandatory");
        b.Int("version", 2, 3, "Protocol version.", (d, v) => d.Version = (int)v).Default("vrrp_version; 3 for IPv6");
        b.Custom("priority", "N", "Who has the highest is master; 255 owns the addresses.", (p, d) =>
        {
            bool valid = p.TryInteger(1, 1, 255, out long value);
            if (!valid)
            {
                p.ErrorAt(1, $"{p.Context}Priority not valid! must be between 1 & 255. Using default 100");
            }

            d.Priority = valid ? (byte)value : (byte)100;
        }).Needs(1).Range("1..255").Default("100");
        Rest(b);
    }

    private static void Rest(BlockGrammar<InstanceDraft> b)
    {
        b.Flag("native_ipv6", "Take the instance for IPv6 whatever its addresses are.", d => d.NativeIPv6 = true);
        b.Int("debug", 0, 4, "Debug level.", (d, v) => Set(d, c => c with { Debug = (int)v })).Default("0");
        b.Word("lvs_sync_daemon_interface", "IF", "use the global lvs_sync_daemon.", (d, v) =>
            Set(d, c => c with { LvsSyncDaemonInterface = v })).OldDialect();
        b.Int("kernel_rx_buf_size", 0, uint.MaxValue, "Receive buffer of the advert socket, in bytes.",
            (d, v) => Set(d, c => c with { ReceiveBufferSize = (uint)v }));
    }

    private static void Unicast(BlockGrammar<InstanceDraft> b)
    {
        b.Custom("unicast_peer", "{ IP [min_ttl N] [max_ttl N] }", "Routers that adverts are sent to, one by one.",
            (p, d) =>
        {
            d.UnicastKeyword = true;
            p.ReadValues(line =>
            {
                if (UnicastPeerLine.Read(p, line) is { } peer)
                {
                    d.Peers.Add(peer);
                    d.CheckUnicastSource ??= peer.MinTtl is null && peer.MaxTtl is null ? null : true;
                }
            });
        });
        b.Flag("unicast_fault_no_peer", "Unicast without a peer is a FAULT, not multicast.",
            d => Set(d, c => c with { UnicastFaultNoPeer = true }));
        b.Flag("check_unicast_src", "Take adverts from peers only.", d =>
        {
            d.UnicastKeyword = true;
            d.CheckUnicastSource = true;
        });
        b.Custom("old_unicast_checksum", "[never]", "Version 3 unicast checksum as old versions had it.", (p, d) =>
        {
            bool never = p.Word(1) == "never";
            if (!never && p.Word(1).Length > 0)
            {
                p.ErrorAt(1, $"{p.Context}Unknown old_unicast_checksum option '{p.Word(1)}'", "never");
            }

            d.UnicastKeyword = true;
            OldUnicastChecksum value = never ? OldUnicastChecksum.Never : OldUnicastChecksum.Always;
            Set(d, c => c with { OldUnicastChecksum = value });
        }).Default("found out");
        UnicastAddresses(b);
    }

    private static void UnicastAddresses(BlockGrammar<InstanceDraft> b)
    {
        b.Bool("v3_checksum_as_v2", "Version 3 IPv4 checksums leave the pseudo header out.",
            (d, v) => d.V3ChecksumAsV2 = v).Since("2.3").Default("global");
        Source(b, "mcast_src_ip", "Source of multicast adverts.", static (d, a) => d.MulticastSource = a);
        Source(b, "unicast_src_ip", "Source of unicast adverts.", static (d, a) =>
        {
            d.UnicastSource = a;
            d.UnicastKeyword = true;
        });
        b.Custom("mcast_dst_ip", "IP", "Group that adverts go to.", (p, d) =>
        {
            if (!ConfigParser.ParseAddress(p.Word(1), out IPAddress group) || !GlobalGrammar.IsMulticast(group))
            {
                p.ErrorAt(1, $"{p.Context}mcast_dst_ip [{p.Word(1)}] is not multicast. Skipping");
                return;
            }

            d.MulticastDestination = group;
        }).Needs(1).Default("global");
        b.Flag("track_src_ip", "FAULT while the configured source is not on the interface.",
            d => Set(d, c => c with { TrackSourceAddress = true }));
        b.Int("unicast_ttl", 0, 255, "TTL of unicast adverts.", (d, v) =>
        {
            d.UnicastKeyword = true;
            Set(d, c => c with { UnicastTtl = (byte)v });
        }).Default("255");
    }

    private static void Source(BlockGrammar<InstanceDraft> b, string name, string meaning,
        Action<InstanceDraft, IPAddress> set) =>
        b.Custom(name, "IP", meaning, (p, d) =>
        {
            if (!ConfigParser.ParseHostAddress(p.Word(1), out IPAddress address))
            {
                p.ErrorAt(1, $"Configuration error: VRRP instance[{d.Name}] malformed src address[{p.Word(1)}]. " +
                    $"Skipping...");
                return;
            }

            set(d, address);
        }).Needs(1).Default("first address of the interface");

    private static void Owned(BlockGrammar<InstanceDraft> b)
    {
        b.Values("virtual_ipaddress", "ADDRESS[/LEN] [OPTION ...]",
            "Addresses that move with the master, told in adverts.",
            (p, d, line) => AddTo(AddressLine.Read(p, line), d.Addresses));
        b.Values("virtual_ipaddress_excluded", "ADDRESS[/LEN] [OPTION ...]", "Addresses that move but are not told.",
            (p, d, line) => AddTo(AddressLine.Read(p, line), d.Excluded));
        b.Flag("no_virtual_ipaddress", "The instance is meant to have no address.", d => d.NoVirtualAddress = true)
            .Since("2.2.8");
        b.Flag("promote_secondaries", "Secondary addresses survive when the primary goes.",
            d => Set(d, c => c with { PromoteSecondaries = true }));
        b.Values("virtual_routes", "ROUTE", "Routes that move with the master.",
            (p, d, line) => AddTo(RouteLine.Read(p, line, false), d.Routes));
        b.Values("virtual_rules", "RULE", "Routing rules that move with the master.",
            (p, d, line) => AddTo(RuleLine.Read(p, p.Draft, line, false), d.Rules));
    }

    private static void AddTo<T>(T? item, List<T> list)
        where T : class
    {
        if (item is not null)
        {
            list.Add(item);
        }
    }

    private static BlockGrammar<InstanceDraft> BuildAuthentication()
    {
        BlockGrammar<InstanceDraft> b = new("vrrp_instance/authentication");
        b.Custom("auth_type", "AH or PASS", "How adverts are authenticated.", (p, d) =>
        {
            AuthenticationType type = p.Word(1) switch
            {
                "AH" => AuthenticationType.Ah,
                "PASS" => AuthenticationType.Pass,
                _ => AuthenticationType.None,
            };
            if (type == AuthenticationType.None)
            {
                p.ErrorAt(1, $"{p.Context}unknown authentication type '{p.Word(1)}'", "AH or PASS");
            }

            Set(d, c => c with { AuthenticationType = type });
        }).Needs(1);
        b.Custom("auth_pass", "STRING", "Password, or key of AH.", (p, d) =>
        {
            byte[] password = System.Text.Encoding.UTF8.GetBytes(p.Word(1));
            if (password.Length > 8)
            {
                p.ErrorAt(1, "Truncating auth_pass to 8 characters");
                password = password[..8];
            }

            Set(d, c => c with { AuthenticationPassword = [.. password] });
        }).Needs(1).Range("1..8 characters");
        return b;
    }

    private static BlockGrammar<HmacDraft> BuildHmac()
    {
        BlockGrammar<HmacDraft> b = new("vrrp_instance/auth_hmac");
        b.Custom("key", "ID VALUE", "A key: text, hex:..., or file:PATH.", HmacKeyReader.Read)
            .Range("ID 1..255; 32..64 bytes").Since("2.4");
        b.Int("active_key", 1, 255, "Key that signs.", (d, v) => d.ActiveKey = (byte)v).Since("2.4")
            .Default("the only key");
        b.Seconds("time_window", new TimeRange(1, 300, 0), "Greatest age of an advert.", (d, v) => d.TimeWindow = v)
            .Since("2.4").Default("the larger of 5 and 3 intervals");
        b.Custom("anti_replay", "time or monotonic", "What makes an advert fresh.", (p, d) =>
        {
            d.AntiReplay = p.Word(1) == "monotonic" ? AntiReplay.Monotonic : AntiReplay.Time;
            if (p.Word(1) is not ("time" or "monotonic"))
            {
                p.ErrorAt(1, $"{p.Context}Unknown anti_replay '{p.Word(1)}'", "time or monotonic");
            }
        }).Needs(1).Since("2.4").Default("time");
        b.Custom("mode", "enforce or permissive or receive-only", "What happens to unsigned adverts.", (p, d) =>
        {
            d.Mode = p.Word(1) switch
            {
                "permissive" => HmacMode.Permissive,
                "receive-only" => HmacMode.ReceiveOnly,
                _ => HmacMode.Enforce,
            };
            if (p.Word(1) is not ("enforce" or "permissive" or "receive-only"))
            {
                p.ErrorAt(1, $"{p.Context}Unknown auth_hmac mode '{p.Word(1)}'", "enforce, permissive or receive-only");
            }
        }).Needs(1).Since("2.4").Default("enforce");
        return b;
    }
}
