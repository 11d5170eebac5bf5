namespace Keepalived.Core.Vrrp;

/// <summary>
/// The sequence number of the authentication header (RFC 2402 section 2.5). One counter for both directions, as the
/// reference has it, so that whoever takes over goes on above the last Master's. The router's thread raises it by
/// what it
/// receives, the protocol clock's thread by what it sends.
/// </summary>
public sealed class VrrpSequence
{
    /// <summary>From here on nothing is added any more; a new Master begins again.</summary>
    public const uint UsedUpAt = 0xFFFF_FFFD;

    private uint _value;
    private ulong _stamp;

    public VrrpSequence(uint value = 0) => _value = value;

    /// <summary>The last number sent or received.</summary>
    public uint Value => Volatile.Read(ref _value);

    /// <summary>Whom we have heard with which <c>auth_hmac</c> stamp; the router's thread only.</summary>
    public VrrpHmacMarks Marks { get; } = new();

    public bool IsUsedUp => Value >= UsedUpAt;

    /// <summary>The number to send.</summary>
    public uint Next()
    {
        while (true)
        {
            uint seen = Value;
            uint next = seen >= UsedUpAt ? seen : seen + 1;
            if (Interlocked.CompareExchange(ref _value, next, seen) == seen)
            {
                return next;
            }
        }
    }

    /// <summary>
    /// The <c>auth_hmac</c> stamp to send: the clock, or one above the last if the clock has not moved on. Protocol
    /// clock's thread only.
    /// </summary>
    /// <param name="clock">Of <see cref="VrrpHmacClock.StampOf"/>.</param>
    /// <param name="lead">
    /// So far ahead of the clock others would drop it as stale: it begins again with the clock; null: they would not.
    /// </param>
    public ulong NextStamp(ulong clock, ulong? lead)
    {
        ulong next = Math.Max(clock, _stamp + 1);
        _stamp = lead is { } most && next > clock + most ? clock : next;
        return _stamp;
    }

    /// <summary>False for a number that was seen before, or one older than that.</summary>
    public bool TryAccept(uint received)
    {
        while (true)
        {
            uint seen = Value;
            if (received <= seen)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _value, received, seen) == seen)
            {
                return true;
            }
        }
    }

    /// <summary>A Master lifts its own counter to one above what a lower one sent.</summary>
    public void RaiseAbove(uint received)
    {
        if (received < UsedUpAt)
        {
            TryAccept(received + 1);
        }
    }

    /// <summary>A new Master begins again if the counter is used up.</summary>
    public void RestartIfUsedUp()
    {
        uint seen = Value;
        if (seen >= UsedUpAt)
        {
            Interlocked.CompareExchange(ref _value, 0, seen);
        }
    }
}
