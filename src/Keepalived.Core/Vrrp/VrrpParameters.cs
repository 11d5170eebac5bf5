using System.Collections.Immutable;
using System.Net.Sockets;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Vrrp;

/// <summary>
/// What one machine runs on: the effective values of a <c>vrrp_instance</c>. Immutable; a reload gives a new one.
/// </summary>
public sealed record VrrpParameters
{
    public required string Name { get; init; }

    /// <summary>1..255.</summary>
    public required byte VirtualRouterId { get; init; }

    /// <summary>2 or 3.</summary>
    public int Version { get; init; } = 2;

    public AddressFamily Family { get; init; } = AddressFamily.InterNetwork;

    /// <summary>Base priority 1..255; 255 is the address owner.</summary>
    public byte Priority { get; init; } = 100;

    /// <summary><c>state MASTER</c>, or priority 255 without a state.</summary>
    public bool WantsMaster { get; init; }

    /// <summary>Own interval: whole seconds in version 2, steps of 10 ms in version 3.</summary>
    public TimeSpan AdvertisementInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><c>down_timer_adverts</c>, 1..100.</summary>
    public int DownTimerAdverts { get; init; } = 3;

    public bool Preempt { get; init; } = true;

    public TimeSpan PreemptDelay { get; init; }

    /// <summary><c>timer_expired_backup</c>: a Master that was silent for longer gives up; null: it does not.</summary>
    public TimeSpan? LongestSilence { get; init; }

    /// <summary>Remaining <c>vrrp_startup_delay</c> at start.</summary>
    public TimeSpan StartupDelay { get; init; }

    public bool HigherPriorityForcesAdvertisement { get; init; }

    /// <summary><c>lower_prio_no_advert</c>.</summary>
    public bool LowerPriorityNoAdvertisement { get; init; }

    public TimeSpan AnnounceDelay { get; init; } = TimeSpan.FromSeconds(5);

    public int AnnounceRepeat { get; init; } = 5;

    public TimeSpan AnnounceRefresh { get; init; }

    public int AnnounceRefreshRepeat { get; init; } = 1;

    /// <summary>Between announcements of the addresses where no advert is sent; zero = none.</summary>
    public TimeSpan AnnounceElsewhere { get; init; }

    public TimeSpan LowerPriorityAnnounceDelay { get; init; } = TimeSpan.FromSeconds(5);

    public int LowerPriorityAnnounceRepeat { get; init; } = 5;

    /// <summary>Member of a sync group: the group decides on Master and is told of every change.</summary>
    public bool InSyncGroup { get; init; }

    /// <summary>The addresses in the advertisement, in its order.</summary>
    public ImmutableArray<IpAddress> Addresses { get; init; } = [];

    public bool IsAddressOwner => Priority == byte.MaxValue;

    /// <summary>Tests take single rules out to show that something notices.</summary>
    internal VrrpRules Rules { get; init; } = VrrpRules.All;
}
