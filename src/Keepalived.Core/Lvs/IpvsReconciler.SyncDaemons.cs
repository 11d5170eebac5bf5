using System.Collections.Immutable;

namespace Keepalived.Core.Lvs;

/// <content>The kernel's synchronization daemons: at most one of each kind.</content>
public sealed partial class IpvsReconciler
{
    /// <summary>Named in the report that the wanted daemons run.</summary>
    public const string SyncDaemonOwner = "lvs_sync_daemon";

    private ImmutableArray<SyncDaemon> _daemons = [];
    private readonly HashSet<SyncDaemonState> _ownDaemons;
    private readonly HashSet<SyncDaemonState> _changedDaemons = [];
    private readonly HashSet<SyncDaemonState> _stoppedDaemons = [];
    private bool _daemonsAreDirty;

    /// <summary>
    /// Replaces the wanted daemons. Those of another program are left alone unless one of the same kind is wanted.
    /// Answered by <see cref="IpvsReport.OwnerApplied"/> of <see cref="SyncDaemonOwner"/>.
    /// </summary>
    public void SetSyncDaemons(ImmutableArray<SyncDaemon> daemons)
    {
        foreach (SyncDaemon daemon in daemons)
        {
            // One of ours with other settings begins anew even where the kernel cannot show the difference.
            if (_daemons.Any(before => before.State == daemon.State && before != daemon))
            {
                _changedDaemons.Add(daemon.State);
            }
        }

        _stoppedDaemons.UnionWith(_daemons.Select(before => before.State));
        _daemons = daemons;
        _daemonsAreDirty = true;
        _unanswered.Add(SyncDaemonOwner);
    }

    private void CompareSyncDaemons()
    {
        if (!_daemonsAreDirty)
        {
            return;
        }

        _daemonsAreDirty = false;
        foreach (SyncDaemonState state in Enum.GetValues<SyncDaemonState>())
        {
            SyncDaemon? wanted = _daemons.FirstOrDefault(daemon => daemon.State == state);
            SyncDaemon? running = _present.SyncDaemons.GetValueOrDefault(state);
            bool isMet = wanted is not null && running is not null && wanted.IsMetBy(running)
                && !_changedDaemons.Contains(state);
            // Those of an earlier run go when everybody has spoken, like its services.
            bool isLeftover = wanted is null && _ownDaemons.Contains(state) && _startIsComplete;
            if (running is not null && !isMet && (wanted is not null || isLeftover || _stoppedDaemons.Contains(state)))
            {
                _first.Enqueue(new IpvsCommand.StopSyncDaemon(state));
            }
            else if (wanted is null && running is null)
            {
                _recordIsStale |= _ownDaemons.Remove(state);
            }

            if (wanted is not null)
            {
                // Recorded before it runs: a kill in between leaves a record too many, never too few.
                _recordIsStale |= _ownDaemons.Add(state);
                if (!isMet)
                {
                    _first.Enqueue(new IpvsCommand.StartSyncDaemon(wanted));
                }
            }
        }

        _stoppedDaemons.Clear();
        _changedDaemons.Clear();
    }

    /// <summary>After the table was read: somebody stopped a daemon, or the kernel refused one before.</summary>
    private void VerifySyncDaemons(ICollection<IpvsReport> reports, HashSet<IpvsCommand> stillRefused)
    {
        foreach (SyncDaemon daemon in _daemons)
        {
            IpvsCommand.StartSyncDaemon start = new(daemon);
            if (!_present.SyncDaemons.TryGetValue(daemon.State, out SyncDaemon? running) || !daemon.IsMetBy(running))
            {
                if (_refused.Contains(start))
                {
                    stillRefused.Add(start);
                }
                else if (!_daemonsAreDirty)
                {
                    reports.Add(new IpvsReport.SyncDaemonLost(daemon.State));
                }

                _daemonsAreDirty = true;
            }
        }
    }
}
