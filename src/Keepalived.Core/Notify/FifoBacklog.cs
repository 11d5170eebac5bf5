namespace Keepalived.Core.Notify;

/// <summary>
/// What waits for room in one FIFO. Bounded: when full, the oldest line goes, so that a reader that comes back learns
/// the newest states. Between attempts it waits longer and longer, since only a reader can make room.
/// </summary>
public sealed class FifoBacklog
{
    /// <summary>Lines that wait at most; the pipe itself holds some thousand more.</summary>
    public const int Capacity = 1024;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    private readonly Queue<byte[]> _lines = [];
    private TimeSpan _pause = s_firstPause;

    public int Waiting => _lines.Count;

    /// <summary>Lines that nobody will ever read.</summary>
    public long Lost { get; private set; }

    /// <summary>When to try again although nothing new came; null: nothing waits.</summary>
    public TimeSpan? NextAttempt { get; private set; }

    /// <summary>False if an older line had to go for it.</summary>
    public bool Add(byte[] line)
    {
        bool isFull = _lines.Count == Capacity;
        if (isFull)
        {
            _lines.Dequeue();
            Lost++;
        }

        _lines.Enqueue(line);
        return !isFull;
    }

    /// <summary>Writes what there is room for, in order. Returns false if lines still wait.</summary>
    /// <param name="write">True if the whole line was taken.</param>
    /// <param name="now">Monotonic.</param>
    public bool Drain(Func<byte[], bool> write, TimeSpan now)
    {
        while (_lines.TryPeek(out byte[]? line))
        {
            if (!write(line))
            {
                NextAttempt = now + _pause;
                _pause = _pause * 2 < s_longestPause ? _pause * 2 : s_longestPause;
                return false;
            }

            _lines.Dequeue();
            _pause = s_firstPause;
        }

        NextAttempt = null;
        return true;
    }

    /// <summary>There is no FIFO any more.</summary>
    public void Clear()
    {
        Lost += _lines.Count;
        _lines.Clear();
        NextAttempt = null;
    }
}
