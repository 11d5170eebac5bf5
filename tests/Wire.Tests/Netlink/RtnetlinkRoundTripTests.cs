using System.Net.Sockets;
using Keepalived.Wire.Ethernet;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Netlink;
using static Keepalived.Wire.Netlink.NetlinkConstants;
using static Keepalived.Wire.Netlink.RtnetlinkConstants;
using static Keepalived.Wire.Netlink.RuleConstants;

namespace Keepalived.Wire.Tests.Netlink;

public sealed class RtnetlinkRoundTripTests
{
    private static readonly byte[] Buffer = new byte[4096];

    internal static AddressMessage FullAddress => new()
    {
        Index = 5,
        Local = IpPrefix.Parse("10.0.0.1/30"),
        Peer = IpAddress.Parse("10.0.0.2"),
        Broadcast = IpAddress.Parse("10.0.0.3"),
        Label = "eth0:1",
        Scope = 200,
        Flags = 0x702,
        PreferredLifetime = 10,
        ValidLifetime = 20,
        Protocol = 18,
        RoutePriority = 9,
    };

    internal static RouteMessage FullRoute => new()
    {
        Family = AddressFamily.InterNetworkV6,
        Destination = IpPrefix.Parse("2001:db8::/32"),
        Source = IpPrefix.Parse("2001:db8:1::/48"),
        TypeOfService = 8,
        Table = 70000,
        Protocol = 99,
        Scope = 1,
        Type = RTN_UNREACHABLE,
        Flags = RTNH_F_ONLINK,
        Gateway = IpAddress.Parse("192.0.2.1"),
        OutputInterface = 3,
        InputInterface = 4,
        Priority = 0,
        PreferredSource = IpAddress.Parse("2001:db8::9"),
        Realms = 1,
        Preference = 3,
        ExpiresSeconds = 60,
        TtlPropagate = 1,
        NextHopId = 12,
        Metrics = new RouteMetrics { Values = [new(RTAX_MTU, 1280)], Locked = 4, CongestionControl = "reno" },
        Encapsulation = new RouteEncapsulation
        {
            Kind = EncapsulationConstants.LWTUNNEL_ENCAP_IP6,
            Id = 1,
            Destination = IpAddress.Parse("2001:db8::77"),
            TimeToLive = 5,
            TypeOfService = 6,
            Flags = 7,
        },
        NextHops =
        [
            new RouteNextHop
            {
                Gateway = IpAddress.Parse("192.0.2.7"),
                Weight = 256,
                Flags = RTNH_F_ONLINK,
                Realms = 4,
                Encapsulation = new RouteEncapsulation
                {
                    Kind = EncapsulationConstants.LWTUNNEL_ENCAP_MPLS, Labels = [16, 1048575], TimeToLive = 3,
                },
            },
            new RouteNextHop
            {
                OutputInterface = 9,
                Encapsulation = new RouteEncapsulation
                {
                    Kind = EncapsulationConstants.LWTUNNEL_ENCAP_ILA, Locator = 0x1122334455667788,
                },
            },
        ],
    };

    internal static RuleMessage FullRule => new()
    {
        Family = AddressFamily.InterNetworkV6,
        From = IpPrefix.Parse("2001:db8::/32"),
        To = IpPrefix.Parse("2001:db8:9::/48"),
        TypeOfService = 4,
        Table = 1000,
        Action = FR_ACT_GOTO,
        Flags = FIB_RULE_INVERT,
        Priority = 7,
        Goto = 9,
        FirewallMark = 1,
        FirewallMask = 2,
        Realms = 3,
        TunnelId = 0x1122334455667788,
        SuppressPrefixLength = 64,
        SuppressInterfaceGroup = 5,
        InputInterface = "eth0",
        OutputInterface = "eth1",
        IsL3MasterDevice = true,
        UserIds = new(0, uint.MaxValue),
        Protocol = 18,
        IpProtocol = 17,
        SourcePorts = new(1, 65535),
        DestinationPorts = new(53, 53),
    };

    private static NetlinkMessage Read(int length)
    {
        var reader = new NetlinkMessageReader(Buffer.AsSpan(0, length));
        Assert.True(reader.TryRead(out NetlinkMessage message, out _));
        Assert.Equal(length, message.Payload.Length + NLMSG_HDRLEN);
        return message;
    }

    [Fact]
    public void A_request_carries_its_type_flags_and_number()
    {
        var request = NetlinkRequest.Acknowledged(RTM_NEWADDR, 42, NLM_F_CREATE | NLM_F_EXCL);
        NetlinkMessage message = Read(FullAddress.Encode(Buffer, request));

        Assert.Equal((RTM_NEWADDR, 42u, 0u), (message.Type, message.Sequence, message.PortId));
        Assert.Equal(NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, message.Flags);
    }

    [Fact]
    public void An_address_with_everything_round_trips()
    {
        NetlinkMessage message = Read(FullAddress.Encode(Buffer, default));

        Assert.True(AddressMessage.TryDecode(message.Payload, out AddressMessage read, out _));
        Assert.Equal(FullAddress, read);
    }

    [Fact]
    public void A_route_with_everything_round_trips()
    {
        NetlinkMessage message = Read(FullRoute.Encode(Buffer, default));

        Assert.True(RouteMessage.TryDecode(message.Payload, out RouteMessage read, out _));
        Assert.Equal(FullRoute, read);
    }

    [Fact]
    public void A_rule_with_everything_round_trips()
    {
        NetlinkMessage message = Read(FullRule.Encode(Buffer, default));

        Assert.True(RuleMessage.TryDecode(message.Payload, out RuleMessage read, out _));
        Assert.Equal(FullRule, read);
    }

    [Fact]
    public void A_new_macvlan_names_its_parent_mode_and_address()
    {
        LinkRequest request = LinkRequest.Macvlan("vrrp.51", 3, MacAddress.Parse("00:00:5e:00:01:33"));
        NetlinkMessage message = Read(request.Encode(Buffer, default));

        Assert.True(LinkMessage.TryDecode(message.Payload, out LinkMessage read, out _));
        Assert.Equal(("vrrp.51", 3, "macvlan", 1u), (read.Name, read.LowerIndex, read.Kind, read.MacvlanMode!.Value));
        Assert.Equal(MacAddress.Parse("00:00:5e:00:01:33"), read.HardwareAddress);
    }

    [Fact]
    public void A_link_request_with_everything_round_trips()
    {
        var request = new LinkRequest
        {
            Index = 7, Name = "new", Flags = 1, FlagsMask = 3, Mtu = 1400, HardwareAddress = new MacAddress(5),
            LowerIndex = 2,
            MasterIndex = 8, Group = 9, Kind = "ipvlan", IpvlanMode = 1, IpvlanFlags = 2, AddressGenerationMode = 1,
        };
        NetlinkMessage message = Read(request.Encode(Buffer, default));

        Assert.True(LinkMessage.TryDecode(message.Payload, out LinkMessage read, out _));
        var expected = new LinkMessage
        {
            Index = 7, Name = "new", Flags = 1, ChangedFlags = 3, Mtu = 1400, HardwareAddress = new MacAddress(5),
            LowerIndex = 2,
            MasterIndex = 8, Group = 9, Kind = "ipvlan", IpvlanMode = 1, AddressGenerationMode = 1,
        };
        Assert.Equal(expected, read);
    }

    [Fact]
    public void Every_destination_too_small_gives_length_zero()
    {
        int[] lengths =
        [
            FullAddress.Encode(Buffer, default), FullRoute.Encode(Buffer, default), FullRule.Encode(Buffer, default),
            LinkRequest.Ipvlan("i", 1, 1).Encode(Buffer, default), DumpRequest.Links(Buffer, 1),
        ];
        for (int size = 0; size < lengths.Max(); size++)
        {
            Span<byte> small = Buffer.AsSpan(0, size);
            Assert.Equal(size < lengths[0] ? 0 : lengths[0], FullAddress.Encode(small, default));
            Assert.Equal(size < lengths[1] ? 0 : lengths[1], FullRoute.Encode(small, default));
            Assert.Equal(size < lengths[2] ? 0 : lengths[2], FullRule.Encode(small, default));
            Assert.Equal(size < lengths[3] ? 0 : lengths[3], LinkRequest.Ipvlan("i", 1, 1).Encode(small, default));
            Assert.Equal(size < lengths[4] ? 0 : lengths[4], DumpRequest.Links(small, 1));
        }
    }

    [Fact]
    public void Dump_requests_ask_for_their_family()
    {
        NetlinkMessage message = Read(DumpRequest.Routes(Buffer, 5, AddressFamily.InterNetworkV6));

        Assert.Equal((RTM_GETROUTE, NLM_F_REQUEST | NLM_F_DUMP), (message.Type, message.Flags));
        Assert.Equal(KernelFamily.Inet6, message.Payload[0]);
        Assert.Equal((RTM_GETADDR, (byte)0), (Read(DumpRequest.Addresses(Buffer, 5)).Type, Buffer[NLMSG_HDRLEN]));
        Assert.Equal(RTM_GETRULE, Read(DumpRequest.Rules(Buffer, 5)).Type);
        Assert.Equal(RTM_GETLINK, Read(DumpRequest.Links(Buffer, 5)).Type);
    }
}
