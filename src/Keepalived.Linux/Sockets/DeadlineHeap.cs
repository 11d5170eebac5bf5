namespace Keepalived.Linux.Sockets;

/// <summary>Something that waits for a monotonic time. All members are guarded by the loop's gate.</summary>
internal abstract class Deadline
{
    public const long Never = long.MaxValue;

    /// <summary>Nanoseconds of CLOCK_MONOTONIC when it is due; <see cref="Never"/> = not running.</summary>
    public long DueAt { get; set; } = Never;

    /// <summary>Nanoseconds after which the heap wakes its owner although it is not due yet.</summary>
    public long LookEvery { get; set; } = Never;

    /// <summary>Its place in the heap; never later than <see cref="DueAt"/>.</summary>
    public long Key { get; set; }

    /// <summary>Index in the heap's array, or -1.</summary>
    public int Index { get; set; } = -1;
}

/// <summary>
/// Binary min-heap of deadlines. Moving one later, or stopping it, only notes the new time: the heap learns of it when
/// the old place comes to the top. So a timer that each advertisement moves costs one store, not a walk.
/// </summary>
internal sealed class DeadlineHeap
{
    private Deadline[] _items = new Deadline[64];
    private int _count;

    /// <summary>When to wake up: the place on top, which may turn out to be stale; Never if empty.</summary>
    public long NextKey => _count == 0 ? Deadline.Never : _items[0].Key;

    /// <summary>Starts or moves it.</summary>
    /// <param name="item">Running or not.</param>
    /// <param name="dueAt">Nanoseconds of CLOCK_MONOTONIC.</param>
    /// <param name="now">The same; only who has a <see cref="Deadline.LookEvery"/> needs it.</param>
    public void Set(Deadline item, long dueAt, long now = 0)
    {
        item.DueAt = dueAt;
        long key = PlaceOf(item, now);
        if (item.Index < 0)
        {
            Push(item, key);
        }
        else if (key < item.Key)
        {
            item.Key = key;
            Rise(item.Index);
        }
    }

    public void Remove(Deadline item)
    {
        item.DueAt = Deadline.Never;
        if (item.Index < 0)
        {
            return;
        }

        int index = item.Index;
        Deadline last = TakeLast();
        item.Index = -1;
        if (!ReferenceEquals(last, item))
        {
            Place(last, index);
            Rise(index);
            Sink(last.Index);
        }
    }

    /// <summary>Takes one that is due; its DueAt stays readable. Stale places are put right on the way.</summary>
    /// <param name="now">Nanoseconds of CLOCK_MONOTONIC.</param>
    /// <param name="worstLateness">Raised to how late a wake-up came, stale places included.</param>
    public Deadline? TakeDue(long now, ref long worstLateness)
    {
        while (_count > 0 && _items[0].Key <= now)
        {
            Deadline top = _items[0];
            worstLateness = Math.Max(worstLateness, now - top.Key);
            if (top.DueAt == Deadline.Never || top.DueAt <= now)
            {
                long dueAt = top.DueAt;
                Remove(top);
                if (dueAt != Deadline.Never)
                {
                    top.DueAt = dueAt;
                    return top;
                }
            }
            else
            {
                top.Key = PlaceOf(top, now);
                Sink(0);
            }
        }

        return null;
    }

    private static long PlaceOf(Deadline item, long now) =>
        item.LookEvery != Deadline.Never && item.DueAt - now > item.LookEvery ? now + item.LookEvery : item.DueAt;

    private void Push(Deadline item, long key)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, _count * 2);
        }

        item.Key = key;
        Place(item, _count++);
        Rise(item.Index);
    }

    private Deadline TakeLast()
    {
        Deadline last = _items[--_count];
        _items[_count] = null!;
        return last;
    }

    private void Place(Deadline item, int index)
    {
        _items[index] = item;
        item.Index = index;
    }

    private void Rise(int index)
    {
        Deadline item = _items[index];
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (_items[parent].Key <= item.Key)
            {
                break;
            }

            Place(_items[parent], index);
            index = parent;
        }

        Place(item, index);
    }

    private void Sink(int index)
    {
        Deadline item = _items[index];
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && _items[child + 1].Key < _items[child].Key)
            {
                child++;
            }

            if (_items[child].Key >= item.Key)
            {
                break;
            }

            Place(_items[child], index);
            index = child;
        }

        Place(item, index);
    }
}
