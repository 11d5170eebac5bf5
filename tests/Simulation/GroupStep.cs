using Keepalived.Core.SyncGroups;

namespace Keepalived.Simulation;

/// <summary>One answer of the machine of a sync group.</summary>
internal readonly ref struct GroupStep
{
    public required SimulatedRouter Router { get; init; }

    public required SyncGroupState Before { get; init; }

    public required SyncGroupState After { get; init; }

    /// <summary>Whose report it was.</summary>
    public required int Member { get; init; }

    public required IReadOnlyList<SyncGroupEffect> Effects { get; init; }
}
