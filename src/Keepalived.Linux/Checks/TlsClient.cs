using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Keepalived.Config.Model;

namespace Keepalived.Linux.Checks;

/// <summary>TLS as checkers use it: a check asks whether a server answers, not who it is.</summary>
internal static class TlsClient
{
    /// <summary>
    /// What OpenSSL offers by itself. The framework would offer half of it, and a real server that has only the other
    /// half (no ECDHE, or ChaCha20 with TLS 1.2) does answer those who ask for it.
    /// </summary>
    [SuppressMessage("Interoperability", "CA1416", Justification = "Nothing here runs on anything but Linux.")]
    private static readonly CipherSuitesPolicy s_suites = new(
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_CBC_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
    ]);

    /// <param name="serverName">For SNI; empty = none is sent.</param>
    public static SslClientAuthenticationOptions Options(
        string serverName, SslStreamCertificateContext? clientCertificate) => new()
    {
        TargetHost = serverName, ClientCertificateContext = clientCertificate, CipherSuitesPolicy = s_suites,
    };

    /// <summary>A context is made once: it builds the chain.</summary>
    /// <param name="intermediates">Shown along with the certificate as far as they lead to its authority.</param>
    public static SslStreamCertificateContext? Context(
        X509Certificate2? certificate, X509Certificate2Collection intermediates) =>
        certificate is null ? null : SslStreamCertificateContext.Create(certificate, intermediates, offline: true);

    /// <summary>The authorities of the SSL block; null if there are none or they cannot be read.</summary>
    public static X509Certificate2Collection? LoadAuthorities(SslConfig? config, out string? failure)
    {
        failure = null;
        if (config is null || config.CaFile.Length == 0)
        {
            return null;
        }

        try
        {
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPemFile(config.CaFile);
            return authorities;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException
            or System.Security.Cryptography.CryptographicException)
        {
            failure = $"SSL ca {config.CaFile}: {e.Message}";
            return null;
        }
    }

    /// <summary>The client certificate of the SSL block; null if there is none or it cannot be read.</summary>
    /// <param name="intermediates">Whatever else is in the file of the certificate.</param>
    public static X509Certificate2? LoadClientCertificate(
        SslConfig? config, out X509Certificate2Collection intermediates, out string? failure)
    {
        failure = null;
        intermediates = [];
        if (config is null || config.CertificateFile.Length == 0 || config.KeyFile.Length == 0)
        {
            return null;
        }

        try
        {
            string certificate = File.ReadAllText(config.CertificateFile);
            string key = File.ReadAllText(config.KeyFile);
            X509Certificate2 own = WithKey(certificate, key, config.Password);
            intermediates.ImportFromPem(certificate);
            return own;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException
            or System.Security.Cryptography.CryptographicException or ArgumentException)
        {
            failure = $"SSL certificate {config.CertificateFile} or key {config.KeyFile}: {e.Message}";
            return null;
        }
    }

    /// <summary>A password is only for a key that is encrypted, in either way of doing so.</summary>
    private static X509Certificate2 WithKey(string certificate, string key, string password) =>
        EncryptedKeyText.IsIn(key)
            ? X509Certificate2.CreateFromPem(certificate, EncryptedKeyText.Decrypt(key, password))
            : key.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal)
                ? X509Certificate2.CreateFromEncryptedPem(certificate, key, password)
                : X509Certificate2.CreateFromPem(certificate, key);
}
