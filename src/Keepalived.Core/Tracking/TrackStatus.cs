using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Tracking;

/// <summary>What is tracked (closed).</summary>
public enum TrackerKind : byte
{
    Interface,
    Script,
    File,
    Process,
    Bfd,
}

/// <summary>What a tracker last found.</summary>
/// <param name="IsKnown">False until the first result.</param>
/// <param name="IsUp">Interface up, script succeeded, quorum reached, session up; unused for a file.</param>
/// <param name="Value">The number in a tracked file; a missing file counts 0.</param>
public readonly record struct TrackStatus(bool IsKnown, bool IsUp, int Value)
{
    public static TrackStatus Unknown => default;

    public static TrackStatus Up => new(true, true, 0);

    public static TrackStatus Down => new(true, false, 0);

    public static TrackStatus OfFile(int value) => new(true, value == 0, value);
}

/// <summary>One line of a <c>track_...</c> block.</summary>
/// <param name="Weight">-254..254; 0: a failure is a fault.</param>
/// <param name="Reverse">Failure counts as success and the other way round.</param>
public readonly record struct TrackerParameters(TrackerKind Kind, string Name, int Weight, bool Reverse);

/// <summary>What one tracker, or all of an instance together, mean for it.</summary>
/// <param name="Faults">Flags that hold.</param>
/// <param name="Weight">Added to the priority.</param>
public readonly record struct TrackVerdict(VrrpFaults Faults, int Weight)
{
    public static TrackVerdict operator +(TrackVerdict left, TrackVerdict right) =>
        new(left.Faults | right.Faults, left.Weight + right.Weight);

    public static TrackVerdict Add(TrackVerdict left, TrackVerdict right) => left + right;

    /// <summary>
    /// The events that lead an instance from <paramref name="before"/> to this. A new fault comes before the end of
    /// an old
    /// one: between a tracker's silence and its failure the instance must not run.
    /// </summary>
    public void AddChanges(TrackVerdict before, TimeSpan now, List<VrrpEvent> events)
    {
        VrrpFaults raised = Faults & ~before.Faults;
        VrrpFaults cleared = before.Faults & ~Faults;
        if (raised != VrrpFaults.None)
        {
            events.Add(new VrrpEvent { Kind = VrrpEventKind.FaultRaised, Now = now, Fault = raised });
        }

        if (Weight != before.Weight)
        {
            events.Add(new VrrpEvent { Kind = VrrpEventKind.WeightChanged, Now = now, Weight = Weight });
        }

        if (cleared != VrrpFaults.None)
        {
            events.Add(new VrrpEvent { Kind = VrrpEventKind.FaultCleared, Now = now, Fault = cleared });
        }
    }
}
