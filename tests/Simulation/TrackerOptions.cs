using Keepalived.Core.Tracking;

namespace Keepalived.Simulation;

/// <summary>A tracked interface, script, file or process.</summary>
/// <param name="Weight">-254..254; 0: a failure is a fault.</param>
public sealed record TrackerOptions(TrackerKind Kind, string Name, int Weight)
{
    /// <summary>Needs a weight.</summary>
    public bool Reverse { get; init; }

    /// <summary>The group tracks it, if there is one; else each instance does.</summary>
    public bool InGroup { get; init; }

    public int Rise { get; init; } = 1;

    public int Fall { get; init; } = 1;

    public bool InitFail { get; init; }

    /// <summary>How long a script runs; longer than its interval of 1 s, and the next run is left out.</summary>
    public TimeSpan Takes { get; init; }

    /// <summary>The line in the block has no weight: a file has 1 then.</summary>
    public bool HasNoOwnWeight { get; init; }

    /// <summary>Processes at least.</summary>
    public int Quorum { get; init; } = 1;

    /// <summary>Processes at most; null: no limit.</summary>
    public int? QuorumMax { get; init; }

    public TimeSpan TerminateDelay { get; init; }

    public TimeSpan ForkDelay { get; init; }

    public override string ToString() =>
        $"{Kind} {Name} weight {(HasNoOwnWeight ? "of itself" : Weight)}{(Reverse ? " reverse" : string.Empty)}"
        + (InGroup ? " of group" : string.Empty)
        + Kind switch
        {
            TrackerKind.Script => $" rise {Rise} fall {Fall}{(InitFail ? " init_fail" : string.Empty)}"
                + $" takes {Takes.TotalSeconds}",
            TrackerKind.Process => $" quorum {Quorum}..{QuorumMax} delays {TerminateDelay.TotalSeconds}"
                + $"/{ForkDelay.TotalSeconds}",
            _ => string.Empty,
        };
}
