namespace Keepalived.Config.Model;

/// <summary>A url block.</summary>
public sealed record HttpUrlConfig(string Path)
{
    /// <summary>16 octets of MD5, or empty.</summary>
    public EquatableArray<byte> Digest { get; init; }

    /// <summary>Never empty: 200-299 where none is configured.</summary>
    public EquatableArray<StatusRange> StatusCodes { get; init; } = [new StatusRange(200, 299)];

    public string VirtualHost { get; init; } = "";

    public HttpRegexConfig? Regex { get; init; }

    public bool TlsCompliant { get; init; }
}
