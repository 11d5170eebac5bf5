using System.Net.Sockets;
using Keepalived.Wire.Ethernet;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Netlink;
using static Keepalived.Wire.Netlink.AddressConstants;
using static Keepalived.Wire.Netlink.RtnetlinkConstants;
using static Keepalived.Wire.Netlink.RuleConstants;

namespace Keepalived.Wire.Tests.Netlink;

/// <summary>Reads dumps of a Linux 6.18 that had been set up by our own requests.</summary>
public sealed class RtnetlinkDumpTests
{
    private const int Interface = 3;
    private const string File = "rtnetlink.hex";

    private static readonly IpAddress NearV6 = IpAddress.Parse("2001:db8::2");

    private static List<RouteMessage> Routes() => [.. KernelDump.Payloads(File, "routes").Select(payload =>
    {
        Assert.True(RouteMessage.TryDecode(payload, out RouteMessage route, out _));
        return route;
    })];

    private static RouteMessage Route(string destination) =>
        Routes().First(route => route.Destination.ToString() == destination && route.Table != RT_TABLE_LOCAL);

    [Fact]
    public void Links_show_their_kind_parent_and_state()
    {
        List<LinkMessage> links = [.. KernelDump.Payloads(File, "links").Select(payload =>
        {
            Assert.True(LinkMessage.TryDecode(payload, out LinkMessage link, out _));
            return link;
        })];

        Assert.Equal(["lo", "v1", "v0", "vrrp.51"], links.Select(link => link.Name));
        Assert.True(links[0].IsLoopback && links[0].IsUp);
        LinkMessage veth = links[2];
        Assert.Equal((Interface, "veth", 1400u, 7u, 2), (veth.Index, veth.Kind, veth.Mtu, veth.Group, veth.LowerIndex));
        Assert.True(veth.IsRunning && veth.IsMulticast && !veth.IsNoArp);
        Assert.Equal((byte)LinkConstants.IN6_ADDR_GEN_MODE_NONE, veth.AddressGenerationMode);
        Assert.Equal(LinkConstants.IF_OPER_UP, veth.OperationalState);
        LinkMessage vmac = links[3];
        Assert.Equal(("macvlan", Interface), (vmac.Kind, vmac.LowerIndex));
        Assert.Equal(MacAddress.Parse("00:00:5e:00:01:33"), vmac.HardwareAddress);
        Assert.Equal((uint)LinkConstants.MACVLAN_MODE_PRIVATE, vmac.MacvlanMode);
        Assert.False(vmac.IsUp);
    }

    [Fact]
    public void Addresses_come_back_as_they_were_asked_for()
    {
        List<AddressMessage> read = [.. KernelDump.Payloads(File, "addresses").Select(payload =>
        {
            Assert.True(AddressMessage.TryDecode(payload, out AddressMessage address, out _));
            return address;
        }).Where(address => address.Index == Interface)];

        AddressMessage[] expected =
        [
            new()
            {
                Index = Interface, Local = IpPrefix.Parse("10.9.9.1/32"), Peer = IpAddress.Parse("10.9.9.2"),
                Label = "v0",
                Scope = RT_SCOPE_LINK, Flags = IFA_F_PERMANENT, Protocol = RTPROT_KEEPALIVED,
            },
            new()
            {
                Index = Interface, Local = IpPrefix.Parse("192.0.2.1/24"), Broadcast = IpAddress.Parse("192.0.2.255"),
                Label = "v0:vip", Flags = IFA_F_PERMANENT | IFA_F_NOPREFIXROUTE, Protocol = RTPROT_KEEPALIVED,
            },
            new()
            {
                Index = Interface, Local = IpPrefix.Parse("2001:db8:1::1/128"), Peer = IpAddress.Parse("2001:db8:1::2"),
                Flags = IFA_F_PERMANENT | IFA_F_NODAD,
            },
            new()
            {
                Index = Interface, Local = IpPrefix.Parse("2001:db8::9/128"), PreferredLifetime = 0,
                Flags = IFA_F_PERMANENT | IFA_F_NODAD | IFA_F_NOPREFIXROUTE | IFA_F_DEPRECATED,
                Protocol = RTPROT_KEEPALIVED,
            },
            new()
            {
                Index = Interface, Local = IpPrefix.Parse("2001:db8::1/64"), Flags = IFA_F_PERMANENT | IFA_F_NODAD,
                Protocol = RTPROT_KEEPALIVED,
            },
        ];
        Assert.Equal(expected, read);
    }

    [Fact]
    public void A_route_comes_back_with_its_metrics_table_and_realms()
    {
        var expected = new RouteMessage
        {
            Family = AddressFamily.InterNetwork,
            Destination = IpPrefix.Parse("198.51.100.0/24"),
            Gateway = IpAddress.Parse("192.0.2.254"),
            OutputInterface = Interface,
            PreferredSource = IpAddress.Parse("192.0.2.1"),
            Priority = 77,
            TypeOfService = 4,
            Table = 1000,
            Realms = 0x00010002,
            Metrics = new RouteMetrics
            {
                Values = [new(RTAX_MTU, 1300), new(RTAX_ADVMSS, 1200), new(RTAX_QUICKACK, 1)],
                Locked = 1 << RTAX_MTU,
                CongestionControl = "cubic",
            },
        };

        Assert.Equal(expected, Route("198.51.100.0/24"));
    }

    [Fact]
    public void Gateways_of_the_other_family_and_several_nexthops_are_read()
    {
        Assert.Equal("fe80::2", Route("198.51.101.0/24").Gateway.ToString());
        ValueList<RouteNextHop> hops =
        [
            new RouteNextHop { Gateway = IpAddress.Parse("192.0.2.2"), OutputInterface = Interface, Weight = 3 },
            new RouteNextHop { Gateway = IpAddress.Parse("fe80::3"), OutputInterface = Interface,
                Flags = RTNH_F_ONLINK },
        ];
        Assert.Equal(hops, Route("198.51.102.0/24").NextHops);
        hops =
        [
            new RouteNextHop { Gateway = NearV6, OutputInterface = Interface },
            new RouteNextHop { Gateway = IpAddress.Parse("2001:db8::3"), OutputInterface = Interface, Weight = 4 },
        ];
        Assert.Equal(hops, Route("2001:db8:5::/48").NextHops);
    }

    [Fact]
    public void Types_encapsulation_preference_and_expiry_are_read()
    {
        Assert.Equal(RTN_BLACKHOLE, Route("198.51.103.0/24").Type);
        var tunnel = new RouteEncapsulation
        {
            Kind = EncapsulationConstants.LWTUNNEL_ENCAP_IP,
            Id = 42,
            Destination = IpAddress.Parse("203.0.113.1"),
            Source = IpAddress.Parse("203.0.113.2"),
            TimeToLive = 9,
            TypeOfService = 8,
            Flags = 0,
        };
        Assert.Equal(tunnel, Route("198.51.104.0/24").Encapsulation);
        RouteMessage ipv6Default = Route("::/0");
        Assert.Equal((5u, (byte)1), (ipv6Default.Priority, ipv6Default.Preference));
        Assert.InRange(ipv6Default.ExpiresSeconds!.Value, 590u, 600u);
    }

    [Fact]
    public void Rules_come_back_as_they_were_asked_for()
    {
        var rules = new List<RuleMessage>();
        int foreign = 0;
        foreach (byte[] payload in KernelDump.Payloads(File, "rules"))
        {
            bool isRead = RuleMessage.TryDecode(payload, out RuleMessage rule, out DecodeError error);
            // Kernels with multicast routing dump its rules too; theirs are other families.
            foreign += isRead ? 0 : 1;
            Assert.True(isRead || error.Kind == DecodeErrorKind.UnknownFamily);
            if (isRead)
            {
                rules.Add(rule);
            }
        }

        var full = new RuleMessage
        {
            Family = AddressFamily.InterNetwork,
            From = IpPrefix.Parse("10.0.0.0/8"),
            To = IpPrefix.Parse("172.16.0.0/12"),
            TypeOfService = 4,
            Table = 1000,
            Priority = 16384,
            FirewallMark = 0x10,
            FirewallMask = 0xFF,
            Flags = FIB_RULE_INVERT,
            InputInterface = "v0",
            OutputInterface = "v0",
            UserIds = new(1000, 2000),
            Protocol = RTPROT_KEEPALIVED,
            IpProtocol = 6,
            SourcePorts = new(1000, 2000),
            DestinationPorts = new(80, 81),
            SuppressPrefixLength = 0,
            SuppressInterfaceGroup = 7,
            Realms = 0x00030004,
        };
        Assert.Equal(2, foreign);
        Assert.Contains(full, rules);
        Assert.Contains(rules, rule => rule.Action == FR_ACT_GOTO && rule.Goto == 16384 && rule.Priority == 100);
        Assert.Contains(rules, rule => rule.Action == FR_ACT_PROHIBIT && rule.TunnelId == 77);
        Assert.Contains(rules, rule => rule.IsL3MasterDevice && rule.Priority == 102);
    }

    [Fact]
    public void A_refusal_has_its_errno_its_request_and_the_kernels_words()
    {
        var reader = new NetlinkMessageReader(KernelDump.Datagrams(File, "refused").Single());

        Assert.True(reader.TryRead(out NetlinkMessage message, out _));
        Assert.True(message.TryReadResult(out NetlinkResult result));
        Assert.Equal(new NetlinkResult(17, RTM_NEWADDR, 13), result);
        Assert.Equal("ipv4: Address already assigned", message.ReadErrorText());
    }
}
