using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Keepalived.Core.Bfd;
using Keepalived.Core.Lvs;
using Linux.Tests.Support;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>
/// What SMTP_CHECK, DNS_CHECK, UDP_CHECK, FILE_CHECK, BFD_CHECK and the SSL block have of their own, from the text to
/// what a server hears.
/// </summary>
public sealed class ProtocolKeywordTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Mail_server_is_greeted_by_the_name_and_each_host_is_a_step()
    {
        List<string> said = [];
        using LoopbackServer first = MailServer("220", said);
        using LoopbackServer second = MailServer("554", said);

        Assert.True((await WrittenCheck.RunOnLoopback(first.Port, "SMTP_CHECK {\nhelo_name a.example\n}")).Passed);
        Assert.Equal("HELO a.example", said[0]);
        Assert.True((await WrittenCheck.RunOnLoopback(first.Port, "SMTP_CHECK {\n}")).Passed);
        Assert.Equal("HELO smtpchecker.keepalived.org", said[2]);
        using WrittenCheck two = WrittenCheck.OnLoopback(
            1, $"SMTP_CHECK {{\nhost {{\nconnect_port {first.Port}\n}}\nhost {{\nconnect_port {second.Port}\n}}\n}}");
        Assert.Equal(2, CheckerParameters.From(two.Server.Checkers[0], two.Server).Steps);
        Assert.True((await two.RunAsync()).Passed);
        Assert.Equal(CheckResult.Fail(CheckReason.SmtpGreeting, 554), await two.RunAsync(1));
    }

    [Fact]
    public async Task Name_server_is_asked_for_name_and_type()
    {
        byte[] heard = [];
        using DatagramServer server = new(query =>
        {
            heard = query;
            return [[.. query[..2], (byte)(query[2] | 0x80), 0, .. query[4..]]];
        });

        Assert.Equal([0, 0, 6, 0, 1], await Question(""));
        Assert.Equal([0, 0, 15, 0, 1], await Question("type mx"));
        Assert.Equal([1, (byte)'a', 2, (byte)'b', (byte)'c', 0, 0, 6, 0, 1], await Question("name a.bc"));

        async Task<byte[]> Question(string lines)
        {
            Assert.True((await WrittenCheck.RunOnLoopback(server.Port, $"DNS_CHECK {{\n{lines}\n}}")).Passed);
            return heard[12..];
        }
    }

    [Fact]
    public async Task Datagram_and_its_reply_are_as_the_keywords_say()
    {
        byte[] heard = [];
        using DatagramServer echo = new(datagram => [heard = datagram]);
        using DatagramServer silent = new(_ => []);

        await Udp(echo, "payload 0102 03");
        Assert.Equal([1, 2, 3], heard);
        await Udp(echo, "");
        Assert.Equal(32, heard.Length);
        Assert.True((await Udp(silent, "connect_timeout 0.05")).Passed);
        Assert.False((await Udp(silent, "connect_timeout 0.05\nrequire_reply")).Passed);
        Assert.True((await Udp(echo, "payload 0102\nrequire_reply 01X2")).Passed);
        Assert.Equal(CheckReason.ReplyPattern, (await Udp(echo, "payload 0102\nrequire_reply 0103")).Reason);
        Assert.True((await Udp(echo, "require_reply\nmin_reply_length 32\nmax_reply_length 32")).Passed);
        Assert.Equal(CheckReason.ReplyLength, (await Udp(echo, "require_reply\nmin_reply_length 33")).Reason);
        Assert.Equal(CheckReason.ReplyLength, (await Udp(echo, "require_reply\nmax_reply_length 31")).Reason);
        Assert.True((await Udp(echo, $"payload {new string('0', 512)}\nrequire_reply\nmax_reply_length 256")).Passed);

        static Task<CheckResult> Udp(DatagramServer server, string lines) =>
            WrittenCheck.RunOnLoopback(server.Port, $"UDP_CHECK {{\n{lines}\n}}");
    }

    [Fact]
    public async Task Number_in_the_file_times_the_weight_decides()
    {
        File.WriteAllText(_directory["low"], "3");
        File.WriteAllText(_directory["minus"], "-32769");
        string files = $"track_file low {{\nfile {_directory["low"]}\nweight 1\n}}\n"
            + $"track_file minus {{\nfile {_directory["minus"]}\nweight 1\n}}\n";

        Assert.Equal(CheckResult.Pass(CheckReason.FileValue, 3), await Check("track_file low"));
        Assert.Equal(CheckResult.Pass(CheckReason.FileValue, 15), await Check("track_file low\nweight 5"));
        Assert.Equal(CheckResult.Pass(CheckReason.FileValue, -15), await Check("track_file low\nweight 5 reverse"));
        Assert.False((await Check("track_file low\nweight 0")).Passed);
        Assert.True((await Check("track_file minus\nweight 65534")).Passed);
        Assert.False((await Check("track_file minus\nweight 65535")).Passed);

        Task<CheckResult> Check(string lines) => WrittenCheck.RunOnLoopback(1, $"FILE_CHECK {{\n{lines}\n}}", files);
    }

    [Fact]
    public async Task Session_of_the_name_decides()
    {
        const string sessions =
            "bfd_instance one {\nneighbor_ip 192.0.2.9\n}\nbfd_instance two {\nneighbor_ip 192.0.2.10\n}\n";
        BfdStatusBoard board = new();
        using WrittenCheck check = new(
            new IPEndPoint(IPAddress.Loopback, 1), "BFD_CHECK {\nname two\n}", sessions, board);

        Assert.False((await check.RunAsync()).Passed);
        Task<CheckResult> next = check.RunAsync();
        board.Report("one", isUp: true);
        Assert.False(next.IsCompleted);
        board.Report("two", isUp: true);
        Assert.True((await next.WaitAsync(s_limit)).Passed);
    }

    [Fact]
    public async Task Client_certificate_key_and_password_of_the_SSL_block_open_the_door()
    {
        using TestAuthority authority = new();
        using X509Certificate2 certificate = authority.Certify("127.0.0.1");
        using LoopbackServer server = AskingServer(certificate);
        using X509Certificate2 client = authority.Certify("client.example");
        using ECDsa key = client.GetECDsaPrivateKey()!;
        PbeParameters encryption = new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000);
        File.WriteAllText(_directory["client.pem"], client.ExportCertificatePem());
        File.WriteAllText(_directory["key.pem"], key.ExportEncryptedPkcs8PrivateKeyPem("secret", encryption));
        string door = $"certificate {_directory["client.pem"]}\nkey {_directory["key.pem"]}\n";

        Assert.False((await Check("")).Passed);
        Assert.True((await Check($"{door}password secret\n")).Passed);
        Assert.False((await Check($"{door}password wrong\n")).Passed);

        Task<CheckResult> Check(string ssl) => WrittenCheck.RunOnLoopback(
            server.Port, "SSL_GET {\nurl {\npath /\n}\n}", $"SSL {{\n{ssl}}}\n");
    }

    [Fact]
    public async Task Authorities_of_the_SSL_block_are_those_that_count()
    {
        using TestAuthority authority = new();
        using TestAuthority stranger = new();
        using X509Certificate2 certificate = authority.Certify("127.0.0.1");
        using LoopbackServer server = new(async (plain, stop) =>
        {
            await using SslStream stream = new(plain);
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
            await LoopbackServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\n"u8.ToArray(), stop);
        });
        File.WriteAllText(_directory["own.pem"], authority.Pem);
        File.WriteAllText(_directory["other.pem"], stranger.Pem);

        Assert.True((await Check("own.pem", "verify_certificate")).Passed);
        Assert.Equal(CheckReason.CertificateRefused, (await Check("other.pem", "verify_certificate")).Reason);
        // As with the reference daemon: they count only where it is asked for.
        Assert.True((await Check("other.pem", "")).Passed);

        Task<CheckResult> Check(string ca, string lines) => WrittenCheck.RunOnLoopback(
            server.Port,
            $"SSL_GET {{\n{lines}\nurl {{\npath /\n}}\n}}",
            $"SSL {{\nca {_directory[ca]}\n}}\n");
    }

    private static LoopbackServer MailServer(string code, List<string> said) => new(async (stream, stop) =>
    {
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        foreach (string line in (string[])[code, "250", "221"])
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(line + " mail\r\n"), stop);
            if (line != "221" && await reader.ReadLineAsync(stop) is { } answer)
            {
                said.Add(answer);
            }
        }
    });

    /// <summary>Answers only who shows a certificate.</summary>
    private static LoopbackServer AskingServer(X509Certificate2 certificate) => new(async (plain, stop) =>
    {
        bool isShown = false;
        await using SslStream stream = new(plain, false, (_, shown, _, _) => isShown = shown is not null);
        await stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = certificate, ClientCertificateRequired = true },
            stop);
        if (isShown)
        {
            await LoopbackServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\n"u8.ToArray(), stop);
        }
    });
}
