namespace Keepalived.Core.Lvs;

/// <summary>What the reconciler has to say to its caller (closed).</summary>
public abstract record IpvsReport
{
    private IpvsReport()
    {
    }

    /// <summary>
    /// Virtual services cannot be written now; they are kept and tried again. Said once until it works again.
    /// </summary>
    public sealed record Degraded(string Failure) : IpvsReport;

    public sealed record Recovered : IpvsReport;

    /// <summary>Another plane than IPVS carries the services from here on.</summary>
    public sealed record PlaneChosen(string Plane) : IpvsReport;

    /// <summary>What the plane has to say, once.</summary>
    public sealed record Noticed(string Text) : IpvsReport;

    public sealed record Refused(IpvsFailure Failure) : IpvsReport;

    /// <summary>Somebody else changed services of ours; the commands put them right.</summary>
    public sealed record DriftFound(IpvsServiceKey Service, int Commands) : IpvsReport;

    /// <summary>Somebody else stopped or changed a synchronization daemon; it is started again.</summary>
    public sealed record SyncDaemonLost(SyncDaemonState State) : IpvsReport;

    /// <summary>Somebody else changed the table that marks the traffic of groups; it is written anew.</summary>
    public sealed record MarkingChanged(string Table) : IpvsReport;

    /// <summary>
    /// The traffic of groups cannot be marked, so it reaches no server; tried again. Said once until it works again.
    /// </summary>
    public sealed record MarkingFailed(string Table, string Failure) : IpvsReport;

    public sealed record MarkingRecovered : IpvsReport;

    /// <summary>Left behind by an earlier run and wanted by nobody.</summary>
    public sealed record LeftoverRemoved(IpvsServiceKey Service) : IpvsReport;

    /// <summary>The record of our services could not be written.</summary>
    public sealed record RecordFailed(string Failure) : IpvsReport;

    /// <summary>All that this owner wants is in the table.</summary>
    public sealed record OwnerApplied(string Owner) : IpvsReport;
}
