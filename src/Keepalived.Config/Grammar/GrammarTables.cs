using System.Collections.Immutable;

namespace Keepalived.Config.Grammar;

/// <summary>All keyword tables, for help, reference page and completeness tests.</summary>
public static class GrammarTables
{
    private static readonly Lazy<ImmutableArray<KeywordInfo>> Rows = new(() => [.. Blocks().SelectMany(b => b.Rows)]);

    /// <summary>Every keyword of every block, old dialect included.</summary>
    public static ImmutableArray<KeywordInfo> All => Rows.Value;

    internal static bool IsTopLevelBlock(string name) =>
        TopLevelGrammar.Table.Find(name)?.Info.Shape is KeywordShape.Block;

    private static IEnumerable<IBlockGrammar> Blocks() => 
    [
        TopLevelGrammar.Table, GlobalGrammar.Table, .. VrrpInstanceGrammar.Tables, .. VrrpObjectsGrammar.Tables,
        BfdGrammar.Table, SslGrammar.Table, VirtualServerGrammar.Table, RealServerGrammar.Table,
            .. CheckerGrammar.Tables,
    ];
}
