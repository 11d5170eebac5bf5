using Keepalived.Wire;

namespace Keepalived.Core.Vrrp;

/// <summary>
/// What <c>auth_hmac</c> signs and checks with. Stamps are <see cref="VrrpHmacClock"/> numbers.
/// </summary>
public sealed record VrrpHmacParameters
{
    public required ValueList<VrrpHmacKey> Keys { get; init; }

    /// <summary>Which key signs; one of <see cref="Keys"/>.</summary>
    public required byte ActiveKeyId { get; init; }

    /// <summary>Greatest age, and greatest lead, of a stamp; only in time mode.</summary>
    public TimeSpan TimeWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>anti_replay time</c>; else <c>monotonic</c>: only the order of a sender's stamps counts.</summary>
    public bool ChecksTime { get; init; } = true;

    /// <summary>False in <c>mode receive-only</c>.</summary>
    public bool Signs { get; init; } = true;

    /// <summary><c>mode enforce</c>: what is not signed is dropped.</summary>
    public bool RequiresTrailer { get; init; } = true;

    /// <summary>The key of this id, or none.</summary>
    public ReadOnlySpan<byte> KeyOf(byte id)
    {
        foreach (VrrpHmacKey key in Keys)
        {
            if (key.Id == id)
            {
                return key.Key.AsSpan();
            }
        }

        return default;
    }
}

/// <param name="Id">1..255.</param>
/// <param name="Key">32 to 64 octets.</param>
public sealed record VrrpHmacKey(byte Id, ValueList<byte> Key);
