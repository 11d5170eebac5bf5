using System.Collections.Immutable;
using Keepalived.Config.Model;

namespace Keepalived.Config.Diff;

/// <summary>Compares two lists of objects by key.</summary>
public static class ObjectDiff
{
    private const int None = -1;

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
        // The old ones of each key as a chain: the first one that is left, and for each the next one.
        Dictionary<TKey, int> first = new(before.Length);
        int[] next = new int[before.Length];
        for (int i = before.Length - 1; i >= 0; i--)
        {
            TKey key = keyOf(before[i]);
            next[i] = first.GetValueOrDefault(key, None);
            first[key] = i;
        }

        bool[] isTaken = new bool[before.Length];
        int[] origins = new int[after.Length];
        List<(T? Before, T After)> pairs = new(after.Length);
        for (int i = 0; i < after.Length; i++)
        {
            TKey key = keyOf(after[i]);
            int origin = first.GetValueOrDefault(key, None);
            origins[i] = origin;
            if (origin != None)
            {
                first[key] = next[origin];
                isTaken[origin] = true;
            }

            pairs.Add((origin == None ? null : before[origin], after[i]));
        }

        List<T> gone = [];
        for (int i = 0; i < before.Length; i++)
        {
            if (!isTaken[i])
            {
                gone.Add(before[i]);
            }
        }

        return new ObjectMatch<T>(pairs, gone, origins);
    }
}
