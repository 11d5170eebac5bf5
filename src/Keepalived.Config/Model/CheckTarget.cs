using System.Net;

namespace Keepalived.Config.Model;

/// <summary>Where a network checker connects to, and from.</summary>
/// <param name="Address">Target.</param>
/// <param name="Port">Target port; 0 where the protocol has none.</param>
public sealed record CheckTarget(IPAddress Address, ushort Port)
{
    public IPAddress? BindAddress { get; init; }

    public ushort BindPort { get; init; }

    public string BindInterface { get; init; } = "";

    /// <summary>Limit of the connect, and of each read after it.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public uint Fwmark { get; init; }
}
