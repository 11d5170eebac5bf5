using System.Globalization;
using Keepalived.Config.Model;
using Keepalived.Linux.Checks;

namespace Keepalived.Linux.Tests.Checks;

public sealed class GenhashTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    [Fact]
    public async Task Prints_the_digest_of_the_page()
    {
        string request = "";
        using LoopbackServer server = LoopbackServer.Answering("HTTP/1.0 200 OK\r\n\r\nhello", text => request = text);

        int status = await Run(server, "-u", "/page", "-V", "www.example.com", "-P1.1");

        Assert.Equal((0, "5d41402abc4b2a76b9719d911017c592\n", ""), (status, _output.ToString(), _error.ToString()));
        Assert.StartsWith("GET /page HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Host: www.example.com\r\n", request);
    }

    [Fact]
    public async Task Verbose_shows_headers_body_and_time()
    {
        using LoopbackServer server = LoopbackServer.Answering("HTTP/1.0 200 OK\r\nServer: test\r\n\r\nhello");

        await Run(server, "-v", "--url=/");

        string text = _output.ToString();
        Assert.Contains(
            "-----------------------[    HTTP Header Buffer    ]-----------------------\n"
            + "0000  48 54 54 50 2f 31 2e 30 - 20 32 30 30 20 4f 4b 0d   HTTP/1.0 200 OK.\n",
            text);
        Assert.Contains("Server: test\r\n", text);
        Assert.Contains("0000  68 65 6c 6c 6f          -                           hello           \n", text);
        Assert.Contains(
            "-----------------------[ HTML hash final resulting ]-----------------------\n"
            + "5d41402abc4b2a76b9719d911017c592\n",
            text);
        Assert.Contains("Global response time for [/] = ", text);
    }

    [Fact]
    public async Task Failures_to_connect_are_printed_with_status_0_and_silence_on_stderr()
    {
        int status = await Genhash.RunAsync(
            ["-s", "127.0.0.1", "-p", $"{ClosedPorts.Tcp}", "-u", "/"], _output, _error, TimeProvider.System);
        Assert.Equal((0, "Connection failed\n"), (status, _output.ToString()));

        using LoopbackServer silent = LoopbackServer.Answering("");
        Assert.Equal(0, await Run(silent, "-u", "/"));
        Assert.Equal("no data received from remote webserver\n", _error.ToString());
    }

    [Theory]
    [InlineData("-s 192.0.2.1 -p 80", "")]
    [InlineData("-s localhost -p 80 -u /", "server should be an IP, not localhost")]
    [InlineData("-s 192.0.2.1 -p 99999 -u /", "invalid port number '99999'")]
    [InlineData("-s 192.0.2.1 -p 80 -u / -P 3", "invalid HTTP protocol version '3'")]
    [InlineData("-s 192.0.2.1 -p 80 -u / -t x", "invalid timeout 'x'")]
    [InlineData("-s 192.0.2.1 -p 80 -u / -m x", "invalid fwmark 'x'")]
    [InlineData("-s 192.0.2.1 -p 80 -u / foo", "Unexpected argument(s): foo")]
    [InlineData("-s 192.0.2.1 -p 80 -u", "option '-u' needs a value")]
    [InlineData("--use-s", "ambiguous option '--use-s'")]
    [InlineData("-Z", "unknown option '-Z'")]
    public async Task Flawed_command_line_gets_the_usage_and_status_1(string line, string complaint)
    {
        int status = await Genhash.RunAsync(line.Split(' '), _output, _error, TimeProvider.System);

        Assert.Equal(1, status);
        Assert.Equal("", _output.ToString());
        Assert.StartsWith(
            complaint.Length > 0 ? complaint + "\nUsage: " : "Usage: ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_read_as_getopt_long_reads_them()
    {
        GenhashOptions? options = GenhashOptions.TryParse(
            ["-SIvs192.0.2.1", "--port", "443", "--ur=/x", "--use-v", "host", "-m", "7", "--timeout=9", "-P", "1.0C"],
            out _);

        Assert.NotNull(options);
        Assert.Equal(
            ("192.0.2.1", 443, "/x", "host", 7u, 9.0, HttpProtocolVersion.Http10Close),
            (options.Server!.ToString(), options.Port, options.Url, options.VirtualHost, options.Fwmark,
                options.Timeout.TotalSeconds, options.Protocol));
        Assert.True(options is { UseTls: true, UseSni: true, IsVerbose: true, IsComplete: true });
    }

    private Task<int> Run(LoopbackServer server, params string[] more) => Genhash.RunAsync(
        ["-s", "127.0.0.1", "-p", server.Port.ToString(CultureInfo.InvariantCulture), "-t", "60", .. more],
        _output,
        _error,
        TimeProvider.System);
}
