using System.Collections.Immutable;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Actors.Lvs;

/// <summary>Messages of virtual servers and checkers.</summary>
public interface ILvsMessage;

/// <summary>Answered by an <see cref="LvsSnapshot"/>.</summary>
public sealed record GetLvsState : ILvsMessage;

/// <summary>Answered by a <see cref="VirtualServerSnapshot"/>.</summary>
public sealed record GetVirtualServerState : ILvsMessage;

/// <summary>All virtual servers, in the order of the configuration.</summary>
public sealed record LvsSnapshot(ImmutableArray<VirtualServerSnapshot> VirtualServers);

/// <param name="InKernel">The table is as wanted, as far as the gateway has said.</param>
/// <param name="GivenUp">It failed too often and was stopped.</param>
public sealed record VirtualServerSnapshot(
    VirtualServerConfig Config,
    VirtualServerState State,
    ImmutableArray<CheckerSnapshot> Checkers,
    bool InKernel,
    bool Suspended,
    bool GivenUp)
{
    /// <summary>What the traffic of its group is marked with (<c>nftables_ipvs</c>); 0 = nothing marks it.</summary>
    public uint Mark { get; init; }
}

/// <param name="Server">Index of the real server.</param>
/// <param name="Checker">Index of the checker within it.</param>
/// <param name="LastResult">Of the last attempt.</param>
/// <param name="Attempt">The last attempt; null before the first.</param>
/// <param name="Age">Since it ended.</param>
public sealed record CheckerSnapshot(
    int Server,
    int Checker,
    CheckerStanding Standing,
    CheckResult LastResult,
    CheckAttempt? Attempt,
    TimeSpan Age,
    int Restarts,
    string LastError,
    bool GivenUp);

/// <summary>A virtual server has told the gateway what it wants for the first time.</summary>
internal sealed record VirtualServerStarted : ILvsMessage;

/// <summary>To a virtual server: its checkers may run from here on. Said again, it changes nothing.</summary>
internal sealed record StartChecks : ILvsMessage;

/// <summary>From a virtual server: it has checkers now.</summary>
internal sealed record ChecksStarted : ILvsMessage
{
    public static ChecksStarted Instance { get; } = new();
}

/// <summary>Published once: all checkers of the start have begun, which is most of what there ever is.</summary>
public sealed record AllChecksStarted : ILvsMessage;

/// <summary>It is through: nothing of it is in the table, or it may stay.</summary>
internal sealed record VirtualServerStopped : ILvsMessage;

/// <summary>The configuration of this virtual server, its group or of its checkers is another one now.</summary>
internal sealed record UpdateVirtualServer(VirtualServerSetup Setup) : ILvsMessage;

/// <param name="Deleted">A reload removed it; else the daemon stops.</param>
internal sealed record StopVirtualServer(bool Deleted, bool KeepServices) : ILvsMessage;

/// <summary><c>ha_suspend</c>: whether the virtual address is on this machine.</summary>
internal sealed record SetPresence(bool IsPresent) : ILvsMessage;

/// <summary>A verdict of a checker: the first one, or a change.</summary>
internal sealed record CheckCompleted(long Checker, bool Passed, CheckResult Result) : ILvsMessage;

/// <summary>What a checker adds to the configured weight now.</summary>
internal sealed record WeightChanged(long Checker, long Delta) : ILvsMessage;

/// <summary>To itself: all verdicts that came before it are in the state now.</summary>
internal sealed record TableDue : ILvsMessage
{
    public static TableDue Instance { get; } = new();
}

internal sealed record SuspendChecker : ILvsMessage;

internal sealed record ResumeChecker : ILvsMessage;

/// <summary>Its slot has a checker that asks the same at other times: the run goes on with these.</summary>
internal sealed record RetimeChecker : ILvsMessage;

/// <summary>The transport broke down, which is a bug: the supervisor shall see it.</summary>
internal sealed record AttemptBroke(Exception Reason) : ILvsMessage;
