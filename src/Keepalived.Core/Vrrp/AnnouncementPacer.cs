namespace Keepalived.Core.Vrrp;

/// <summary>
/// Announcements that wait for their turn, in one queue for each lane (<see cref="AnnouncementLimits.Of"/>). Bounded:
/// when a lane is full its oldest goes, for it will be said again by a refresh or does not matter any more.
/// </summary>
/// <typeparam name="T">The announcement.</typeparam>
public sealed class AnnouncementPacer<T>
{
    /// <summary>What waits in one lane at most.</summary>
    public const int Capacity = 8192;

    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Announcements that had to go.</summary>
    public long Dropped { get; private set; }

    public int Waiting => _lanes.Values.Sum(lane => lane.Items.Count);

    /// <summary>When <see cref="TryTake"/> will have something; null: never.</summary>
    public TimeSpan? NextDue { get; private set; }

    /// <summary>Puts it last in its lane.</summary>
    /// <param name="lane">With its gap, which counts from now on.</param>
    /// <param name="owner">Whoever may <see cref="Cancel"/> it.</param>
    /// <param name="item">What <see cref="TryTake"/> will give back.</param>
    /// <param name="now">Monotonic.</param>
    public void Add((string Name, TimeSpan Gap) lane, object owner, T item, TimeSpan now)
    {
        if (!_lanes.TryGetValue(lane.Name, out Lane? queue))
        {
            _lanes.Add(lane.Name, queue = new Lane { FreeAt = now });
        }

        queue.Gap = lane.Gap;
        if (queue.Items.Count == Capacity)
        {
            queue.Items.RemoveFirst();
            Dropped++;
        }

        queue.Items.AddLast((owner, item));
        FindNext();
    }

    /// <summary>Takes one whose time has come; its lane is closed for a gap from now.</summary>
    public bool TryTake(TimeSpan now, out T item)
    {
        foreach (Lane lane in _lanes.Values)
        {
            if (lane.FreeAt <= now && lane.Items.First is { } first)
            {
                lane.Items.RemoveFirst();
                lane.FreeAt = now + lane.Gap;
                item = first.Value.Item;
                FindNext();
                return true;
            }
        }

        item = default!;
        return false;
    }

    /// <summary>Nothing of this owner is announced any more: it has no right to the addresses.</summary>
    public void Cancel(object owner)
    {
        foreach (Lane lane in _lanes.Values)
        {
            LinkedListNode<(object Owner, T Item)>? node = lane.Items.First;
            while (node is not null)
            {
                LinkedListNode<(object Owner, T Item)>? next = node.Next;
                if (node.Value.Owner.Equals(owner))
                {
                    lane.Items.Remove(node);
                }

                node = next;
            }
        }

        FindNext();
    }

    private void FindNext()
    {
        NextDue = null;
        foreach (Lane lane in _lanes.Values)
        {
            if (lane.Items.Count > 0 && (NextDue is null || lane.FreeAt < NextDue))
            {
                NextDue = lane.FreeAt;
            }
        }
    }

    private sealed class Lane
    {
        public LinkedList<(object Owner, T Item)> Items { get; } = [];

        public TimeSpan Gap { get; set; }

        public TimeSpan FreeAt { get; set; }
    }
}
