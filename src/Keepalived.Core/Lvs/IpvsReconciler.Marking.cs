using Keepalived.Core.Lvs.Marking;

namespace Keepalived.Core.Lvs;

/// <content>The table that marks the traffic of groups (<c>nftables_ipvs</c>).</content>
public sealed partial class IpvsReconciler
{
    private readonly HashSet<string> _ownMarkings;
    private GroupMarking? _marking;
    private bool _markingIsDirty;
    private string? _markingFailure;

    /// <summary>Writes the marking; null where nothing is ever marked.</summary>
    public MarkingTable? Marking { get; init; }

    /// <summary>Replaces what is marked; null = nothing, and what an earlier run left goes.</summary>
    public void SetMarking(GroupMarking? wanted)
    {
        if (Marking is not null)
        {
            _markingIsDirty |= wanted != _marking || _ownMarkings.Any(name => name != wanted?.Table);
            _marking = wanted;
        }
    }

    private bool NeedsMarking => Marking is not null && (_marking is not null || _ownMarkings.Count > 0);

    /// <summary>Written if it changed; compared, and tried again after a failure, whenever the table is.</summary>
    private void CompareMarking(bool isVerification, ICollection<IpvsReport> reports)
    {
        if (Marking is null || !(_markingIsDirty || (isVerification && NeedsMarking)))
        {
            return;
        }

        bool isRetry = _markingFailure is not null;
        if (!_markingIsDirty && !isRetry && (_marking is null || Marking.IsAsWritten(_marking)))
        {
            return;
        }

        if (!_markingIsDirty && !isRetry)
        {
            reports.Add(new IpvsReport.MarkingChanged(_marking!.Table));
        }

        _markingIsDirty = false;
        WriteMarking(reports);
    }

    private void WriteMarking(ICollection<IpvsReport> reports)
    {
        string[] earlier = [.. _ownMarkings];
        if (_marking is not null && _ownMarkings.Add(_marking.Table))
        {
            // Recorded before it is there: a kill in between leaves a record too many, never too few.
            _recordIsStale = true;
            SaveRecord(reports);
        }

        string? failure = Marking!.Write(earlier, _marking, beforeNat: Plane != IpvsPlane);
        if (failure is null)
        {
            _recordIsStale |= _ownMarkings.RemoveWhere(name => name != _marking?.Table) > 0;
        }

        if (failure is not null && _markingFailure is null)
        {
            reports.Add(new IpvsReport.MarkingFailed(_marking?.Table ?? earlier[0], failure));
        }
        else if (failure is null && _markingFailure is not null)
        {
            reports.Add(new IpvsReport.MarkingRecovered());
        }

        _markingFailure = failure;
    }
}
