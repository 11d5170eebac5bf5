using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Checks;
using Keepalived.Linux.Checks.Regex;

namespace Keepalived.Linux.Tests.Checks;

public sealed class WebCheckTests
{
    private const string Ok = "HTTP/1.0 200 OK\r\n\r\nhello";
    private static readonly byte[] s_helloDigest = MD5.HashData("hello"u8);

    [Fact]
    public async Task Status_in_the_list_passes_and_any_other_fails()
    {
        using LoopbackServer server = LoopbackServer.Answering("HTTP/1.0 404 Not Found\r\n\r\n");

        Assert.Equal(CheckResult.Fail(CheckReason.StatusCode, 404), await Check(server));
        HttpUrlConfig url = new("/") { StatusCodes = [new StatusRange(200, 299), new StatusRange(404, 404)] };
        Assert.Equal(CheckResult.Pass(CheckReason.StatusCode, 404), await Check(server, url));
    }

    [Fact]
    public async Task Digest_of_the_body_decides()
    {
        using LoopbackServer server = LoopbackServer.Answering(Ok);

        HttpUrlConfig right = new("/") { Digest = [.. s_helloDigest] };
        HttpUrlConfig wrong = new("/") { Digest = [.. new byte[16]] };

        Assert.Equal(CheckResult.Pass(CheckReason.Digest, 200), await Check(server, right));
        Assert.Equal(CheckResult.Fail(CheckReason.Digest, 200), await Check(server, wrong));
    }

    [Fact]
    public async Task Page_of_many_pieces_is_read_to_its_end_beside_others()
    {
        byte[] page = new byte[3 * 1024 * 1024];
        new Random(1).NextBytes(page);
        using LoopbackServer server = new(async (stream, stop) =>
        {
            await LoopbackServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\n"u8.ToArray(), stop);
            await stream.WriteAsync(page, stop);
        });
        HttpUrlConfig url = new("/") { Digest = [.. MD5.HashData(page)] };

        CheckResult[] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Check(server, url)));

        Assert.All(results, result => Assert.Equal(CheckResult.Pass(CheckReason.Digest, 200), result));
    }

    [Theory]
    [InlineData(
        HttpProtocolVersion.Http10,
        "",
        "GET /a?b HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\nHost: 127.0.0.1:PORT\r\n\r\n")]
    [InlineData(
        HttpProtocolVersion.Http11,
        "www.example.com",
        "GET /a?b HTTP/1.1\r\nUser-Agent: KeepAliveClient\r\nConnection: close\r\nHost: www.example.com\r\n\r\n")]
    [InlineData(
        HttpProtocolVersion.Http10CloseLower,
        "",
        "GET /a?b HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\nconnection: close\r\nHost: 127.0.0.1:PORT\r\n\r\n")]
    public async Task Request_is_worded_as_the_protocol_wants(HttpProtocolVersion version, string host, string expected)
    {
        string request = "";
        using LoopbackServer server = LoopbackServer.Answering(Ok, text => request = text);
        CheckerConfig.Http checker = Checker(server, new HttpUrlConfig("/a?b"));
        checker = checker with { Protocol = version, VirtualHost = host };

        await Check(checker);

        Assert.Equal(expected.Replace("PORT", server.Port.ToString(), StringComparison.Ordinal), request);
    }

    [Fact]
    public async Task Each_url_may_have_its_own_virtual_host()
    {
        List<string> requests = [];
        using LoopbackServer server = LoopbackServer.Answering(Ok, requests.Add);
        CheckerConfig.Http checker =
            Checker(server, new HttpUrlConfig("/1"), new HttpUrlConfig("/2") { VirtualHost = "two" });
        checker = checker with { VirtualHost = "one" };
        using WebCheckTransport transport = new(checker, WebCheckSetup.Plain, TimeProvider.System, TestLoop.Checks);

        Assert.Equal(CheckResult.Pass(CheckReason.StatusCode, 200), await transport.CheckAsync(0, default));
        Assert.Equal(CheckResult.Pass(CheckReason.StatusCode, 200), await transport.CheckAsync(1, default));

        Assert.Contains("GET /1 ", requests[0]);
        Assert.Contains("Host: one\r\n", requests[0]);
        Assert.Contains("GET /2 ", requests[1]);
        Assert.Contains("Host: two\r\n", requests[1]);
    }

    [Fact]
    public async Task Connection_that_ends_without_a_byte_is_no_data()
    {
        using LoopbackServer server = LoopbackServer.Answering("");

        Assert.Equal(CheckReason.NoData, (await Check(server)).Reason);
    }

    [Fact]
    public async Task Tls_server_with_any_certificate_passes_and_hears_the_name_only_if_asked_for()
    {
        using X509Certificate2 certificate = SelfSigned();
        string? heard = null;
        using LoopbackServer server = new(async (plain, stop) =>
        {
            await using SslStream stream = new(plain);
            ServerOptionsSelectionCallback select = (_, hello, _, _) =>
            {
                heard = hello.ServerName;
                return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificate = certificate });
            };
            await stream.AuthenticateAsServerAsync(select, null, stop);
            await LoopbackServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Ok), stop);
        });
        HttpUrlConfig url = new("/") { Digest = [.. s_helloDigest] };
        CheckerConfig.Http checker = new(Target(server), UseTls: true)
        {
            Urls = [url], VirtualHost = "www.example.com",
        };

        Assert.Equal(CheckResult.Pass(CheckReason.Digest, 200), await Check(checker));
        Assert.Equal("", heard);
        Assert.Equal(CheckResult.Pass(CheckReason.Digest, 200), await Check(checker with { EnableSni = true }));
        Assert.Equal("www.example.com", heard);
        Assert.Equal(
            CheckResult.Pass(CheckReason.Digest, 200),
            await Check(checker with { EnableSni = true, SniName = "sni.example.com" }));
        Assert.Equal("sni.example.com", heard);
    }

    [Fact]
    public async Task Server_without_TLS_fails_a_TLS_check()
    {
        using LoopbackServer server = new((stream, stop) =>
            stream.WriteAsync("HTTP/1.0 400 Bad Request\r\n\r\n"u8.ToArray(), stop).AsTask());
        CheckerConfig.Http checker = new(Target(server), UseTls: true) { Urls = [new HttpUrlConfig("/")] };

        Assert.Equal(CheckReason.TlsFailed, (await Check(checker)).Reason);
    }

    [Theory]
    [InlineData("h.llo", false, true)]
    [InlineData("h.llo", true, false)]
    [InlineData("bye", false, false)]
    [InlineData("bye", true, true)]
    public async Task Expression_and_its_opposite_decide(string pattern, bool noMatch, bool passed)
    {
        using LoopbackServer server = LoopbackServer.Answering(Ok);
        HttpRegexConfig regex = new(pattern) { NoMatch = noMatch };
        CheckerConfig.Http checker = Checker(server, new HttpUrlConfig("/") { Regex = regex });
        WebCheckSetup setup = WebCheckSetup.Plain with { Patterns = [PagePattern.TryCompile(regex, out _)] };
        using WebCheckTransport transport = new(checker, setup, TimeProvider.System, TestLoop.Checks);
        using WebCheckTransport unusable = new(
            checker, WebCheckSetup.Plain with { Patterns = [null] }, TimeProvider.System, TestLoop.Checks);

        Assert.Equal(new CheckResult(passed, CheckReason.Regex, 200), await transport.CheckAsync(0, default));
        Assert.False((await unusable.CheckAsync(0, default)).Passed);
    }

    [Fact]
    public async Task Refused_connection_fails_at_once()
    {
        CheckTarget target = new(IPAddress.Loopback, ClosedPorts.Tcp);

        CheckResult web = await Check(new CheckerConfig.Http(target, false) { Urls = [new HttpUrlConfig("/")] });

        Assert.Equal((CheckReason.ConnectFailed, 111), (web.Reason, web.Value));
    }

    private static CheckTarget Target(LoopbackServer server) =>
        new(IPAddress.Loopback, server.Port) { ConnectTimeout = Patience.Plenty };

    private static CheckerConfig.Http Checker(LoopbackServer server, params HttpUrlConfig[] urls) =>
        new(Target(server), UseTls: false) { Urls = [.. urls] };

    private static Task<CheckResult> Check(LoopbackServer server, HttpUrlConfig? url = null) =>
        Check(Checker(server, url ?? new HttpUrlConfig("/")));

    private static async Task<CheckResult> Check(CheckerConfig.Http checker)
    {
        using WebCheckTransport transport = new(checker, WebCheckSetup.Plain, TimeProvider.System, TestLoop.Checks);
        return await transport.CheckAsync(0, default);
    }

    private static X509Certificate2 SelfSigned()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=wrong.example.com", key, HashAlgorithmName.SHA256);
        DateTimeOffset past = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
        // Expired long ago, for another name, by nobody: still a server that answers.
        using X509Certificate2 certificate = request.CreateSelfSigned(past, past.AddYears(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
