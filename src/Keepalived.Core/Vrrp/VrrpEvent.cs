using Keepalived.Wire.Ip;

namespace Keepalived.Core.Vrrp;

/// <summary>What can happen to an instance (closed).</summary>
public enum VrrpEventKind : byte
{
    Startup,
    Shutdown,
    AdvertisementReceived,
    TimerFired,

    /// <summary>A reason for Fault came (<see cref="VrrpEvent.Fault"/>).</summary>
    FaultRaised,

    /// <summary>A reason for Fault went.</summary>
    FaultCleared,

    /// <summary>The address adverts are sent from changed (<see cref="VrrpEvent.Source"/>).</summary>
    PrimaryAddressChanged,

    /// <summary>The sum of tracker weights changed (<see cref="VrrpEvent.Weight"/>).</summary>
    WeightChanged,

    /// <summary>
    /// The kernel gateway is done with the <see cref="VrrpEffectKind.InstallAddresses"/> of this
    /// <see cref="VrrpEvent.Generation"/>: everything is there, save what <see cref="KernelRefused"/> told before.
    /// </summary>
    AddressesInstalled,

    /// <summary>
    /// The kernel refused an address, route or rule; <see cref="AddressesInstalled"/> follows for the rest.
    /// </summary>
    KernelRefused,

    /// <summary>Somebody else removed an address, route or rule that a Master owns and tracks.</summary>
    AddressesLost,

    /// <summary>
    /// A Master came so late to its advertisement that somebody else must have taken over
    /// (<c>timer_expired_backup</c>).
    /// </summary>
    SilenceExceeded,

    /// <summary>The sync group wants <see cref="VrrpEvent.RequiredState"/>.</summary>
    GroupRequires,

    /// <summary>A reload changed parameters in place; the machine is called with the new ones.</summary>
    ParametersChanged,
}

/// <summary>Why an instance is in Fault; several can hold at once (vrrp-behaviour: each keeps a flag).</summary>
[Flags]
public enum VrrpFaults : ushort
{
    None = 0,
    InterfaceDown = 1,
    InterfaceMissing = 2,
    NoSourceAddress = 4,
    TrackedInterface = 8,
    TrackedScript = 16,
    TrackedFile = 32,
    TrackedProcess = 64,
    TrackedBfd = 128,
    SocketFailed = 256,
    NoUnicastPeers = 512,

    /// <summary>A tracker has not given its first result: a wait like Fault, but without its notification.</summary>
    TrackersPending = 1024,
    Configuration = 2048,

    /// <summary>Another member of the sync group is in Fault; set and cleared by the group alone.</summary>
    SyncGroup = 4096,

    /// <summary>
    /// The sync group waits until each member has reported and none is in Fault or pending. Silent like that.
    /// </summary>
    SyncGroupPending = 8192,
}

/// <summary>One event. A struct: a Backup gets one for each advertisement (decision 12).</summary>
public readonly record struct VrrpEvent
{
    public required VrrpEventKind Kind { get; init; }

    /// <summary>Monotonic time at which it happened.</summary>
    public required TimeSpan Now { get; init; }

    /// <summary>AdvertisementReceived: the sender. Startup, PrimaryAddressChanged: our source.</summary>
    public IpAddress Source { get; init; }

    /// <summary>AdvertisementReceived: priority 0..255.</summary>
    public byte Priority { get; init; }

    /// <summary>AdvertisementReceived: the sender's interval.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>AdvertisementReceived: the authentication header's sequence number; 0 = none.</summary>
    public uint Sequence { get; init; }

    /// <summary>TimerFired: which and which generation.</summary>
    public VrrpTimer Timer { get; init; }

    /// <summary>TimerFired: of the timer. AddressesInstalled: of the request.</summary>
    public int Generation { get; init; }

    /// <summary>
    /// TimerFired: how long the process had not run when it fired the timer, counted from when it surely did.
    /// </summary>
    public TimeSpan Unscheduled { get; init; }

    /// <summary>Startup: all that hold at start. FaultRaised, FaultCleared: one or more.</summary>
    public VrrpFaults Fault { get; init; }

    /// <summary>Startup, WeightChanged: the sum of all weights, may be negative.</summary>
    public int Weight { get; init; }

    /// <summary>Shutdown: leave addresses where they are and do not resign (<c>--dont-release-vrrp</c>).</summary>
    public bool KeepAddresses { get; init; }

    public VrrpState RequiredState { get; init; }
}
