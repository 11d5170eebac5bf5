namespace Keepalived.Config.Model;

/// <summary>A bfd_instance block (RFC 5880).</summary>
public sealed record BfdInstanceConfig
{
    public required string Name { get; init; }

    public required System.Net.IPAddress Neighbor { get; init; }

    public System.Net.IPAddress? SourceAddress { get; init; }

    public TimeSpan MinimumReceive { get; init; } = TimeSpan.FromMilliseconds(10);

    public TimeSpan MinimumTransmit { get; init; } = TimeSpan.FromMilliseconds(10);

    public TimeSpan IdleTransmit { get; init; } = TimeSpan.FromSeconds(1);

    public int Multiplier { get; init; } = 5;

    public bool Passive { get; init; }

    public int Ttl { get; init; } = 255;

    public int MaxHops { get; init; }

    public bool Multihop { get; init; }

    public int Weight { get; init; }

    public bool Reverse { get; init; }

    public bool ForVrrp { get; init; } = true;

    public bool ForCheckers { get; init; } = true;

    public DefinedAt Source { get; init; }
}
