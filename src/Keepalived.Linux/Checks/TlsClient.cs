using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Keepalived.Config.Model;

namespace Keepalived.Linux.Checks;

/// <summary>TLS as checkers use it: a check asks whether a server answers, not who it is.</summary>
internal static class TlsClient
{
    /// <param name="serverName">For SNI; empty = none is sent.</param>
    public static SslClientAuthenticationOptions Options(
        string serverName, SslStreamCertificateContext? clientCertificate) => new()
    {
        TargetHost = serverName, ClientCertificateContext = clientCertificate,
    };

    /// <summary>A context is made once: it builds the chain.</summary>
    public static SslStreamCertificateContext? Context(X509Certificate2? certificate) =>
        certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true);

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
