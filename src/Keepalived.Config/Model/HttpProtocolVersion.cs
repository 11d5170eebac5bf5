namespace Keepalived.Config.Model;

/// <summary>http_protocol.</summary>
public enum HttpProtocolVersion
{
    Http10,

    /// <summary>1.0 with a Connection: close header.</summary>
    Http10Close,

    /// <summary>1.0 with a connection: close header in lower case name.</summary>
    Http10CloseLower,
    Http11,

    /// <summary>HTTP/2 (RFC 9113): over TLS by ALPN, without TLS by prior knowledge.</summary>
    Http2,
}
