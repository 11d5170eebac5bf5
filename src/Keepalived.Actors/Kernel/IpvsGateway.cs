using Akka.Actor;
using Akka.Event;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Kernel;

/// <summary>
/// The gateway's IPVS side: one chunk per message, so that an address never waits behind a table (decision 19). The
/// rest of the work is told to the gateway itself and queues behind whatever came meanwhile.
/// </summary>
internal sealed class IpvsGateway : IProtocolTimerTarget, IDisposable
{
    private readonly IpvsReconciler _reconciler;
    private readonly IProtocolClock _clock;
    private readonly IProtocolTimer _timer;
    private readonly IActorRef _gateway;
    private readonly ILoggingAdapter _log;
    private readonly Dictionary<string, IActorRef> _owners = new(StringComparer.Ordinal);
    private readonly List<IpvsReport> _reports = [];
    private int _generation;
    private bool _isUnderWay;

    /// <summary>Writes that put right what other programs changed.</summary>
    private long _restored;
    private IActorRef? _settledAsker;

    public IpvsGateway(IpvsReconciler reconciler, IProtocolClock clock, IActorRef gateway, ILoggingAdapter log)
    {
        _reconciler = reconciler;
        _clock = clock;
        _gateway = gateway;
        _log = log;
        _timer = clock.CreateTimer(this, 0);
    }

    /// <summary>False when the message is none of IPVS.</summary>
    public bool TryHandle(object message, IActorRef sender)
    {
        switch (message)
        {
            case SetVirtualServices set:
                _owners[set.Owner] = sender;
                _reconciler.SetWanted(set.Owner, set.Services);
                break;
            case ReleaseVirtualServices release:
                _owners[release.Owner] = sender;
                _reconciler.Release(release.Owner);
                break;
            case SetSyncDaemons set:
                _owners[IpvsReconciler.SyncDaemonOwner] = sender;
                _reconciler.SetSyncDaemons(set.Daemons);
                break;
            case CompleteVirtualServices:
                _reconciler.CompleteStart();
                _settledAsker = sender;
                break;
            case FlushVirtualServices:
                _reconciler.Flush();
                break;
            case SetConnectionTimeouts or SetGroupMarking or ReleaseAllVirtualServices:
                SetCommon(message);
                break;
            case CompleteKernelState complete:
                sender.Tell(Complete(complete));
                return true;
            case GetVirtualServices:
                sender.Tell(_reconciler.Snapshot());
                return true;
            case IpvsDue due:
                if (due.Generation == _generation)
                {
                    _isUnderWay = false;
                    Step();
                }

                break;
            default:
                return false;
        }

        Schedule();
        TellWhenSettled();
        return true;
    }

    public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now) =>
        _gateway.Tell(new IpvsDue(generation), ActorRefs.NoSender);

    public void Dispose()
    {
        _timer.Dispose();
        _reconciler.Dispose();
    }

    /// <summary>What belongs to the whole table, not to an owner.</summary>
    private void SetCommon(object message)
    {
        if (message is SetConnectionTimeouts timeouts)
        {
            _reconciler.SetTimeouts(timeouts.Timeouts);
        }
        else if (message is SetGroupMarking marking)
        {
            _reconciler.SetMarking(marking.Marking);
        }
        else
        {
            _reconciler.ReleaseAll();
        }
    }

    private void TellWhenSettled()
    {
        if (_settledAsker is not null && _reconciler.IsSettled)
        {
            _settledAsker.Tell(new VirtualServicesSettled());
            _settledAsker = null;
        }
    }

    private void Step()
    {
        _reports.Clear();
        _reconciler.Step(_clock.Now, _reports);
        foreach (IpvsReport report in _reports)
        {
            Report(report);
        }
    }

    /// <summary>
    /// What many owners tell in a row is written together: one message of our own is under way at most.
    /// </summary>
    private void Schedule()
    {
        if (_isUnderWay)
        {
            return;
        }

        if (_reconciler.NextDue is not { } due)
        {
            _timer.Stop();
        }
        else if (due <= _clock.Now)
        {
            _isUnderWay = true;
            _gateway.Tell(new IpvsDue(++_generation), ActorRefs.NoSender);
        }
        else
        {
            _timer.Start(due, ++_generation);
        }
    }

    private KernelStateSnapshot Complete(CompleteKernelState asked) => asked.Snapshot with
    {
        ItemsRestored = asked.Snapshot.ItemsRestored + _restored,
        LvsBackend = _reconciler.NextDue is null ? "" : _reconciler.Plane,
        LvsDegradation = _reconciler.Degradation ?? "",
        Statistics = asked.WithStatistics ? _reconciler.ReadStatistics() : [],
    };

    private void Report(IpvsReport report)
    {
        switch (report)
        {
            case IpvsReport.OwnerApplied applied:
                if (_owners.TryGetValue(applied.Owner, out IActorRef? owner))
                {
                    owner.Tell(new VirtualServicesApplied(applied.Owner));
                }

                break;
            case IpvsReport.Degraded degraded:
                _log.Error(
                    "{0}: {1}; checkers go on, the table is kept and tried again",
                    _reconciler.Plane,
                    degraded.Failure);
                break;
            case IpvsReport.PlaneChosen chosen:
                _log.Info("Virtual servers are carried by {0}", chosen.Plane);
                break;
            case IpvsReport.Noticed noticed:
                _log.Warning("{0}: {1}", _reconciler.Plane, noticed.Text);
                break;
            case IpvsReport.Recovered:
                _log.Info("{0}: available again", _reconciler.Plane);
                break;
            case IpvsReport.Refused refused:
                _log.Error("{0}: refused {1}", _reconciler.Plane, refused.Failure);
                break;
            case IpvsReport.DriftFound drift:
                _restored += drift.Commands;
                _log.Warning(
                    "{0}: {1} was changed by another program, putting it right", _reconciler.Plane, drift.Service);
                break;
            case IpvsReport.SyncDaemonLost lost:
                _restored++;
                _log.Warning("IPVS: the {0} sync daemon was stopped by another program, starting it again", lost.State);
                break;
            case IpvsReport.LeftoverRemoved leftover:
                _log.Info("{0}: removed {1}, left by an earlier run", _reconciler.Plane, leftover.Service);
                break;
            case IpvsReport.RecordFailed failed:
                _log.Warning(
                    "{0}: the record of our services cannot be written: {1}", _reconciler.Plane, failed.Failure);
                break;
            default:
                ReportMarking(report);
                break;
        }
    }

    private void ReportMarking(IpvsReport report)
    {
        switch (report)
        {
            case IpvsReport.MarkingChanged changed:
                _restored++;
                _log.Warning("nftables table {0} was changed by another program, put back", changed.Table);
                break;
            case IpvsReport.MarkingFailed failed:
                _log.Error(
                    "nftables_ipvs: table {0} cannot be written, so the virtual server groups get no traffic: {1}; it "
                        + "is tried again (without nftables_ipvs their addresses are services of their own)",
                    failed.Table,
                    failed.Failure);
                break;
            case IpvsReport.MarkingRecovered:
                _log.Info("nftables_ipvs: the traffic of the virtual server groups is marked again");
                break;
        }
    }
}
