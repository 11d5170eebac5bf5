using System.Collections.Immutable;
using Keepalived.Core.Ports;

namespace Keepalived.Core.Lvs;

/// <param name="ChunkSize">Commands in one call of the table at most (decision 19).</param>
/// <param name="VerifyInterval">How often the kernel's table is compared; IPVS tells nobody of changes.</param>
public sealed record IpvsReconcilerOptions(
    int ChunkSize, TimeSpan VerifyInterval, TimeSpan FirstRetry, TimeSpan LastRetry)
{
    public static IpvsReconcilerOptions Default { get; } =
        new(64, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
}

/// <summary>
/// Keeps the table as all owners together want it. It holds what they want and what the table has, and writes the
/// difference chunk by chunk, so that its caller can do more urgent things in between. A service that is neither wanted
/// nor recorded as ours is never touched. Not thread-safe: the kernel gateway owns it.
/// </summary>
public sealed partial class IpvsReconciler : IDisposable
{
    /// <summary>Of 64 commands: more than any kernel's memory holds.</summary>
    private const int MaxFirstSteps = 1_000_000;

    private const string IpvsPlane = "IPVS";

    private readonly IVirtualServiceTable _table;
    private readonly IServiceOwnershipRecord _record;
    private readonly IpvsReconcilerOptions _options;
    private readonly IpvsTable _present = new();
    private readonly IpvsWants _wants = new();
    private readonly HashSet<IpvsServiceKey> _owned;
    private readonly Queue<IpvsCommand> _first = [];
    private readonly Queue<IpvsServiceKey> _dirty = [];
    private readonly HashSet<IpvsServiceKey> _isDirty = [];
    private readonly Queue<IpvsCommand> _pending = [];
    private readonly HashSet<string> _unanswered = new(StringComparer.Ordinal);
    private readonly HashSet<IpvsCommand> _refused = [];
    private readonly List<IpvsCommand> _chunk = [];
    private readonly List<IpvsFailure> _failures = [];
    private readonly List<IpvsReport> _held = [];

    private IpvsServiceKey? _pendingKey;
    private bool _startIsComplete;
    private bool _isEnding;
    private bool _recordIsStale;
    private bool _wantsChanged;
    private bool _isOpen;
    private TimeSpan _nextAttempt;
    private TimeSpan _nextVerification;
    private TimeSpan _retry;

    public IpvsReconciler(
        IVirtualServiceTable table, IServiceOwnershipRecord record, IpvsReconcilerOptions? options = null)
    {
        _table = table;
        _record = record;
        _options = options ?? IpvsReconcilerOptions.Default;
        _retry = _options.FirstRetry;
        IpvsOwnership left = record.Load();
        _owned = [.. left.Services];
        _ownDaemons = [.. left.SyncDaemons];
        _ownMarkings = new HashSet<string>(left.Markings, StringComparer.Ordinal);
    }

    /// <summary>Why nothing can be written at present; null when all is well or nothing was needed yet.</summary>
    public string? Degradation { get; private set; }

    /// <summary>What carries the services: <c>IPVS</c> or <c>nftables</c>.</summary>
    public string Plane { get; private set; } = IpvsPlane;

    /// <summary>
    /// When <see cref="Step"/> has something to do; null = never, unless somebody wants something new. A time in the
    /// past means at once.
    /// </summary>
    public TimeSpan? NextDue => CanAnswer ? TimeSpan.Zero
        : !NeedsTable ? null
        : !_isOpen ? _nextAttempt
        : HasCommands ? TimeSpan.Zero : _nextVerification;

    /// <summary>The table is as wanted, or nothing can be written at present.</summary>
    public bool IsSettled => !NeedsTable || (_isOpen ? !HasCommands : Degradation is not null);

    private bool NeedsTable => _wants.Count > 0 || _owned.Count > 0 || _first.Count > 0
        || _daemons.Length > 0 || _ownDaemons.Count > 0 || _timeoutsAreDirty || NeedsMarking;

    private bool HasCommands => (_daemonsAreDirty && NeedsTable) || _timeoutsAreDirty || _markingIsDirty
        || _first.Count > 0 || _pending.Count > 0 || _dirty.Count > 0;

    /// <summary>
    /// Without a table only those hear something who want nothing: the others' wants are kept, not applied.
    /// </summary>
    private bool CanAnswer => _unanswered.Count > 0 && (_isOpen ? !HasCommands : _unanswered.Any(o => !_wants.Has(o)));

    /// <summary>Replaces all that the owner wants. Answered by <see cref="IpvsReport.OwnerApplied"/>.</summary>
    public void SetWanted(string owner, ImmutableArray<VirtualService> services)
    {
        Want(owner, _isEnding ? [] : services);
        _unanswered.Add(owner);
    }

    /// <summary>The owner wants nothing any more.</summary>
    public void Release(string owner) => SetWanted(owner, []);

    /// <summary>
    /// Nobody wants anything from here on, whatever is still said: the services go at once, and not one after the
    /// other as their owners come to their ends.
    /// </summary>
    public void ReleaseAll()
    {
        _isEnding = true;
        foreach (string owner in _wants.Owners.ToArray())
        {
            Want(owner, []);
        }
    }

    /// <summary>
    /// Every owner has spoken once: what an earlier run left behind and nobody wants now is removed from here on.
    /// </summary>
    public void CompleteStart()
    {
        if (!_startIsComplete)
        {
            _startIsComplete = true;
            _daemonsAreDirty |= _ownDaemons.Count > 0;
            foreach (IpvsServiceKey key in _owned)
            {
                MarkDirty(key);
            }
        }
    }

    /// <summary>Clears the whole table, foreign services too: before anything else, and once only.</summary>
    public void Flush() => _first.Enqueue(new IpvsCommand.Flush());

    /// <summary>
    /// All steps until the table is as wanted or cannot be written, before anybody listens: what there is to report is
    /// held until the next <see cref="Step"/>. Owners speak for themselves later, and hear then.
    /// </summary>
    public void Prepare(Func<TimeSpan> now)
    {
        List<IpvsReport> reports = [];
        for (int step = 0; step < MaxFirstSteps && !IsSettled; step++)
        {
            Step(now(), reports);
        }

        _held.AddRange(reports.Where(report => report is not IpvsReport.OwnerApplied));
    }

    /// <summary>
    /// Opens, compares, or applies one chunk: whatever is due at monotonic time <paramref name="now"/>.
    /// </summary>
    public void Step(TimeSpan now, ICollection<IpvsReport> reports)
    {
        foreach (IpvsReport held in _held)
        {
            reports.Add(held);
        }

        _held.Clear();
        bool isDue = NeedsTable && (_isOpen ? HasCommands || now >= _nextVerification : now >= _nextAttempt);
        if (isDue && (_isOpen || Open(now, reports)))
        {
            Work(now, reports);
        }

        Answer(reports);
    }

    public IpvsSnapshot Snapshot() => new(Degradation, _wants.ToServices(), _present.ToServices())
    {
        Plane = Plane,
        SyncDaemons = [.. _present.SyncDaemons.Values],
    };

    /// <summary>The counters of our services; empty while nothing is open.</summary>
    public ImmutableArray<VirtualServiceStatistics> ReadStatistics() => !_isOpen || _owned.Count == 0 ? []
        : [.. _table.ReadStatistics().Where(service => _owned.Contains(service.Service))];

    public void Dispose() => _table.Dispose();

    private void Want(string owner, ImmutableArray<VirtualService> services)
    {
        foreach (IpvsServiceKey key in _wants.Set(owner, services))
        {
            MarkDirty(key);
        }

        _wantsChanged = true;
    }

    private void Work(TimeSpan now, ICollection<IpvsReport> reports)
    {
        bool isVerification = now >= _nextVerification;
        if (isVerification && !Verify(now, reports))
        {
            return;
        }

        Own();
        CompareMarking(isVerification, reports);
        CompareSyncDaemons();
        SaveRecord(reports);
        CompareTimeouts();
        FillChunk(reports);
        ApplyChunk(now, reports);
        SaveRecord(reports);
    }

    private void MarkDirty(IpvsServiceKey key)
    {
        if (_pendingKey == key)
        {
            // Commands of a difference that is out of date.
            _pending.Clear();
            _pendingKey = null;
        }

        if (_isDirty.Add(key))
        {
            _dirty.Enqueue(key);
        }
    }

    private void FillChunk(ICollection<IpvsReport> reports)
    {
        _chunk.Clear();
        while (_chunk.Count < _options.ChunkSize)
        {
            if (_first.TryDequeue(out IpvsCommand? command) || _pending.TryDequeue(out command))
            {
                _chunk.Add(command);
                if (command is IpvsCommand.Flush)
                {
                    // What follows depends on a table that is empty by then.
                    return;
                }
            }
            else if (_dirty.TryDequeue(out IpvsServiceKey key))
            {
                _isDirty.Remove(key);
                Compare(key, reports);
            }
            else
            {
                return;
            }
        }
    }

    private void Compare(IpvsServiceKey key, ICollection<IpvsReport> reports)
    {
        VirtualService? wanted = _wants.Find(key);
        _pendingKey = key;
        if (wanted is not null)
        {
            IpvsDiff.Append(_present, key, wanted, _pending);
        }
        else if (_owned.Contains(key) && !_present.Contains(key))
        {
            _recordIsStale |= _owned.Remove(key);
        }
        else if (_owned.Contains(key) && (_startIsComplete || _wants.WasWanted(key)))
        {
            _pending.Enqueue(new IpvsCommand.RemoveService(key));
            if (!_wants.WasWanted(key))
            {
                reports.Add(new IpvsReport.LeftoverRemoved(key));
            }
        }
    }

    private void Answer(ICollection<IpvsReport> reports)
    {
        if (!CanAnswer)
        {
            return;
        }

        string[] answered = [.. _unanswered.Where(owner => _isOpen || !_wants.Has(owner))];
        foreach (string owner in answered)
        {
            _unanswered.Remove(owner);
            reports.Add(new IpvsReport.OwnerApplied(owner));
        }
    }
}
