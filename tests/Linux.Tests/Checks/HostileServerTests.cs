using System.Net;
using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Checks;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>Whatever a real server does costs bounded time and memory.</summary>
public sealed class HostileServerTests
{
    [Fact]
    public async Task Server_that_says_nothing_ends_with_the_read_timeout()
    {
        using LoopbackServer server = new((_, stop) => Task.Delay(Timeout.Infinite, stop));

        Assert.Equal(CheckReason.ReadTimedOut, (await HostileChecks.Run(server)).Reason);
    }

    [Fact]
    public async Task Server_that_never_closes_ends_with_the_read_timeout()
    {
        using LoopbackServer server = new(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\nall there is"u8.ToArray(), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });

        Assert.Equal(CheckReason.ReadTimedOut, (await HostileChecks.Run(server)).Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dripping_server_does_not_outlast_the_whole_check(bool onLoop)
    {
        using LoopbackServer server = new(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\n"u8.ToArray(), stop);
            while (true)
            {
                await stream.WriteAsync("x"u8.ToArray(), stop);
                await Task.Delay(20, stop);
            }
        });

        Assert.Equal(CheckReason.TookTooLong, (await HostileChecks.Exchange(server, onLoop))?.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_whole_check_has_the_limit_of_the_interval_that_a_reload_set(bool onLoop)
    {
        using LoopbackServer server = new(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\n"u8.ToArray(), stop);
            while (true)
            {
                await stream.WriteAsync("x"u8.ToArray(), stop);
                await Task.Delay(20, stop);
            }
        });
        // An expression is looked for on a thread of the pool.
        HttpUrlConfig url = new("/") { Regex = onLoop ? null : new HttpRegexConfig("y") };
        CheckerConfig.Http checker = HostileChecks.Checker(server, TimeSpan.FromMilliseconds(200), url);
        WebCheckSetup setup = WebCheckSetup.Plain with { Patterns = [null] };
        using WebCheckTransport transport =
            new(checker with { DelayLoop = TimeSpan.FromHours(1) }, setup, TimeProvider.System, TestLoop.Checks);

        transport.Retime(checker);

        Assert.False((await transport.CheckAsync(0, default).WaitAsync(TimeSpan.FromSeconds(60))).Passed);
    }

    [Fact]
    public async Task Dripping_mail_server_has_one_limit_for_the_line()
    {
        using LoopbackServer server = new(async (stream, stop) =>
        {
            while (true)
            {
                await stream.WriteAsync("2"u8.ToArray(), stop);
                await Task.Delay(20, stop);
            }
        });
        CheckTarget target = new(IPAddress.Loopback, server.Port) { ConnectTimeout = HostileChecks.Step };
        using SmtpCheckTransport transport = new(new CheckerConfig.Smtp([target]), TimeProvider.System);

        Assert.Equal(CheckReason.ReadTimedOut, (await transport.CheckAsync(0, default)).Reason);
    }

    [Theory]
    [InlineData("X-Header: and so on\r\n", "HTTP/1.0 200 OK\r\n")]
    [InlineData("x", "")]
    [InlineData("\0", "HTTP/1.0 200 ")]
    public async Task Endless_headers_are_cut_off(string repeated, string start)
    {
        long sent = 0;
        byte[] piece = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(repeated, 200)));
        using LoopbackServer server = new(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(start), stop);
            while (true)
            {
                await stream.WriteAsync(piece, stop);
                sent += piece.Length;
            }
        });

        // Plenty of time: the size has to end it, on a busy machine too.
        Assert.Equal(CheckReason.TooLarge, (await HostileChecks.Run(server, HostileChecks.Plenty)).Reason);
        // What the sockets' buffers hold is all that went beyond the limit.
        Assert.True(sent < 32 * 1024 * 1024);
    }

    [Fact]
    public async Task Server_that_resets_the_connection_is_a_failure_like_any_other()
    {
        using LoopbackServer server = new(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.0 200 OK\r\n"u8.ToArray(), stop);
            stream.Socket.LingerState = new System.Net.Sockets.LingerOption(true, 0);
            stream.Socket.Close();
        });

        CheckReason[] allowed = [CheckReason.ConnectFailed, CheckReason.SendFailed, CheckReason.ReadFailed];
        Assert.Contains((await HostileChecks.Run(server, HostileChecks.Plenty)).Reason, allowed);
    }

    [Fact]
    public async Task Cancelled_check_completes_at_once()
    {
        TaskCompletionSource connected = new();
        using LoopbackServer server = new((_, stop) =>
        {
            connected.TrySetResult();
            return Task.Delay(Timeout.Infinite, stop);
        });
        using WebCheckTransport transport = new(
            HostileChecks.Checker(server, TimeSpan.FromMinutes(5)),
            WebCheckSetup.Plain,
            TimeProvider.System,
            TestLoop.Checks);
        using CancellationTokenSource cancel = new();

        Task<CheckResult> check = transport.CheckAsync(0, cancel.Token);
        await connected.Task;
        cancel.Cancel();

        Assert.False((await check.WaitAsync(TimeSpan.FromSeconds(10))).Passed);
    }
}
