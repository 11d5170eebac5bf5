namespace Keepalived.Config.Diff;

/// <summary>Two lists of objects, matched.</summary>
/// <param name="Pairs">Every new object in its order, and the old one it goes on from; null: it is added.</param>
/// <param name="Gone">The old objects that none goes on from, in their order.</param>
/// <param name="Origins">For every new object the index of the old one, or -1.</param>
public sealed record ObjectMatch<T>(
    IReadOnlyList<(T? Before, T After)> Pairs, IReadOnlyList<T> Gone, IReadOnlyList<int> Origins)
    where T : class;
