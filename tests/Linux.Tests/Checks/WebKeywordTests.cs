using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Keepalived.Core.Lvs;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>The keywords of HTTP_GET, of SSL_GET and of their urls, from the text to what a server hears.</summary>
public sealed class WebKeywordTests : IDisposable
{
    private const string Page = "HTTP/1.0 200 OK\r\n\r\nhello world";

    // Matching this takes more and more memory: the stack's end is the end of the search.
    private const string Deep = "^(a|b)*c?$";

    private readonly TestAuthority _authority = new();
    private readonly List<string> _requests = [];
    private string? _name;
    private bool _closes = true;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("HTTP_GET")]
    [InlineData("SSL_GET")]
    public async Task Request_is_as_the_keywords_of_checker_and_url_say(string kind)
    {
        using X509Certificate2 certificate = _authority.Certify("a.example");
        using LoopbackServer server = Server(kind, Page, certificate);

        Assert.Equal("GET /a HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\n"
            + $"Host: 127.0.0.1:{server.Port}\r\n\r\n", await Request("", "path /a"));
        Assert.Contains("Host: one\r\n", await Request("virtualhost one", "path /"), StringComparison.Ordinal);
        Assert.Contains(
            "Host: two\r\n",
            await Request("virtualhost one", "path /\nvirtualhost two"), StringComparison.Ordinal);
        Assert.StartsWith(
            "GET / HTTP/1.1\r\nUser-Agent: KeepAliveClient\r\nConnection: close\r\n",
            await Request("http_protocol 1.1", "path /"), StringComparison.Ordinal);

        async Task<string> Request(string lines, string url)
        {
            _requests.Clear();
            Assert.True((await Run(server, kind, lines, url)).Passed);
            return Assert.Single(_requests);
        }
    }

    [Theory]
    [InlineData("HTTP_GET")]
    [InlineData("SSL_GET")]
    public async Task Every_url_is_a_step(string kind)
    {
        using X509Certificate2 certificate = _authority.Certify("a.example");
        using LoopbackServer server = Server(kind, Page, certificate);
        using WrittenCheck check = WrittenCheck.OnLoopback(
            server.Port, $"{kind} {{\nurl {{\npath /1\n}}\nurl {{\npath /2\n}}\n}}");

        Assert.Equal(2, CheckerParameters.From(check.Server.Checkers[0], check.Server).Steps);
        await check.RunAsync();
        await check.RunAsync(1);

        Assert.StartsWith("GET /1 ", _requests[0], StringComparison.Ordinal);
        Assert.StartsWith("GET /2 ", _requests[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP_GET")]
    [InlineData("SSL_GET")]
    public async Task Page_is_judged_as_the_keywords_of_the_url_say(string kind)
    {
        using X509Certificate2 certificate = _authority.Certify("a.example");
        using LoopbackServer server = Server(kind, Page, certificate);
        using LoopbackServer teapot = Server(kind, "HTTP/1.0 418 Teapot\r\n\r\nhello", certificate);
        using LoopbackServer letters = Server(
            kind, "HTTP/1.0 200 OK\r\n\r\n" + new string('a', 20_000), certificate);
        string digest = Convert.ToHexStringLower(MD5.HashData("hello world"u8));

        Assert.Equal("passes fails", await Verdicts(server, $"digest {digest}", "digest " + new string('0', 32)));
        Assert.Equal("fails passes", await Verdicts(teapot, "", "status_code 200-299 418"));
        Assert.Equal("passes fails", await Verdicts(server, "regex w.rld", "regex W.RLD"));
        Assert.Equal(
            "fails passes", await Verdicts(server, "regex w.rld\nregex_no_match", "regex bye\nregex_no_match"));
        Assert.Equal("passes", await Verdicts(server, "regex W.RLD\nregex_options caseless"));
        Assert.Equal(
            "passes fails",
            await Verdicts(server, "regex w.rld\nregex_min_offset 6", "regex w.rld\nregex_min_offset 7"));
        Assert.Equal(
            "passes fails",
            await Verdicts(server, "regex w.rld\nregex_max_offset 7", "regex w.rld\nregex_max_offset 6"));
        Assert.Equal(
            "passes fails",
            await Verdicts(letters, $"regex {Deep}\nregex_stack 4096 16777216", $"regex {Deep}\nregex_stack 1 4096"));

        async Task<string> Verdicts(LoopbackServer at, params string[] urls)
        {
            List<string> verdicts = [];
            foreach (string url in urls)
            {
                verdicts.Add((await Run(at, kind, "", $"path /\n{url}")).Passed ? "passes" : "fails");
            }

            return string.Join(' ', verdicts);
        }
    }

    [Fact]
    public async Task Name_in_the_handshake_is_the_one_that_was_asked_for()
    {
        using X509Certificate2 certificate = _authority.Certify("a.example");
        using LoopbackServer server = Server("SSL_GET", Page, certificate);

        Assert.Equal("", await Name("virtualhost www.example"));
        Assert.Equal("www.example", await Name("virtualhost www.example\nenable_sni"));
        Assert.Equal("sni.example", await Name("virtualhost www.example\nsni_name sni.example"));
        Assert.Equal("www.example", await Name("virtualhost www.example\nsni_name"));

        async Task<string?> Name(string lines)
        {
            Assert.True((await Run(server, "SSL_GET", lines, "path /")).Passed);
            return _name;
        }
    }

    [Fact]
    public async Task End_without_TLS_close_counts_where_checker_or_url_say_so()
    {
        using X509Certificate2 certificate = _authority.Certify("a.example");
        using LoopbackServer server = Server("SSL_GET", Page, certificate);
        _closes = false;

        Assert.True((await Run(server, "SSL_GET", "", "path /")).Passed);
        Assert.Equal(CheckReason.TlsTruncated, (await Run(server, "SSL_GET", "tls_compliant", "path /")).Reason);
        Assert.Equal(CheckReason.TlsTruncated, (await Run(server, "SSL_GET", "", "path /\ntls_compliant")).Reason);
        Assert.True((await Run(server, "SSL_GET", "tls_compliant", "path /\ntls_compliant false")).Passed);
    }

    private static Task<CheckResult> Run(LoopbackServer server, string kind, string lines, string url) =>
        WrittenCheck.RunOnLoopback(server.Port, $"{kind} {{\n{lines}\nurl {{\n{url}\n}}\n}}");

    private LoopbackServer Server(string kind, string page, X509Certificate2 certificate) => new(async (plain, stop) =>
    {
        Stream stream = plain;
        if (kind == "SSL_GET")
        {
            SslStream secure = new(plain, leaveInnerStreamOpen: true);
            ServerOptionsSelectionCallback select = (_, hello, _, _) =>
            {
                _name = hello.ServerName;
                return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificate = certificate });
            };
            await secure.AuthenticateAsServerAsync(select, null, stop);
            stream = secure;
        }

        _requests.Add(await LoopbackServer.ReadRequestAsync(stream, stop));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(page), stop);
        if (_closes && stream is SslStream open)
        {
            await open.ShutdownAsync();
        }
    });
}
