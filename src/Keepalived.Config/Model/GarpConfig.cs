namespace Keepalived.Config.Model;

/// <summary>Gratuitous ARP and unsolicited NA timing of an instance.</summary>
public sealed record GarpConfig
{
    /// <summary>Delay to the second set after becoming Master; zero: no second set.</summary>
    public TimeSpan MasterDelay { get; init; } = TimeSpan.FromSeconds(5);

    public uint MasterRepeat { get; init; } = 5;

    /// <summary>Period of refreshing while Master; zero: off.</summary>
    public TimeSpan MasterRefresh { get; init; }

    public uint MasterRefreshRepeat { get; init; } = 1;

    public TimeSpan LowerPriorityDelay { get; init; } = TimeSpan.FromSeconds(5);

    public uint LowerPriorityRepeat { get; init; } = 5;

    /// <summary>Period of announcing VMAC addresses on other interfaces; zero: off.</summary>
    public TimeSpan ExtraInterface { get; init; }

    public bool ExtraInterfaceAll { get; init; }
}
