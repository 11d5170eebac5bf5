using Keepalived.Config.Model;

namespace Keepalived.Core.Bfd;

/// <summary>What a session runs on (RFC 5880 6.8.1); all of it may change while it runs.</summary>
public sealed record BfdParameters
{
    /// <summary>Required Min Rx Interval, 1 ms to 4294967 ms.</summary>
    public TimeSpan MinimumReceive { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Desired Min Tx Interval while up, 1 ms to 4294967 ms.</summary>
    public TimeSpan MinimumTransmit { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Desired Min Tx Interval while not up; RFC 5880 6.8.3: at least a second.</summary>
    public TimeSpan IdleTransmit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Detect Mult, 1..255.</summary>
    public byte Multiplier { get; init; } = 5;

    /// <summary>The passive role: nothing is sent before the peer has been heard.</summary>
    public bool Passive { get; init; }

    public static BfdParameters From(BfdInstanceConfig config) => new()
    {
        MinimumReceive = config.MinimumReceive,
        MinimumTransmit = config.MinimumTransmit,
        IdleTransmit = config.IdleTransmit,
        Multiplier = (byte)config.Multiplier,
        Passive = config.Passive,
    };
}
