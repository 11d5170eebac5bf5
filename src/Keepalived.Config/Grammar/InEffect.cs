using System.Collections.Frozen;

namespace Keepalived.Config.Grammar;

/// <summary>
/// Keywords that are parsed and checked but do nothing yet. Each is told once ("not in effect yet"), so that nobody
/// relies on it in silence; who builds one takes it off this list. The aim is an empty list.
/// </summary>
internal static class InEffect
{
    private static readonly FrozenSet<string> Missing = FrozenSet.ToFrozenSet(NotBuilt(), StringComparer.Ordinal);

    public static bool IsMissing(string block, string name) =>
        Missing.Contains(block.Length == 0 ? name : $"{block}/{name}") || Missing.Contains($"{block}/*");

    public static int Count => Missing.Count;

    private static IEnumerable<string> NotBuilt() => [];
}
