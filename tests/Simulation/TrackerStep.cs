using Keepalived.Core.Tracking;

namespace Keepalived.Simulation;

/// <summary>One answer of the machine of a script or of processes.</summary>
internal readonly ref struct TrackerStep
{
    public required SimulatedTracker Tracker { get; init; }

    public required SimulatedRouter Router { get; init; }

    public TrackScriptParameters? Script { get; init; }

    public TrackProcessParameters? Process { get; init; }

    public required TrackStatus Before { get; init; }

    public required TrackStatus After { get; init; }

    /// <summary>A script has ended; null: something else happened.</summary>
    public bool? Result { get; init; }

    /// <summary>Processes were counted; null: something else happened.</summary>
    public int? Count { get; init; }

    /// <summary>A script begins to run.</summary>
    public bool Runs { get; init; }

    /// <summary>The timer of <see cref="Delay"/> runs.</summary>
    public bool DelayRuns { get; init; }

    public TrackProcessDelay Delay { get; init; }
}
