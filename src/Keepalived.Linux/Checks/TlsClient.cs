using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Keepalived.Config.Model;

namespace Keepalived.Linux.Checks;

/// <summary>TLS as checkers use it: a check asks whether a server answers, not who it is.</summary>
internal static class TlsClient
{
    /// <param name="serverName">For SNI; empty = none is sent.</param>
    [SuppressMessage(
        "Security",
        "CA5359",
        Justification =
            "Documented behaviour of SSL_GET: real servers are addressed by IP and often have no valid name.")]
    public static SslClientAuthenticationOptions Options(
        string serverName, X509Certificate2? clientCertificate) => new()
    {
        TargetHost = serverName,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = AcceptAny,
        ClientCertificateContext = clientCertificate is null
            ? null
            : SslStreamCertificateContext.Create(clientCertificate, null, offline: true),
    };

    private static bool AcceptAny(
        object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => true;

    /// <summary>The client certificate of the SSL block; null if there is none or it cannot be read.</summary>
    public static X509Certificate2? LoadClientCertificate(SslConfig? config, out string? failure)
    {
        failure = null;
        if (config is null || config.CertificateFile.Length == 0 || config.KeyFile.Length == 0)
        {
            return null;
        }

        try
        {
            return config.Password.Length > 0
                ? X509Certificate2.CreateFromEncryptedPemFile(config.CertificateFile, config.Password, config.KeyFile)
                : X509Certificate2.CreateFromPemFile(config.CertificateFile, config.KeyFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException
            or System.Security.Cryptography.CryptographicException or ArgumentException)
        {
            failure = $"SSL certificate {config.CertificateFile} or key {config.KeyFile}: {e.Message}";
            return null;
        }
    }
}
