namespace Keepalived.Config.Model;

/// <summary>An auth_hmac block.</summary>
public sealed record HmacConfig
{
    public EquatableArray<HmacKeyConfig> Keys { get; init; }

    public byte ActiveKeyId { get; init; }

    public TimeSpan TimeWindow { get; init; } = TimeSpan.FromSeconds(5);

    public AntiReplay AntiReplay { get; init; }

    public HmacMode Mode { get; init; }
}
