using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Checks;
using Linux.Tests.Support;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>What SSL_GET has beyond HTTP_GET: the end of the connection, certificates, SNI.</summary>
public sealed class TlsCheckTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(true, true, CheckReason.StatusCode)]
    [InlineData(true, false, CheckReason.TlsTruncated)]
    [InlineData(false, true, CheckReason.StatusCode)]
    [InlineData(false, false, CheckReason.StatusCode)]
    public async Task End_without_TLS_close_counts_only_with_tls_compliant(
        bool compliant, bool closes, CheckReason reason)
    {
        using X509Certificate2 certificate = _authority.Certify("a.example");
        using LoopbackServer server = Server(certificate, closes);
        CheckerConfig.Http checker = Checker(server) with
        {
            Urls = [new HttpUrlConfig("/") { TlsCompliant = compliant }],
        };

        CheckResult result = await Check(checker);

        Assert.Equal((reason != CheckReason.TlsTruncated, reason), (result.Passed, result.Reason));
    }

    [Theory]
    [InlineData("www.example", false, true, true)]
    [InlineData("other.example", false, true, false)]
    [InlineData("127.0.0.1", false, false, true)]
    [InlineData("www.example", true, true, false)]
    public async Task Certificate_has_to_be_valid_and_for_the_name_if_asked(
        string certified, bool expired, bool byName, bool passed)
    {
        using X509Certificate2 certificate = _authority.Certify(certified, expired);
        using LoopbackServer server = Server(certificate, closes: true);
        CheckerConfig.Http checker = Checker(server) with { VirtualHost = byName ? "www.example" : "" };
        Assert.True((await Check(checker)).Passed);

        CheckResult result = await Check(checker with { VerifyCertificate = true }, _authority);

        Assert.Equal(
            (passed, passed ? CheckReason.StatusCode : CheckReason.CertificateRefused), (result.Passed, result.Reason));
    }

    [Fact]
    public async Task Certificate_of_an_unknown_authority_is_refused_if_asked()
    {
        using TestAuthority stranger = new();
        using X509Certificate2 certificate = stranger.Certify("127.0.0.1");
        using LoopbackServer server = Server(certificate, closes: true);

        CheckResult result = await Check(Checker(server) with { VerifyCertificate = true }, _authority);

        Assert.Equal(CheckReason.CertificateRefused, result.Reason);
        Assert.Contains("CN=127.0.0.1", result.Detail);
    }

    [Fact]
    public void Authorities_are_those_of_the_file()
    {
        string file = _directory["ca.pem"];
        File.WriteAllText(file, _authority.Pem);

        Assert.Single(TlsClient.LoadAuthorities(new SslConfig { CaFile = file }, out string? failure)!);
        Assert.Null(failure);
        Assert.Null(TlsClient.LoadAuthorities(new SslConfig { CaFile = file + "x" }, out failure));
        Assert.Contains(file, failure);
        Assert.Null(TlsClient.LoadAuthorities(new SslConfig(), out failure));
        Assert.Null(failure);
    }

    [Fact]
    public async Task Client_certificate_is_shown_to_a_server_that_asks()
    {
        using X509Certificate2 certificate = _authority.Certify("a.example");
        X509Certificate2 client = _authority.Certify("client.example");
        string? shown = null;
        using LoopbackServer server = new(async (plain, stop) =>
        {
            await using SslStream stream = new(plain, false, (_, c, _, _) =>
            {
                shown = c?.Subject;
                return true;
            });
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate, ClientCertificateRequired = true,
                },
                stop);
            await LoopbackServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\n"u8.ToArray(), stop);
        });
        WebCheckSetup setup = WebCheckSetup.Plain with { ClientCertificate = client };
        using WebCheckTransport transport = new(Checker(server), setup, TimeProvider.System, TestLoop.Checks);

        Assert.True((await transport.CheckAsync(0, default)).Passed);
        Assert.Equal("CN=client.example", shown);
    }

    private static LoopbackServer Server(X509Certificate2 certificate, bool closes) => new(async (plain, stop) =>
    {
        SslStream stream = new(plain, leaveInnerStreamOpen: true);
        await stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
        await LoopbackServer.ReadRequestAsync(stream, stop);
        await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\nhello"u8.ToArray(), stop);
        if (closes)
        {
            await stream.ShutdownAsync();
        }
    });

    private static CheckerConfig.Http Checker(LoopbackServer server) =>
        new(new CheckTarget(IPAddress.Loopback, server.Port) { ConnectTimeout = Patience.Plenty }, UseTls: true)
        {
            Urls = [new HttpUrlConfig("/")],
        };

    private static async Task<CheckResult> Check(CheckerConfig.Http checker, TestAuthority? authority = null)
    {
        TlsTrust trust = TlsTrust.Anybody;
        if (authority is not null)
        {
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPem(authority.Pem);
            trust = new TlsTrust(true, authorities);
        }

        using WebCheckTransport transport =
            new(checker, WebCheckSetup.Plain with { Trust = trust }, TimeProvider.System, TestLoop.Checks);
        return await transport.CheckAsync(0, default);
    }
}
