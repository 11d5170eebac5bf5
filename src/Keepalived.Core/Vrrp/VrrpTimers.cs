namespace Keepalived.Core.Vrrp;

/// <summary>
/// Skew_Time and Master_Down_Interval in whole microseconds, rounded down where the reference rounds down, so that two
/// routers of either make agree on who comes first.
/// </summary>
public static class VrrpTimers
{
    /// <summary>What "at once" is for an address owner: it passes through Backup.</summary>
    public static readonly TimeSpan Immediately = TimeSpan.FromMicroseconds(1);

    /// <summary>
    /// RFC 3768 section 6.1: (256 - Priority) / 256 seconds, whatever the interval; RFC 9568 section 6.1: the same
    /// part of Active_Adver_Interval.
    /// </summary>
    public static TimeSpan SkewTime(VrrpParameters parameters, in VrrpInstanceState state)
    {
        if ((parameters.Rules & VrrpRules.SkewTime) == 0)
        {
            return TimeSpan.Zero;
        }

        // An owner that yields to a second owner keeps its own skew.
        byte priority = parameters.IsAddressOwner ? byte.MaxValue : state.EffectivePriority;
        return Skew(parameters.Version, priority, ListenInterval(parameters, state));
    }

    /// <summary>
    /// down_timer_adverts x interval + Skew_Time; the interval is ours in version 2, the Master's in version 3.
    /// </summary>
    public static TimeSpan MasterDownInterval(VrrpParameters parameters, in VrrpInstanceState state) =>
        (parameters.DownTimerAdverts * ListenInterval(parameters, state)) + SkewTime(parameters, state);

    /// <summary>
    /// How long a member of a sync group waits for the others before it claims once more: one own interval and the
    /// smallest skew.
    /// </summary>
    public static TimeSpan ClaimAgain(VrrpParameters parameters) =>
        parameters.AdvertisementInterval + Skew(parameters.Version, byte.MaxValue, parameters.AdvertisementInterval);

    /// <summary>
    /// How long a Master may be silent before a Backup of this priority has taken over: 3 own intervals and its skew.
    /// </summary>
    public static TimeSpan TakenOverAfter(VrrpParameters parameters, byte priority) =>
        (3 * parameters.AdvertisementInterval) + Skew(parameters.Version, priority, parameters.AdvertisementInterval);

    private static TimeSpan ListenInterval(VrrpParameters parameters, in VrrpInstanceState state) =>
        parameters.Version == 3 ? state.MasterInterval : parameters.AdvertisementInterval;

    private static TimeSpan Skew(int version, byte priority, TimeSpan interval)
    {
        long steps = 256 - priority;
        long microseconds = version == 3
            ? steps * (interval.Ticks / TimeSpan.TicksPerMicrosecond / 10_000) * 625 / 16
            : steps * 1_000_000 / 256;
        return TimeSpan.FromMicroseconds(microseconds);
    }
}
