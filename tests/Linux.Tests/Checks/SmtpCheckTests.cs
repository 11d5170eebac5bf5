using System.Net;
using System.Net.Sockets;
using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Checks;

namespace Keepalived.Linux.Tests.Checks;

public sealed class SmtpCheckTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Greeting_hello_and_quit_make_a_success()
    {
        List<string> said = [];
        using LoopbackServer server = Server(said, "220 mail ready\r\n", "250 pleased\r\n", "221 bye\r\n");

        CheckResult result = await Check(Checker(server.Port, s_long) with { HeloName = "director.example" });

        Assert.Equal(CheckResult.Pass(CheckReason.Replied, 250), result);
        Assert.Equal(["HELO director.example", "QUIT"], said);
    }

    [Theory]
    [InlineData("554 go away\r\n", "250 ok\r\n", "221 \r\n", CheckReason.SmtpGreeting, 554)]
    [InlineData("220-first\r\n220 second\r\n", "250 ok\r\n", "221 \r\n", CheckReason.SmtpGreeting, 0)]
    [InlineData("22\r\n", "250 ok\r\n", "221 \r\n", CheckReason.SmtpGreeting, 0)]
    [InlineData("220 \0\0\0\r\n", "500 what\r\n", "221 \r\n", CheckReason.SmtpHello, 500)]
    [InlineData("220\n", "250-first\r\n250 second\r\n", "221 \r\n", CheckReason.SmtpHello, 0)]
    public async Task Any_other_answer_is_a_failure(
        string greeting, string hello, string bye, CheckReason reason, int code)
    {
        using LoopbackServer server = Server([], greeting, hello, bye);

        Assert.Equal(CheckResult.Fail(reason, code), await Check(Checker(server.Port, s_long)));
    }

    [Theory]
    [InlineData("500 unknown command\r\n")]
    [InlineData("nonsense\r\n")]
    public async Task Any_line_answers_QUIT(string line)
    {
        using LoopbackServer server = Server([], "220 a\r\n", "250 b\r\n", line);

        Assert.True((await Check(Checker(server.Port, s_long))).Passed);
    }

    [Fact]
    public async Task Each_host_is_a_step_with_its_own_target()
    {
        using LoopbackServer good = Server([], "220 a\r\n", "250 b\r\n", "221 c\r\n");
        using LoopbackServer bad = Server([], "421 a\r\n", "", "");
        CheckerConfig.Smtp checker = new([Target(good.Port, s_long), Target(bad.Port, s_long)]);
        using SmtpCheckTransport transport = new(checker, TimeProvider.System);

        Assert.True((await transport.CheckAsync(0, default)).Passed);
        Assert.False((await transport.CheckAsync(1, default)).Passed);
    }

    [Fact]
    public async Task Endless_line_is_cut_off()
    {
        using LoopbackServer server = new(async (stream, stop) =>
        {
            byte[] piece = Encoding.ASCII.GetBytes("220 " + new string('x', 4096));
            while (true)
            {
                await stream.WriteAsync(piece, stop);
            }
        });

        Assert.Equal(CheckReason.TooLarge, (await Check(Checker(server.Port, s_long))).Reason);
    }

    [Fact]
    public async Task Closing_and_resetting_servers_fail()
    {
        using LoopbackServer closing = new((_, _) => Task.CompletedTask);
        using LoopbackServer resetting = new(async (stream, stop) =>
        {
            await stream.WriteAsync("220 a\r\n"u8.ToArray(), stop);
            stream.Socket.LingerState = new LingerOption(true, 0);
            stream.Socket.Close();
        });

        Assert.Equal(CheckReason.NoData, (await Check(Checker(closing.Port, s_long))).Reason);
        Assert.False((await Check(Checker(resetting.Port, s_long))).Passed);
    }

    private static LoopbackServer Server(List<string> said, string greeting, string hello, string bye) =>
        new(async (stream, stop) =>
        {
            using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(greeting), stop);
            foreach (string answer in new[] { hello, bye })
            {
                if (await reader.ReadLineAsync(stop) is not { } line)
                {
                    return;
                }

                said.Add(line);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stop);
            }
        });

    private static CheckTarget Target(ushort port, TimeSpan limit) =>
        new(IPAddress.Loopback, port) { ConnectTimeout = limit };

    private static CheckerConfig.Smtp Checker(ushort port, TimeSpan limit) => new([Target(port, limit)]);

    private static async Task<CheckResult> Check(CheckerConfig.Smtp checker)
    {
        using SmtpCheckTransport transport = new(checker, TimeProvider.System);
        return await transport.CheckAsync(0, default);
    }
}
