using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Checks;
using Keepalived.Linux.Checks.Regex;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>Against Kestrel, which speaks HTTP/2 and nothing else here unless said otherwise.</summary>
public sealed class Http2CheckTests : IAsyncLifetime
{
    private readonly TestAuthority _authority = new();
    private readonly List<string> _requests = [];
    private X509Certificate2 _certificate = null!;
    private WebApplication _server = null!;

    public async Task InitializeAsync()
    {
        _certificate = _authority.Certify("www.example");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(_certificate);
            });
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(_certificate);
            });
        });
        _server = builder.Build();
        _server.Run(Answer);
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task Page_is_had_over_HTTP_2(int listener, bool tls)
    {
        CheckerConfig.Http checker = Checker(listener, tls, "/hello") with { VirtualHost = "www.example" };

        Assert.Equal(CheckResult.Pass(CheckReason.StatusCode, 200), await Check(checker));
        Assert.Equal(["HTTP/2 www.example /hello KeepAliveClient"], _requests);
    }

    [Fact]
    public async Task Status_digest_and_expression_count_as_ever()
    {
        HttpUrlConfig digest = new("/hello") { Digest = [.. MD5.HashData("hello"u8)] };
        HttpUrlConfig regex = new("/hello") { Regex = new HttpRegexConfig("^hell.$") };

        Assert.Equal(CheckResult.Fail(CheckReason.StatusCode, 404), await Check(Checker(1, true, "/missing")));
        Assert.Equal(CheckReason.Digest, (await Check(Checker(1, true, "/") with { Urls = [digest] })).Reason);
        Assert.True((await Check(Checker(1, true, "/") with { Urls = [digest] })).Passed);
        Assert.True((await Check(Checker(1, true, "/") with { Urls = [regex] })).Passed);
        Assert.True((await Check(Checker(1, true, "/big"))).Passed);
    }

    [Fact]
    public async Task Server_that_speaks_HTTP_1_only_fails()
    {
        CheckResult result = await Check(Checker(2, true, "/hello"));

        Assert.False(result.Passed);
        Assert.Empty(_requests);
    }

    [Fact]
    public async Task Endless_headers_closed_ports_and_silence_end_within_bounds()
    {
        Assert.False((await Check(Checker(1, true, "/headers"))).Passed);
        CheckerConfig.Http silent = Checker(1, true, "/never");
        Assert.Equal(
            CheckReason.ReadTimedOut,
            (await Check(silent with
            {
                Target = silent.Target with { ConnectTimeout = TimeSpan.FromSeconds(2) },
            })).Reason);
        Assert.Equal(
            CheckReason.ConnectFailed,
            (await Check(silent with { Target = silent.Target with { Port = ClosedPorts.Tcp } })).Reason);
    }

    [Fact]
    public async Task Certificate_counts_if_asked()
    {
        CheckerConfig.Http checker = Checker(1, true, "/hello") with { VerifyCertificate = true };

        Assert.Equal(CheckReason.CertificateRefused, (await Check(checker)).Reason);
        Assert.True((await Check(checker with { VirtualHost = "www.example", EnableSni = true })).Passed);
    }

    private async Task Answer(HttpContext context)
    {
        Microsoft.AspNetCore.Http.HttpRequest request = context.Request;
        _requests.Add($"{request.Protocol} {request.Host} {request.Path} {request.Headers.UserAgent}");
        switch (request.Path.Value)
        {
            case "/hello":
                await context.Response.WriteAsync("hello");
                break;
            case "/big":
                await context.Response.Body.WriteAsync(new byte[1_000_000]);
                break;
            case "/headers":
                for (int i = 0; i < 2000; i++)
                {
                    context.Response.Headers[$"x-{i}"] = new string('y', 100);
                }

                break;
            case "/never":
                await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
                break;
            default:
                context.Response.StatusCode = 404;
                break;
        }
    }

    private CheckerConfig.Http Checker(int listener, bool tls, string path) =>
        new(Target((ushort)new Uri(_server.Urls.ElementAt(listener)).Port), tls)
        {
            Protocol = HttpProtocolVersion.Http2, Urls = [new HttpUrlConfig(path)],
        };

    private static CheckTarget Target(ushort port) =>
        new(IPAddress.Loopback, port) { ConnectTimeout = Patience.Plenty };

    private async Task<CheckResult> Check(CheckerConfig.Http checker)
    {
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPem(_authority.Pem);
        WebCheckSetup setup = new(
            null,
            new TlsTrust(checker.VerifyCertificate, authorities),
            [.. checker.Urls.Items.Select(url => url.Regex is null ? null : PagePattern.TryCompile(url.Regex, out _))]);
        using WebCheckTransport transport = new(checker, setup, TimeProvider.System, TestLoop.Checks);
        return await transport.CheckAsync(0, default);
    }
}
