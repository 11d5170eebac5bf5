namespace Keepalived.Core.Lvs;

public enum VirtualServerEventKind
{
    /// <summary>The first event: announces the initial state.</summary>
    Startup,

    /// <summary>A checker gave a verdict.</summary>
    CheckerReported,

    /// <summary>A checker changes the weight of its server by an amount.</summary>
    WeightReported,

    /// <summary>The daemon stops, or the virtual server was removed from the configuration.</summary>
    Shutdown,
}

/// <summary>Something that happened to a virtual server.</summary>
/// <param name="Server">Index of the real server.</param>
/// <param name="Checker">Index of the checker within its server.</param>
/// <param name="Passed">The verdict.</param>
/// <param name="WeightDelta">Replaces what this checker added before.</param>
public readonly record struct VirtualServerEvent(
    VirtualServerEventKind Kind, int Server = -1, int Checker = -1, bool Passed = false, long WeightDelta = 0)
{
    public static VirtualServerEvent Startup => new(VirtualServerEventKind.Startup);

    public static VirtualServerEvent Shutdown => new(VirtualServerEventKind.Shutdown);

    public static VirtualServerEvent Reported(int server, int checker, bool passed) =>
        new(VirtualServerEventKind.CheckerReported, server, checker, passed);

    public static VirtualServerEvent Weighed(int server, int checker, long delta) =>
        new(VirtualServerEventKind.WeightReported, server, checker, WeightDelta: delta);
}

public enum VirtualServerEffectKind
{
    /// <summary>The wanted part of the table is another one now (once per event at most, and last).</summary>
    TableChanged,

    /// <summary>A real server went up.</summary>
    ServerUp,

    /// <summary>A real server went down.</summary>
    ServerDown,

    /// <summary>
    /// A checker changed its verdict; <see cref="VirtualServerEffect.ServerChanged"/>: the server's state too.
    /// </summary>
    CheckerChanged,

    /// <summary>From and To are weights; the server is <see cref="VirtualServerEffect.IsUp"/>.</summary>
    WeightChanged,

    /// <summary>To is the weight of the live servers.</summary>
    QuorumGained,

    /// <summary>To is the weight of the live servers; Initial: it never was there.</summary>
    QuorumLost,

    /// <summary>The sorry server takes over, the live servers leave the pool.</summary>
    SorryServerAdded,

    /// <summary>The live servers take over again.</summary>
    SorryServerRemoved,

    /// <summary>A real server's service ends with the daemon or with its configuration.</summary>
    ServerShutDown,

    /// <summary>To is the weight of the live servers. <c>omega</c>: the scripts for going down are due.</summary>
    QuorumShutDown,
}

/// <summary>Something to do or to tell.</summary>
public readonly record struct VirtualServerEffect(VirtualServerEffectKind Kind)
{
    public int Server { get; init; }

    public int Checker { get; init; }

    public long From { get; init; }

    public long To { get; init; }

    public bool IsUp { get; init; }

    public bool ServerChanged { get; init; }

    /// <summary>First state after start or reload.</summary>
    public bool Initial { get; init; }
}
