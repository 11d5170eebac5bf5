using System.Collections.Immutable;

namespace Keepalived.Core.Tracking;

/// <summary>
/// Counts the processes of each pattern. It remembers only those that match something, so a machine that starts
/// processes by the thousand makes nothing here grow.
/// </summary>
public sealed class ProcessCensus(ImmutableArray<ProcessPattern> patterns)
{
    private readonly Dictionary<int, ImmutableArray<int>> _matches = [];
    private readonly int[] _counts = new int[patterns.Length];
    private bool _changed = true;

    /// <summary>True if some process is counted by its command line, so that this has to be read.</summary>
    public bool NeedsCommand { get; } = patterns.Any(static pattern => pattern.FullCommand);

    /// <summary>The process exists and is called this, maybe anew (exec, prctl).</summary>
    public void Seen(int pid, string name, ImmutableArray<string> command)
    {
        ImmutableArray<int>.Builder? matching = null;
        for (int i = 0; i < patterns.Length; i++)
        {
            if (patterns[i].Matches(name, command))
            {
                (matching ??= ImmutableArray.CreateBuilder<int>()).Add(i);
            }
        }

        Set(pid, matching?.ToImmutable() ?? []);
    }

    /// <summary>A child is what its parent is, until it says otherwise.</summary>
    public void Forked(int parent, int child)
    {
        if (_matches.TryGetValue(parent, out ImmutableArray<int> matching))
        {
            Set(child, matching);
        }
    }

    public void Ended(int pid) => Set(pid, []);

    /// <summary>After a look at all processes: whoever was not seen has ended meanwhile.</summary>
    public void EndAllBut(IReadOnlySet<int> seen)
    {
        foreach (int pid in _matches.Keys.Where(pid => !seen.Contains(pid)).ToArray())
        {
            Ended(pid);
        }
    }

    /// <summary>The counts by pattern, if one changed since the last time; else the default.</summary>
    public ImmutableArray<int> TakeChanges()
    {
        if (!_changed)
        {
            return default;
        }

        _changed = false;
        return [.. _counts];
    }

    private void Set(int pid, ImmutableArray<int> matching)
    {
        if (_matches.Remove(pid, out ImmutableArray<int> before))
        {
            Count(before, -1);
        }

        if (!matching.IsEmpty)
        {
            _matches[pid] = matching;
            Count(matching, 1);
        }
    }

    private void Count(ImmutableArray<int> matching, int by)
    {
        foreach (int pattern in matching)
        {
            _counts[pattern] += by;
            _changed = true;
        }
    }
}
