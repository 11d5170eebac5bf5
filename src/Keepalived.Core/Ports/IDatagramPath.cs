using Keepalived.Wire.Ip;

namespace Keepalived.Core.Ports;

/// <summary>An unconnected UDP socket that sends to one peer and receives nothing.</summary>
public interface IDatagramPath : IDisposable
{
    /// <summary>Never blocks. Returns 0 or a positive errno.</summary>
    int Send(ReadOnlySpan<byte> payload);
}

/// <param name="Source">None: the kernel chooses for each packet.</param>
/// <param name="Port">Of the destination.</param>
/// <param name="HopLimit">TTL or hop limit of what is sent, 1..255.</param>
/// <param name="ScopeId">Interface index of a link-local destination, else 0.</param>
public sealed record DatagramPathOptions(
    IpAddress Source, IpAddress Destination, ushort Port, byte HopLimit, uint ScopeId);

public interface IDatagramPathFactory
{
    /// <summary>
    /// A socket with a port of its own in 49152..65535 (RFC 5881 4). Null, a positive errno and the step on failure.
    /// </summary>
    IDatagramPath? TryOpen(DatagramPathOptions options, out int errno, out string failure);
}
