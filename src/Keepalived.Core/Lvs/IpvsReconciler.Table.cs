namespace Keepalived.Core.Lvs;

/// <summary>The side that talks to the table and to the record.</summary>
public sealed partial class IpvsReconciler
{
    private const int NoEntry = 2;
    private const int NoProcess = 3;
    private const int Exists = 17;

    private bool Open(TimeSpan now, ICollection<IpvsReport> reports)
    {
        string? failure = _table.TryOpen();
        if (failure is not null)
        {
            return Degrade(failure, now, reports);
        }

        _isOpen = true;
        _nextVerification = now;
        _retry = _options.FirstRetry;
        if (Plane != _table.Plane)
        {
            Plane = _table.Plane;
            reports.Add(new IpvsReport.PlaneChosen(Plane));
        }

        if (_table.TakeNotice() is { } notice)
        {
            reports.Add(new IpvsReport.Noticed(notice));
        }

        if (Degradation is not null)
        {
            Degradation = null;
            reports.Add(new IpvsReport.Recovered());
        }

        return true;
    }

    private bool Degrade(string failure, TimeSpan now, ICollection<IpvsReport> reports)
    {
        _isOpen = false;
        _nextAttempt = now + _retry;
        TimeSpan doubled = _retry * 2;
        _retry = doubled < _options.LastRetry ? doubled : _options.LastRetry;
        if (Degradation is null)
        {
            reports.Add(new IpvsReport.Degraded(failure));
        }

        Degradation = failure;
        return false;
    }

    /// <summary>Reads the whole table and compares what is ours; false when it cannot be read.</summary>
    private bool Verify(TimeSpan now, ICollection<IpvsReport> reports)
    {
        // What was refused is tried again at each comparison; without that, and without a change, none is needed.
        if (_refused.Count == 0 && _table.IsAsApplied())
        {
            _nextVerification = now + (_table.VerifyInterval ?? _options.VerifyInterval);
            return true;
        }

        string? failure = _table.Dump(_present);
        if (failure is not null)
        {
            return Degrade(failure, now, reports);
        }

        if (_table.OwnsAll)
        {
            _owned.UnionWith(_present.Services);
        }

        _nextVerification = now + (_table.VerifyInterval ?? _options.VerifyInterval);
        if (_pending.Count > 0 && _pendingKey is { } interrupted)
        {
            MarkDirty(interrupted);
        }

        Queue<IpvsCommand> difference = [];
        HashSet<IpvsCommand> stillRefused = [];
        foreach (VirtualService wanted in _wants.ToServices())
        {
            IpvsServiceKey key = wanted.Service.Key;
            difference.Clear();
            IpvsDiff.Append(_present, key, wanted, difference);
            stillRefused.UnionWith(difference.Where(_refused.Contains));
            if (difference.Count > 0 && !_isDirty.Contains(key))
            {
                MarkDirty(key);
                if (!difference.All(_refused.Contains))
                {
                    reports.Add(new IpvsReport.DriftFound(key, difference.Count));
                }
            }
        }

        VerifySyncDaemons(reports, stillRefused);

        // A refusal is said once for as long as it lasts.
        _refused.IntersectWith(stillRefused);
        return true;
    }

    private void ApplyChunk(TimeSpan now, ICollection<IpvsReport> reports)
    {
        if (_chunk.Count == 0)
        {
            return;
        }

        _failures.Clear();
        _table.Apply(_chunk, _failures);
        int next = 0;
        foreach (IpvsCommand command in _chunk)
        {
            // Failures come in the order of the commands.
            if (next < _failures.Count && ReferenceEquals(_failures[next].Command, command))
            {
                Refused(_failures[next++], now, reports);
            }
            else
            {
                Succeeded(command);
            }
        }
    }

    private void Succeeded(IpvsCommand command)
    {
        _present.Apply(command);
        if (_refused.Count > 0)
        {
            _refused.Remove(command);
        }

        if (command is IpvsCommand.RemoveService remove && _wants.Find(remove.Service) is null)
        {
            _recordIsStale |= _owned.Remove(remove.Service);
        }
        else if (command is IpvsCommand.StopSyncDaemon stop && !_daemons.Any(daemon => daemon.State == stop.State))
        {
            _recordIsStale |= _ownDaemons.Remove(stop.State);
        }
        else if (command is IpvsCommand.Flush)
        {
            // The record keeps the keys that are wanted; the rest went with the flush.
            _recordIsStale |= _owned.RemoveWhere(key => _wants.Find(key) is null) > 0;
            foreach (VirtualService wanted in _wants.ToServices())
            {
                MarkDirty(wanted.Service.Key);
            }
        }
    }

    private void Refused(IpvsFailure failure, TimeSpan now, ICollection<IpvsReport> reports)
    {
        if (_refused.Add(failure.Command))
        {
            // "Exists" and "no entry" mean that somebody else was here: look again at once. If that does not help, and
            // for anything else, the next regular comparison tries again.
            if (failure.Errno is Exists or NoEntry or NoProcess)
            {
                _nextVerification = now;
            }

            reports.Add(new IpvsReport.Refused(failure));
        }
    }

    /// <summary>All that is wanted is about to be ours: recorded before it is written.</summary>
    private void Own()
    {
        if (!_wantsChanged)
        {
            return;
        }

        _wantsChanged = false;
        foreach (IpvsServiceKey key in _wants.Keys)
        {
            _recordIsStale |= _owned.Add(key);
        }
    }

    private void SaveRecord(ICollection<IpvsReport> reports)
    {
        if (!_recordIsStale)
        {
            return;
        }

        _recordIsStale = false;

        // A plane that knows its own needs no record, and another plane must not take these keys for left behind by us.
        IpvsOwnership ownership = _table.OwnsAll ? IpvsOwnership.Nothing : new IpvsOwnership(_owned, _ownDaemons);
        if (_record.Save(ownership with { Markings = _ownMarkings }) is { } failure)
        {
            reports.Add(new IpvsReport.RecordFailed(failure));
        }
    }
}
