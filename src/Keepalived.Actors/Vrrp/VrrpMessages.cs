using System.Collections.Immutable;
using Akka.Actor;
using Keepalived.Actors.Tracking;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Vrrp;

/// <summary>Messages to and from instances, groups and their supervisor.</summary>
public interface IVrrpMessage;

/// <summary>
/// Stop in order: resign, take the addresses away, say goodbye. Answered by <see cref="InstanceStopped"/>.
/// </summary>
/// <param name="Deleted">A reload removed the instance (notified as DELETED or FAULT instead of STOP).</param>
/// <param name="KeepAddresses"><c>-V</c>: leave addresses, routes and rules, and send no priority 0.</param>
public sealed record StopInstance(bool Deleted, bool KeepAddresses) : IVrrpMessage;

public sealed record InstanceStopped(string Name) : IVrrpMessage;

/// <summary>A reload changed this instance in place.</summary>
public sealed record UpdateInstance(VrrpInstanceConfig Config, VrrpSyncGroupConfig? Group) : IVrrpMessage;

/// <summary>A reload: what the group is from now on, and who.</summary>
/// <param name="Members">
/// Those of <paramref name="Config"/> in its order; Nobody where one has not started yet.
/// </param>
public sealed record UpdateGroup(VrrpSyncGroupConfig Config, ImmutableArray<IActorRef> Members) : IVrrpMessage;

/// <summary>To its group: this actor is the member of this name from now on.</summary>
public sealed record MemberStarted(string Instance, IActorRef Actor) : IVrrpMessage;

/// <summary>The daemon stops: the group says so after its members.</summary>
public sealed record StopGroup : IVrrpMessage;

/// <summary>
/// To the supervisor: apply the VRRP part of a new configuration. Answered by <see cref="VrrpConfigApplied"/>.
/// </summary>
public sealed record ApplyVrrpConfig(KeepalivedConfig Config) : IVrrpMessage;

public sealed record VrrpConfigApplied(int Added, int Changed, int Removed, int Untouched) : IVrrpMessage;

/// <summary>To the supervisor: stop all instances and answer with <see cref="VrrpStopped"/>.</summary>
public sealed record StopVrrp(bool KeepAddresses) : IVrrpMessage;

public sealed record VrrpStopped : IVrrpMessage;

/// <summary>
/// An instance tells its group how it stands. Whose report it is says the sender, not a name: that may be another
/// one's by now.
/// </summary>
public sealed record MemberReported(VrrpGroupReport Report) : IVrrpMessage;

/// <summary>A group tells its members; one that belongs to another group by now does not obey.</summary>
public sealed record GroupRequires(string Group, VrrpState State) : IVrrpMessage;

/// <summary>A group knows nothing of this member: it reports again.</summary>
public sealed record GroupAsks(string Group) : IVrrpMessage;

/// <summary>
/// A round trip through the actors for the service manager's watchdog; answered with <see cref="Alive"/>.
/// </summary>
public sealed record AreYouAlive(long Number) : IVrrpMessage;

public sealed record Alive(long Number) : IVrrpMessage;

public sealed record ClearStatistics : IVrrpMessage;

public sealed record GetInstanceState : IVrrpMessage;

public sealed record GetGroupState : IVrrpMessage;

/// <summary>Asked of the supervisor: everything at once.</summary>
public sealed record GetVrrpState : IVrrpMessage;

public sealed record VrrpSnapshot(
    ImmutableArray<VrrpInstanceSnapshot> Instances,
    ImmutableArray<SyncGroupSnapshot> Groups,
    ImmutableArray<TrackerSnapshot> Trackers,
    ImmutableArray<ActorSnapshot> Actors);

/// <summary>One actor as the state dump shows it.</summary>
public sealed record ActorSnapshot(string Path, string Kind, int Restarts, string LastError);

/// <summary>What an instance shows of itself.</summary>
public sealed record VrrpInstanceSnapshot
{
    public required VrrpInstanceConfig Config { get; init; }

    public required VrrpState State { get; init; }

    /// <summary>The state it works towards.</summary>
    public required VrrpState WantedState { get; init; }

    public required byte EffectivePriority { get; init; }

    public required int TotalWeight { get; init; }

    public required VrrpFaults Faults { get; init; }

    /// <summary>Wall clock, for people.</summary>
    public required DateTimeOffset LastTransition { get; init; }

    public required VrrpReason LastReason { get; init; }

    public required IpAddress Source { get; init; }

    public required int InterfaceIndex { get; init; }

    /// <summary>The sitting Master's address and priority as last heard.</summary>
    public IpAddress MasterAddress { get; init; }

    public byte MasterPriority { get; init; }

    public TimeSpan MasterInterval { get; init; }

    public TimeSpan MasterDownInterval { get; init; }

    public required VrrpStatistics Statistics { get; init; }

    /// <summary>The addresses that the kernel has confirmed.</summary>
    public ImmutableArray<AddressItem> Installed { get; init; } = [];

    /// <summary>Everything that the kernel has confirmed: addresses, routes, rules.</summary>
    public ImmutableArray<KernelItem> InstalledItems { get; init; } = [];

    public string? Group { get; init; }

    public string Path { get; init; } = "";

    public int Restarts { get; init; }

    public string LastError { get; init; } = "";
}

public sealed record SyncGroupSnapshot(
    VrrpSyncGroupConfig Config,
    VrrpState State,
    DateTimeOffset LastTransition,
    string Path,
    int Restarts);

/// <param name="Kind">script, file, process or interface.</param>
/// <param name="Status">In the words of the dump, for example <c>good</c>.</param>
public sealed record TrackerSnapshot(string Kind, string Name, string Status, string Detail, string Path, int Restarts)
{
    /// <summary>Of a process tracker; null before the first count, and of other trackers.</summary>
    public TrackedProcesses? Processes { get; init; }
}
