using System.Net;
using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Checks;

namespace Keepalived.Linux.Tests.Checks;

public sealed class DnsCheckTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("A", 1)]
    [InlineData("NS", 2)]
    [InlineData("CNAME", 5)]
    [InlineData("SOA", 6)]
    [InlineData("MX", 15)]
    [InlineData("TXT", 16)]
    [InlineData("AAAA", 28)]
    [InlineData("RRSIG", 46)]
    [InlineData("DNSKEY", 48)]
    public async Task Question_has_name_type_and_class(string type, ushort number)
    {
        byte[] heard = [];
        using DatagramServer server = new(query =>
        {
            heard = query;
            return [Answer(query, 0x80)];
        });

        CheckerConfig.Dns checker = Checker(server.Port, s_long) with { QueryName = "www.example", QueryType = type };
        CheckResult result = await Check(checker);

        Assert.Equal((true, CheckReason.Replied), (result.Passed, result.Reason));
        byte[] expected =
        [
            1, 0, 0, 1, 0, 0, 0, 0, 0, 0,
            3, .. Encoding.ASCII.GetBytes("www"), 7, .. Encoding.ASCII.GetBytes("example"), 0, 0, (byte)number, 0, 1,
        ];
        Assert.Equal(expected, heard[2..]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Error_code_of_the_server_is_a_failure(int code)
    {
        using DatagramServer server = new(query => [Answer(query, 0x80, code)]);

        Assert.Equal(CheckResult.Fail(CheckReason.DnsCode, code), await Check(Checker(server.Port, s_long)));
    }

    [Fact]
    public async Task What_does_not_answer_the_question_is_read_over()
    {
        using DatagramServer server = new(query =>
        [
            [],
            [0, 0, 0],
            query,
            Answer([(byte)(query[0] ^ 1), .. query[1..]], 0x80),
            [.. Enumerable.Repeat((byte)0xC0, 60_000)],
            Answer(query, 0x80),
        ]);

        Assert.True((await Check(Checker(server.Port, s_long))).Passed);
    }

    [Fact]
    public async Task Flood_of_strangers_ends_the_check()
    {
        using DatagramServer server = new(_ => Enumerable.Repeat(new byte[12], 100));

        Assert.False((await Check(Checker(server.Port, TimeSpan.FromSeconds(1)))).Passed);
    }

    [Fact]
    public async Task Silent_and_closed_servers_fail_each_in_its_way()
    {
        using DatagramServer silent = new(_ => []);

        Assert.Equal(
            CheckReason.ReadTimedOut, (await Check(Checker(silent.Port, TimeSpan.FromMilliseconds(100)))).Reason);
        Assert.Equal(
            CheckReason.ConnectFailed, (await Check(Checker(ClosedPorts.Udp, s_long))).Reason);
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123.example")]
    public async Task Name_that_cannot_be_written_fails_without_a_query(string name) =>
        Assert.Equal(
            CheckReason.SendFailed,
            (await Check(Checker(ClosedPorts.Udp, s_long) with { QueryName = name })).Reason);

    private static byte[] Answer(byte[] query, byte flags, int code = 0)
    {
        byte[] answer = [.. query];
        answer[2] |= flags;
        answer[3] = (byte)code;
        return answer;
    }

    private static CheckerConfig.Dns Checker(ushort port, TimeSpan limit) =>
        new(new CheckTarget(IPAddress.Loopback, port) { ConnectTimeout = limit });

    private static async Task<CheckResult> Check(CheckerConfig.Dns checker)
    {
        using DnsCheckTransport transport = new(checker, TimeProvider.System);
        return await transport.CheckAsync(0, default);
    }
}
