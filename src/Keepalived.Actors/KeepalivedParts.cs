using Akka.Actor;
using Keepalived.Config;
using Keepalived.Config.Model;

namespace Keepalived.Actors;

/// <summary>What this process runs, and how it is told to begin and end.</summary>
public sealed record KeepalivedParts
{
    /// <summary>Not with <c>-C</c>.</summary>
    public bool RunVrrp { get; init; } = true;

    /// <summary>Not with <c>-P</c>.</summary>
    public bool RunCheckers { get; init; } = true;

    /// <summary>Not with <c>-B</c>: tracked sessions then stay down.</summary>
    public bool RunBfd { get; init; } = true;

    /// <summary><c>-V</c>: leave addresses, routes and rules at stop.</summary>
    public bool KeepVrrpItems { get; init; }

    /// <summary><c>-I</c>: leave IPVS services at stop.</summary>
    public bool KeepIpvsServices { get; init; }

    /// <summary><c>-R</c>: a failed subsystem ends the process instead of being restarted.</summary>
    public bool NoRespawn { get; init; }

    /// <summary>Reads the configuration for a reload; runs on a pool thread and may throw.</summary>
    public required Func<ConfigResult> Load { get; init; }

    /// <summary>
    /// What the start had to say: a reload only refuses errors that were not there then (decision 5).
    /// </summary>
    public required ConfigResult Started { get; init; }

    public KeepalivedConfig Config => Started.Config;

    /// <summary>
    /// The configuration that runs now: what a part begins with that is restarted after a reload. Null = the first one.
    /// </summary>
    public Func<KeepalivedConfig>? Current { get; init; }

    public KeepalivedConfig Running() => Current?.Invoke() ?? Config;

    /// <summary>Props of the LVS side, given the gateway and the links; null = none.</summary>
    public Func<IActorRef, IActorRef, Props>? Lvs { get; init; }

    /// <summary>Props of the notifying side; null = none.</summary>
    public Func<Props>? Notify { get; init; }

    /// <summary>Props of the dumping actor, given the others; null = none.</summary>
    public Func<KeepalivedActors, Props>? Dump { get; init; }
}

/// <summary>Where the parts are.</summary>
public sealed record KeepalivedActors(
    IActorRef Kernel, IActorRef Links, IActorRef Configuration, IActorRef Vrrp, IActorRef Lvs, IActorRef Notify)
{
    public IActorRef Bfd { get; init; } = ActorRefs.Nobody;
}
