using Keepalived.Wire.Bfd;

namespace Keepalived.Core.Bfd;

public enum BfdEffectKind : byte
{
    /// <summary>Send <see cref="BfdSessionMachine.PacketOf"/> of the new state.</summary>
    Send,

    /// <summary>The same with the Final bit: the answer to a Poll.</summary>
    SendFinal,
    StartSendTimer,
    StopSendTimer,
    StartDetectionTimer,
    StopDetectionTimer,

    /// <summary>The session has left <see cref="BfdEffect.Before"/>.</summary>
    StateChanged,

    /// <summary>
    /// Who tracks the session shall take it for <see cref="BfdEffect.IsUp"/>. A peer that says goodbye changes nothing:
    /// that is no failure of the path (RFC 5882 3.2).
    /// </summary>
    StatusChanged,

    /// <summary>New intervals are offered to the peer, until it answers with Final (RFC 5880 6.5).</summary>
    PollStarted,

    /// <summary>The intervals in use have become others.</summary>
    TimesChanged,
}

/// <summary>What a session wants done; effects are done in their order.</summary>
public readonly record struct BfdEffect(BfdEffectKind Kind)
{
    /// <summary>When a timer fires, monotonic.</summary>
    public TimeSpan DueAt { get; init; }

    /// <summary>Of a timer.</summary>
    public int Generation { get; init; }

    public BfdState Before { get; init; }

    public bool IsUp { get; init; }
}
