using System.Net;
using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Checks;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>Whatever a real server does costs bounded time and memory.</summary>
public sealed class HostileServerTests
{
    // Long enough for a connection to come about on a machine with other work.
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_plenty = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_whole = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Server_that_says_nothing_ends_with_the_read_timeout()
    {
        using LoopbackServer server = new((_, stop) => Task.Delay(Timeout.Infinite, stop));

        Assert.Equal(CheckReason.ReadTimedOut, (await Check(server)).Reason);
    }

    [Fact]
    public async Task Server_that_never_closes_ends_with_the_read_timeout()
    {
        using LoopbackServer server = new(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\nall there is"u8.ToArray(), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });

        Assert.Equal(CheckReason.ReadTimedOut, (await Check(server)).Reason);
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

        Assert.Equal(CheckReason.TookTooLong, (await Exchange(server, onLoop))?.Reason);
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
        CheckTarget target = new(IPAddress.Loopback, server.Port) { ConnectTimeout = s_step };
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
        Assert.Equal(CheckReason.TooLarge, (await Check(server, s_plenty)).Reason);
        // What the sockets' buffers hold is all that went beyond the limit.
        Assert.True(sent < 32 * 1024 * 1024);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Endless_body_is_hashed_without_being_kept(bool onLoop)
    {
        byte[] piece = new byte[64 * 1024];
        using LoopbackServer server = new(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\n"u8.ToArray(), stop);
            while (true)
            {
                await stream.WriteAsync(piece, stop);
            }
        });
        long before = GC.GetTotalMemory(forceFullCollection: true);

        Assert.Equal(CheckReason.TookTooLong, (await Exchange(server, onLoop))?.Reason);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 4 * 1024 * 1024);
    }

    [Fact]
    public async Task Compressed_bomb_is_not_unpacked()
    {
        using MemoryStream packed = new();
        using (System.IO.Compression.GZipStream zip = new(packed, System.IO.Compression.CompressionLevel.Optimal, true))
        {
            for (int i = 0; i < 256; i++)
            {
                zip.Write(new byte[1024 * 1024]);
            }
        }

        byte[] page = packed.ToArray();
        using LoopbackServer server = LoopbackServer.Answering(
            [.. "HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n"u8, .. page]);
        HttpUrlConfig url = new("/") { Digest = [.. System.Security.Cryptography.MD5.HashData(page)] };
        long before = GC.GetTotalAllocatedBytes();

        Assert.Equal(CheckReason.Digest, (await Check(server, s_plenty, url)).Reason);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 16 * 1024 * 1024);
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
        Assert.Contains((await Check(server, s_plenty)).Reason, allowed);
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
        using WebCheckTransport transport =
            new(Checker(server, TimeSpan.FromMinutes(5)), WebCheckSetup.Plain, TimeProvider.System, TestLoop.Checks);
        using CancellationTokenSource cancel = new();

        Task<CheckResult> check = transport.CheckAsync(0, cancel.Token);
        await connected.Task;
        cancel.Cancel();

        Assert.False((await check.WaitAsync(TimeSpan.FromSeconds(10))).Passed);
    }

    /// <summary>A single step may take long, the whole may not.</summary>
    private static async Task<CheckResult?> Exchange(LoopbackServer server, bool onLoop)
    {
        CheckTarget target = new(IPAddress.Loopback, server.Port) { ConnectTimeout = TimeSpan.FromSeconds(30) };
        using HttpResponseReader reader = new(computeDigest: true);
        byte[] request = HttpRequest.Encode("/", HttpProtocolVersion.Http10, "", target.Address, target.Port);
        if (onLoop)
        {
            PageAttempt attempt = new(
                TestLoop.Checks, target, s_whole, request, reader, _ => CheckResult.Pass(CheckReason.StatusCode));
            return await attempt.Begin(default).WaitAsync(TimeSpan.FromSeconds(60));
        }

        WebExchange exchange = new(target, s_whole, TimeProvider.System);
        return await exchange.RunAsync(request, null, false, reader, default).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static CheckerConfig.Http Checker(LoopbackServer server, TimeSpan step, HttpUrlConfig? url = null) =>
        new(new CheckTarget(IPAddress.Loopback, server.Port) { ConnectTimeout = step }, UseTls: false)
        {
            Urls = [url ?? new HttpUrlConfig("/")], DelayLoop = TimeSpan.FromMilliseconds(10),
        };

    private static Task<CheckResult> Check(LoopbackServer server, HttpUrlConfig? url = null) =>
        Check(server, s_step, url);

    private static async Task<CheckResult> Check(LoopbackServer server, TimeSpan step, HttpUrlConfig? url = null)
    {
        using WebCheckTransport transport =
            new(Checker(server, step, url), WebCheckSetup.Plain, TimeProvider.System, TestLoop.Checks);
        return await transport.CheckAsync(0, default).WaitAsync(TimeSpan.FromSeconds(60));
    }
}
