using System.Collections.Immutable;
using Keepalived.Config.Model;

namespace Keepalived.Config.Diff;

/// <summary>Compares two lists of objects by key.</summary>
public static class ObjectDiff
{
    /// <summary>
    /// Removed objects first, in their old order, then added and changed ones in their new order. Where a key occurs
    /// several times the first ones are matched with each other, then the second ones, and so on.
    /// </summary>
    public static EquatableArray<Change<T>> Of<T, TKey>(EquatableArray<T> before, EquatableArray<T> after,
        Func<T, TKey> keyOf)
        where T : notnull
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

        ImmutableArray<Change<T>>.Builder kept = ImmutableArray.CreateBuilder<Change<T>>();
        foreach (T item in after)
        {
            if (!old.TryGetValue(keyOf(item), out Queue<T>? same) || !same.TryDequeue(out T? match))
            {
                kept.Add(new Change<T>.Added(item));
            }
            else if (!EqualityComparer<T>.Default.Equals(match, item))
            {
                kept.Add(new Change<T>.Changed(match, item));
            }
        }

        // What nobody took is gone.
        ImmutableArray<Change<T>>.Builder changes = ImmutableArray.CreateBuilder<Change<T>>();
        foreach (T item in before)
        {
            Queue<T> left = old[keyOf(item)];
            if (left.Count > 0 && ReferenceEquals(left.Peek(), item))
            {
                changes.Add(new Change<T>.Removed(left.Dequeue()));
            }
        }

        changes.AddRange(kept);
        return changes.ToImmutable();
    }
}
