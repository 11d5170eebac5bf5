namespace Keepalived.Config.Model;

/// <summary>TLS client settings for SSL_GET.</summary>
public sealed record SslConfig
{
    public string Password { get; init; } = "";

    public string CaFile { get; init; } = "";

    public string CertificateFile { get; init; } = "";

    public string KeyFile { get; init; } = "";
}
