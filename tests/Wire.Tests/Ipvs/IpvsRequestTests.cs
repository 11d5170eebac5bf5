using System.Net.Sockets;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Ipvs;
using Keepalived.Wire.Netlink;
using Xunit.Abstractions;
using static Keepalived.Wire.Ipvs.IpvsConstants;
using static Keepalived.Wire.Netlink.NetlinkConstants;

namespace Keepalived.Wire.Tests.Ipvs;

public sealed class IpvsRequestTests(ITestOutputHelper output)
{
    private static readonly IpvsRequest Request = new(28, 7);
    private static readonly byte[] Buffer = new byte[2048];

    private static readonly IpvsServiceMessage Service = new()
    {
        Family = AddressFamily.InterNetworkV6,
        Protocol = 6,
        Address = IpAddress.Parse("2001:db8::1"),
        Port = 80,
        Scheduler = "wlc",
        Flags = IP_VS_SVC_F_PERSISTENT,
        PersistenceTimeoutSeconds = 50,
        Netmask = 128,
        PersistenceEngine = "sip",
    };

    private static readonly IpvsDestinationMessage Server = new()
    {
        Address = IpAddress.Parse("10.0.0.1"),
        Port = 8080,
        ForwardingMethod = IP_VS_CONN_F_TUNNEL,
        Weight = 65535,
        UpperThreshold = 9,
        LowerThreshold = 8,
        TunnelType = 2,
        TunnelPort = 6080,
        TunnelFlags = 1,
    };

    private static NetlinkMessage Read(int length)
    {
        var reader = new NetlinkMessageReader(Buffer.AsSpan(0, length));
        Assert.True(reader.TryRead(out NetlinkMessage message, out _));
        return message;
    }

    [Fact]
    public void Services_and_destinations_round_trip()
    {
        Assert.True(IpvsServiceMessage.TryDecode(
            Read(Request.NewService(Buffer, Service)).Payload, out IpvsServiceMessage service, out _));
        Assert.Equal(Service, service);
        Assert.True(IpvsDestinationMessage.TryDecode(
            Read(Request.NewDestination(Buffer, Service, Server)).Payload, default, out IpvsDestinationMessage server,
            out _));
        Assert.Equal(Server, server);
    }

    [Fact]
    public void An_ipv4_netmask_goes_in_network_order()
    {
        IpvsServiceMessage wanted = Service with
        {
            Family = AddressFamily.InterNetwork, Address = IpAddress.Parse("192.0.2.1"), Netmask = 0xFFFFFF00,
        };
        NetlinkMessage message = Read(Request.NewService(Buffer, wanted));

        Assert.True(
            message.Payload.IndexOf((ReadOnlySpan<byte>)[8, 0, IPVS_SVC_ATTR_NETMASK, 0, 255, 255, 255, 0]) > 0);
        Assert.True(IpvsServiceMessage.TryDecode(message.Payload, out IpvsServiceMessage read, out _));
        Assert.Equal(wanted, read);
    }

    [Fact]
    public void Each_request_has_its_command_and_asks_for_what_it_needs()
    {
        Assert.Equal((IPVS_CMD_SET_SERVICE, NLM_F_REQUEST | NLM_F_ACK), Command(Request.SetService(Buffer, Service)));
        Assert.Equal(
            (IPVS_CMD_DEL_SERVICE, NLM_F_REQUEST | NLM_F_ACK), Command(Request.DeleteService(Buffer, Service)));
        Assert.Equal(
            (IPVS_CMD_SET_DEST, NLM_F_REQUEST | NLM_F_ACK), Command(Request.SetDestination(Buffer, Service, Server)));
        Assert.Equal(
            (IPVS_CMD_DEL_DEST, NLM_F_REQUEST | NLM_F_ACK),
            Command(Request.DeleteDestination(Buffer, Service, Server)));
        Assert.Equal((IPVS_CMD_FLUSH, NLM_F_REQUEST | NLM_F_ACK), Command(Request.Flush(Buffer)));
        Assert.Equal((IPVS_CMD_ZERO, NLM_F_REQUEST | NLM_F_ACK), Command(Request.Zero(Buffer)));
        Assert.Equal((IPVS_CMD_GET_SERVICE, NLM_F_REQUEST | NLM_F_DUMP), Command(Request.DumpServices(Buffer)));
        Assert.Equal(
            (IPVS_CMD_GET_DEST, NLM_F_REQUEST | NLM_F_DUMP), Command(Request.DumpDestinations(Buffer, Service)));
        Assert.Equal((IPVS_CMD_GET_DAEMON, NLM_F_REQUEST | NLM_F_DUMP), Command(Request.DumpDaemons(Buffer)));
        Assert.Equal(
            (IPVS_CMD_SET_CONFIG, NLM_F_REQUEST | NLM_F_ACK), Command(Request.SetTimeouts(Buffer, new(1, 2, 3))));
    }

    [Fact]
    public void A_silent_request_is_answered_only_when_it_fails_unless_it_asks_later()
    {
        IpvsRequest silent = Request with { IsSilent = true };
        int length = silent.NewDestination(Buffer, Service, Server);
        Assert.Equal((IPVS_CMD_NEW_DEST, NLM_F_REQUEST), Command(length));
        NetlinkRequest.Acknowledge(Buffer);
        Assert.Equal((IPVS_CMD_NEW_DEST, NLM_F_REQUEST | NLM_F_ACK), Command(length));
        Assert.Equal(
            (IPVS_CMD_GET_SERVICE, NLM_F_REQUEST | NLM_F_DUMP), Command(silent.DumpServices(Buffer)));
    }

    [Fact]
    public void A_destination_too_small_gives_length_zero()
    {
        int length = Request.NewDestination(Buffer, Service, Server);
        for (int size = 0; size < length; size++)
        {
            Assert.Equal(0, Request.NewDestination(Buffer.AsSpan(0, size), Service, Server));
        }
    }

    [Fact]
    public void The_64_bit_statistics_win_over_the_32_bit_ones()
    {
        var writer = new NetlinkWriter(Buffer);
        writer.BeginMessage(default);
        writer.UInt32(IPVS_CMD_NEW_SERVICE);
        int service = writer.BeginNested(IPVS_CMD_ATTR_SERVICE);
        writer.AttributeUInt16(IPVS_SVC_ATTR_AF, KernelFamily.Inet);
        int old = writer.BeginNested(IPVS_SVC_ATTR_STATS);
        writer.AttributeUInt32(IPVS_STATS_ATTR_CONNS, 5);
        writer.AttributeUInt64(IPVS_STATS_ATTR_INBYTES, 6);
        writer.EndNested(old);
        int wide = writer.BeginNested(IPVS_SVC_ATTR_STATS64);
        writer.AttributeUInt64(IPVS_STATS_ATTR_CONNS, ulong.MaxValue);
        writer.AttributeUInt64(IPVS_STATS_ATTR_OUTBPS, 9);
        writer.EndNested(wide);
        writer.EndNested(service);
        writer.EndMessage();

        Assert.True(IpvsServiceMessage.TryDecode(Read(writer.Result).Payload, out IpvsServiceMessage read, out _));
        Assert.Equal(new IpvsStatistics { Connections = ulong.MaxValue, OutgoingByteRate = 9 }, read.Statistics);
    }

    [Theory]
    [InlineData("010100", DecodeErrorKind.Truncated)]
    [InlineData("02010000", DecodeErrorKind.MessageType)]
    [InlineData("01010000", DecodeErrorKind.AttributeMissing)]
    [InlineData("0101000004000100", DecodeErrorKind.AttributeMissing)]
    [InlineData("01010000ff000100", DecodeErrorKind.AttributeLength)]
    [InlineData("010100000900010005000100020000", DecodeErrorKind.AttributeSize)]
    [InlineData("010100000c00010008000900ffff", DecodeErrorKind.AttributeLength)]
    public void A_flawed_service_gives_the_named_error(string hex, DecodeErrorKind expected)
    {
        Assert.False(IpvsServiceMessage.TryDecode(Convert.FromHexString(hex), out _, out DecodeError error));
        Assert.Equal(expected, error.Kind);
    }

    [Fact]
    public void Random_and_mutated_messages_never_throw()
    {
        byte[] service = Read(Request.NewService(Buffer, Service)).Payload.ToArray();
        byte[] server = Read(Request.NewDestination(Buffer, Service, Server)).Payload.ToArray();
        byte[] daemon = Read(Request.StartDaemon(Buffer, new() { State = 1, Interface = "eth0" })).Payload.ToArray();
        byte[] timeouts = Read(Request.SetTimeouts(Buffer, new(1, 2, 3))).Payload.ToArray();
        byte[] dumped = Tests.Netlink.KernelDump.Payloads("ipvs.hex", "services")[0];
        byte[] family = Tests.Netlink.KernelDump.Payloads("ipvs.hex", "family")[0];
        using var inputs = new Seeded(output, service, server, daemon, timeouts, dumped, family);
        int decoded = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            ReadOnlySpan<byte> input = inputs.Next();
            decoded += Count(IpvsServiceMessage.TryDecode(input, out _, out DecodeError error), error);
            decoded += Count(
                IpvsDestinationMessage.TryDecode(input, AddressFamily.InterNetwork, out _, out error), error);
            decoded += Count(IpvsSyncDaemonMessage.TryDecode(input, out _, out error), error);
            decoded += Count(IpvsTimeouts.TryDecode(input, out _, out error), error);
            decoded += Count(IpvsInfo.TryDecode(input, out _, out error), error);
            decoded += Count(GenericFamilyMessage.TryDecode(input, out _, out error), error);
        }

        Assert.True(decoded > inputs.Count / 10);
    }

    private static (int Command, int Flags) Command(int length)
    {
        NetlinkMessage message = Read(length);
        Assert.Equal((28, 7u), (message.Type, message.Sequence));
        Assert.True(GenericHeader.TryDecode(message.Payload, out GenericHeader header, out _));
        return (header.Command, message.Flags);
    }

    private static int Count(bool isDecoded, DecodeError error)
    {
        Assert.Equal(isDecoded, !error.IsError);
        return isDecoded ? 1 : 0;
    }
}
