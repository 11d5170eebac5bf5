namespace Keepalived.Simulation;

/// <summary>The <c>garp_</c> options, in whole seconds and rounds.</summary>
public sealed record GarpOptions
{
    public int MasterDelay { get; init; } = 2;

    public int MasterRepeat { get; init; } = 5;

    public int MasterRefresh { get; init; }

    public int MasterRefreshRepeat { get; init; } = 1;

    public int LowerPriorityDelay { get; init; } = 1;

    public int LowerPriorityRepeat { get; init; } = 5;

    /// <summary>
    /// One address stands on another interface, and is announced there each so many seconds; 0: none.
    /// </summary>
    public int Elsewhere { get; init; }

    public override string ToString() =>
        $"garp {MasterDelay}/{MasterRepeat}/{MasterRefresh}/{MasterRefreshRepeat}/"
        + $"{LowerPriorityDelay}/{LowerPriorityRepeat}/{Elsewhere}";
}
