using System.Net;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Checks;
using Linux.Tests.Support;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>UDP_CHECK and PING_CHECK.</summary>
public sealed class DatagramCheckTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Payload_reaches_the_server()
    {
        byte[] heard = [];
        using DatagramServer server = new(datagram =>
        {
            heard = datagram;
            return [datagram];
        });

        Assert.True((await Check(Udp(server.Port, s_long) with { Payload = [1, 0, 255] })).Passed);
        Assert.Equal([1, 0, 255], heard);
        Assert.True((await Check(Udp(server.Port, s_long))).Passed);
        Assert.Equal(32, heard.Length);
    }

    [Fact]
    public async Task Silence_passes_only_where_no_reply_is_required()
    {
        using DatagramServer server = new(_ => []);

        Assert.Equal(CheckResult.Pass(CheckReason.NothingRefused), await Check(Udp(server.Port, s_short)));
        Assert.Equal(
            CheckResult.Fail(CheckReason.ReadTimedOut),
            await Check(Udp(server.Port, s_short) with { RequireReply = true }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Closed_port_fails_by_its_ICMP_error(bool requireReply)
    {
        CheckResult result =
            await Check(Udp(ClosedPorts.Udp, s_long) with { RequireReply = requireReply });

        Assert.Equal((false, CheckReason.ConnectFailed, 111), (result.Passed, result.Reason, result.Value));
    }

    [Theory]
    [InlineData(2, 10, "0102030405", true, CheckReason.Replied)]
    [InlineData(6, 10, "0102030405", false, CheckReason.ReplyLength)]
    [InlineData(0, 4, "0102030405", false, CheckReason.ReplyLength)]
    [InlineData(0, 255, "", false, CheckReason.ReplyPattern)]
    [InlineData(0, 255, "01", false, CheckReason.ReplyPattern)]
    [InlineData(0, 255, "0192", true, CheckReason.Replied)]
    [InlineData(0, 255, "0193", false, CheckReason.ReplyPattern)]
    [InlineData(0, 255, "0292", false, CheckReason.ReplyPattern)]
    public async Task Required_reply_has_length_and_beginning(
        int min, int max, string reply, bool passed, CheckReason reason)
    {
        using DatagramServer server = new(_ => [Convert.FromHexString(reply)]);
        CheckerConfig.Udp checker = Udp(server.Port, s_long) with
        {
            RequireReply = true,
            MinReplyLength = min,
            MaxReplyLength = max,
            // require_reply 01X2
            ReplyPattern = [0x01, 0x02],
            ReplyMask = [0xFF, 0x0F],
        };

        CheckResult result = await Check(checker);

        Assert.Equal((passed, reason), (result.Passed, result.Reason));
    }

    [Fact]
    public async Task Reply_of_any_size_costs_no_more_than_the_longest_good_one()
    {
        using DatagramServer server = new(_ => [new byte[60_000]]);

        CheckResult result = await Check(Udp(server.Port, s_long) with { RequireReply = true, MaxReplyLength = 10 });

        Assert.Equal(CheckResult.Fail(CheckReason.ReplyLength, 11), result);
    }

    [PrivilegedFact]
    public async Task Loopback_answers_pings_of_both_families_and_of_raw_sockets()
    {
        foreach (IPAddress address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            using PingCheckTransport ping = new(
                new CheckTarget(address, 0) { ConnectTimeout = Patience.Plenty }, TimeProvider.System);
            Assert.Equal(CheckReason.Replied, (await ping.CheckAsync(0, default)).Reason);
            Assert.True((await ping.CheckAsync(0, default)).Passed);
        }
    }

    [PrivilegedFact]
    public void Ping_goes_through_a_raw_socket_where_the_kernel_allows_no_other()
    {
        using TestNetwork network = new();
        TestNetwork.In(network.Left, () =>
        {
            File.WriteAllText("/proc/sys/net/ipv4/ping_group_range", "1 0");
            CheckTarget target = new(IPAddress.Parse("192.0.2.2"), 0) { ConnectTimeout = Patience.Plenty };
            using PingCheckTransport ping = new(target, TimeProvider.System);

            Assert.True(ping.CheckAsync(0, default).GetAwaiter().GetResult().Passed);
        });
    }

    [PrivilegedFact]
    public void Ping_without_an_answer_times_out_and_without_a_route_fails()
    {
        using TestNetwork network = new();
        TestNetwork.In(network.Left, () =>
        {
            CheckTarget silent = new(IPAddress.Parse("192.0.2.9"), 0) { ConnectTimeout = s_short };
            using PingCheckTransport ping = new(silent, TimeProvider.System);
            Assert.Equal(CheckReason.ReadTimedOut, ping.CheckAsync(0, default).GetAwaiter().GetResult().Reason);

            using PingCheckTransport lost = new(
                new CheckTarget(IPAddress.Parse("198.51.100.1"), 0), TimeProvider.System);
            Assert.Equal(CheckReason.ConnectFailed, lost.CheckAsync(0, default).GetAwaiter().GetResult().Reason);
        });
    }

    private static CheckerConfig.Udp Udp(ushort port, TimeSpan limit) =>
        new(new CheckTarget(IPAddress.Loopback, port) { ConnectTimeout = limit });

    private static async Task<CheckResult> Check(CheckerConfig.Udp checker)
    {
        using UdpCheckTransport transport = new(checker, TimeProvider.System);
        return await transport.CheckAsync(0, default);
    }
}
