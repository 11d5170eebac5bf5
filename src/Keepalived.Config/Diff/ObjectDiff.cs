using System.Collections.Immutable;
using Keepalived.Config.Model;

namespace Keepalived.Config.Diff;

/// <summary>Compares two lists of objects by key.</summary>
public static class ObjectDiff
{
    /// <summary>
    /// Removed objects first, in their old order, then added and changed ones in their new order.
    /// </summary>
    public static EquatableArray<Change<T>> Of<T, TKey>(EquatableArray<T> before, EquatableArray<T> after,
        Func<T, TKey> keyOf)
        where T : class
        where TKey : notnull
    {
        ObjectMatch<T> match = Match(before, after, keyOf);
        ImmutableArray<Change<T>>.Builder changes = ImmutableArray.CreateBuilder<Change<T>>();
        foreach (T item in match.Gone)
        {
            changes.Add(new Change<T>.Removed(item));
        }

        foreach ((T? old, T now) in match.Pairs)
        {
            if (old is null)
            {
                changes.Add(new Change<T>.Added(now));
            }
            else if (!EqualityComparer<T>.Default.Equals(old, now))
            {
                changes.Add(new Change<T>.Changed(old, now));
            }
        }

        return changes.ToImmutable();
    }

    /// <summary>
    /// Which old object each new one goes on from. Where a key occurs several times the first ones are matched with
    /// each other, then the second ones, and so on.
    /// </summary>
    public static ObjectMatch<T> Match<T, TKey>(EquatableArray<T> before, EquatableArray<T> after, Func<T, TKey> keyOf)
        where T : class
        where TKey : notnull
    {
        Dictionary<TKey, Queue<T>> old = [];
        foreach (T item in before)
        {
            TKey key = keyOf(item);
            if (!old.TryGetValue(key, out Queue<T>? same))
            {
                old.Add(key, same = new Queue<T>());
            }

            same.Enqueue(item);
        }

        List<(T? Before, T After)> pairs = [];
        foreach (T item in after)
        {
            T? match = null;
            if (old.TryGetValue(keyOf(item), out Queue<T>? same))
            {
                same.TryDequeue(out match);
            }

            pairs.Add((match, item));
        }

        // What nobody took is gone.
        List<T> gone = [];
        foreach (T item in before)
        {
            Queue<T> left = old[keyOf(item)];
            if (left.Count > 0 && ReferenceEquals(left.Peek(), item))
            {
                gone.Add(left.Dequeue());
            }
        }

        return new ObjectMatch<T>(pairs, gone);
    }
}
