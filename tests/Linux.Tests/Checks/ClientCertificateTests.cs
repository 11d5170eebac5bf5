using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Checks;
using Linux.Tests.Support;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>The certificate that checks show (block SSL): every way in which its key may lie in a file.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private const string Password = "geheim";

    // One key of P-256, made and encrypted by openssl 3.0.
    private const string Plain = """
        MHcCAQEEIKFynutLqYYYdtB7yd6RLWIn7nnyrFie42htSg6BxmQooAoGCCqGSM49
        AwEHoUQDQgAEsv0wyZgKT4uU5oqfLiNe+Y/L+nkacPQIdJBLD1HUTLGrIcybuQQd
        hJoLgQDqrYjzlOHSKlV8abkgstKzm8rYlg==
        """;

    private const string Aes128 = """
        mzgdhbXXSYjRX2Tix1tyWSNNLCODiXxYIsxi68Z30VTteNSHvNqtCQM2of2vjiEX
        bq6MKkDZbdZS+ylF/lNv2OJDGBC63xxWxe2I4kMx4cjYzgLqlO/LXt76okuXmMT7
        zh3AH/LsrVHjwCj/JDELjzKiac76OQceubA30MjU4QY=
        """;

    private const string Aes192 = """
        8sjP4b3pGfbo78l0EHmaPdTSyz02qAcCTfDCaix3I4nK9rM4UX9erlrkj5Haexn8
        Y8HxhMj0tiR28Uw8X3kyL/CYVgcdE12kfQG/NfFhIx/dktoz65QtkJpMpdUVDzGF
        16x/h4NlL/IMnAmuPGyFjmjPMRV5MPkrcyiUH1w+QXQ=
        """;

    private const string Aes256 = """
        DUGiTajusdGSNyLTPuco8YsiLD7wgeL8UkALyGnK+S9DaP5KY5sO62SPTTkPC2cZ
        u9OvWc+QJzdivQaeAE/pkJVo3ME5Oqv5z8mGVUq7O9ZQsB4dAEMwOvL+DZ7dYdTS
        9OWQJrqjrgciQ6na1mPSZfUjXnEpBHjWj9AZ4Bn8ubE=
        """;

    private const string Des3 = """
        SEMVwN4KOtI8zik9/CVyt+/mqjXEHkUPB2nNpi0CJQNEMejE3TVQ/P/C65PNKamX
        hdsEvw0WOH7+eU/wUe0lA8x0z0z+/MzfADq56ePsKknjPvflDh3N5AxlhsqUgMaB
        DrusSWgPVDI7Om9WRV4PJssQ7Lq8INgTNIsyi5a9aNg=
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("", Plain)]
    [InlineData("AES-128-CBC,39393F315384A974EA25FC47BEE526D8", Aes128)]
    [InlineData("AES-192-CBC,BDFA526DEBFED5BFC31DACE4C82C24C1", Aes192)]
    [InlineData("AES-256-CBC,2B63DBB5246F3D3ECA8B1D142E2E752F", Aes256)]
    [InlineData("DES-EDE3-CBC,F3DBC633603EB714", Des3)]
    public void Key_may_be_plain_or_encrypted_with_headers_before_it(string algorithm, string body)
    {
        using X509Certificate2? loaded = Load(KeyText(algorithm, body), out string? failure);

        Assert.Equal((null, true), (failure, loaded?.HasPrivateKey));
    }

    [Fact]
    public void Key_may_be_encrypted_as_PKCS_8()
    {
        using ECDsa key = Key();
        PbeParameters how = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048);
        string text = key.ExportEncryptedPkcs8PrivateKeyPem(Password, how);
        using X509Certificate2? loaded = Load(text, out string? failure);

        Assert.Equal((null, true), (failure, loaded?.HasPrivateKey));
    }

    [Theory]
    [InlineData("DES-EDE3-CBC,F3DBC633603EB714", Des3, "other")]
    [InlineData("RC2-40-CBC,F3DBC633603EB714", Des3, Password)]
    [InlineData("AES-256-CBC,F3DBC633603EB714", Des3, Password)]
    [InlineData("AES-256-CBC,nothing", Des3, Password)]
    [InlineData("AES-256-CBC", Des3, Password)]
    [InlineData("DES-EDE3-CBC,F3DBC633603EB714", "!", Password)]
    [InlineData("DES-EDE3-CBC,F3DBC633603EB714", "", Password)]
    public void Key_that_cannot_be_read_is_told_and_shown_to_nobody(string algorithm, string body, string password)
    {
        Assert.Null(Load(KeyText(algorithm, body), out string? failure, password));
        Assert.Contains(_directory["key.pem"], failure);
    }

    [Fact]
    public async Task Chain_of_the_file_is_shown_along()
    {
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa key = Key();
        using X509Certificate2 root = Authority("CN=root", rootKey).CreateSelfSigned(s_from, s_until);
        using X509Certificate2 middle =
            Authority("CN=middle", middleKey).Create(root, s_from, s_until, [2]).CopyWithPrivateKey(middleKey);
        using X509Certificate2 own = Request("CN=client", key).Create(middle, s_from, s_until, [3]);
        string chain = own.ExportCertificatePem() + "\n" + middle.ExportCertificatePem() + "\n";
        using X509Certificate2? client = Load(KeyText("", Plain), out _, Password, chain, out var intermediates);
        string[] shown = [];
        using TestAuthority authority = new();
        using X509Certificate2 certificate = authority.Certify("a.example");
        using LoopbackServer server = new(async (plain, stop) =>
        {
            await using SslStream stream = new(plain, false, (_, _, built, _) =>
            {
                shown = [.. built!.ChainPolicy.ExtraStore.Select(each => each.Subject).Order(StringComparer.Ordinal)];
                return true;
            });
            await stream.AuthenticateAsServerAsync(
                new() { ServerCertificate = certificate, ClientCertificateRequired = true }, stop);
            await LoopbackServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\n"u8.ToArray(), stop);
        });

        WebCheckSetup setup = WebCheckSetup.Plain with { ClientCertificate = client, Intermediates = intermediates };
        Assert.True((await Check(server, setup)).Passed);

        Assert.Contains("CN=middle", shown);
    }

    /// <summary>Suites that the framework does not offer unless it is told to.</summary>
    [Theory]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA)]
    public async Task Server_with_an_unusual_cipher_suite_is_up(TlsCipherSuite suite)
    {
        using TestAuthority authority = new();
        using X509Certificate2 certificate = authority.Certify("a.example");
        using LoopbackServer server = new(async (plain, stop) =>
        {
            await using SslStream stream = new(plain);
            await stream.AuthenticateAsServerAsync(
                new()
                {
                    ServerCertificate = certificate,
                    EnabledSslProtocols = SslProtocols.Tls12,
#pragma warning disable CA1416 // Tests of Linux code run on Linux.
                    CipherSuitesPolicy = new CipherSuitesPolicy([suite]),
#pragma warning restore CA1416
                },
                stop);
            await LoopbackServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\n"u8.ToArray(), stop);
        });

        Assert.Equal(CheckReason.StatusCode, (await Check(server, WebCheckSetup.Plain)).Reason);
    }

    private static readonly DateTimeOffset s_from = DateTimeOffset.UnixEpoch.AddYears(45);
    private static readonly DateTimeOffset s_until = DateTimeOffset.UnixEpoch.AddYears(85);

    private static CertificateRequest Request(string name, ECDsa key) => new(name, key, HashAlgorithmName.SHA256);

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        CertificateRequest request = Request(name, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }

    private static ECDsa Key()
    {
        ECDsa key = ECDsa.Create();
        key.ImportFromPem(KeyText("", Plain));
        return key;
    }

    private static string KeyText(string algorithm, string body)
    {
        string headers = algorithm.Length == 0 ? "" : $"Proc-Type: 4,ENCRYPTED\nDEK-Info: {algorithm}\n\n";
        const string Label = "EC PRIVATE KEY-----\n";
        return $"-----BEGIN {Label}{headers}{body}\n-----END {Label}";
    }

    private static async Task<CheckResult> Check(LoopbackServer server, WebCheckSetup setup)
    {
        CheckerConfig.Http checker =
            new(new CheckTarget(IPAddress.Loopback, server.Port) { ConnectTimeout = Patience.Plenty }, UseTls: true)
            {
                Urls = [new HttpUrlConfig("/")],
            };
        using WebCheckTransport transport = new(checker, setup, TimeProvider.System, TestLoop.Checks);
        return await transport.CheckAsync(0, default);
    }

    private X509Certificate2? Load(string key, out string? failure, string password = Password)
    {
        using ECDsa own = Key();
        using X509Certificate2 certificate = Request("CN=client", own).CreateSelfSigned(s_from, s_until);
        return Load(key, out failure, password, certificate.ExportCertificatePem(), out _);
    }

    private X509Certificate2? Load(
        string key,
        out string? failure,
        string password,
        string certificate,
        out X509Certificate2Collection intermediates)
    {
        File.WriteAllText(_directory["key.pem"], key);
        File.WriteAllText(_directory["certificate.pem"], certificate);
        return TlsClient.LoadClientCertificate(
            new SslConfig
            {
                CertificateFile = _directory["certificate.pem"],
                KeyFile = _directory["key.pem"],
                Password = password,
            },
            out intermediates,
            out failure);
    }
}
