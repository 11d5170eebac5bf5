using Keepalived.Core.Ports;

namespace Keepalived.Core.Lvs.Marking;

/// <summary>
/// The marking's table in nf_tables, always written as a whole: each packet meets the old one or the new one, never
/// none. Blocking; the gateway of virtual services owns it.
/// </summary>
public sealed class MarkingTable(INftables nft)
{
    private const int MaxAttempts = 3;

    private Dictionary<string, string> _listed = new(StringComparer.Ordinal);
    private uint? _generation;

    /// <summary>
    /// In one transaction: the earlier tables go, and this one is there. Null, or why nothing changed.
    /// </summary>
    /// <param name="earlier">Names of tables that may be there, of this marking or another.</param>
    /// <param name="marking">Null = none is wanted.</param>
    /// <param name="beforeNat">nftables carries the services, not IPVS.</param>
    public string? Write(IEnumerable<string> earlier, GroupMarking? marking, bool beforeNat)
    {
        IEnumerable<string> names = marking is null ? earlier : earlier.Append(marking.Table);
        string script = string.Concat(names.Distinct(StringComparer.Ordinal).Select(MarkingText.Removal))
            + (marking is null ? "" : MarkingText.Whole(marking, beforeNat));
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            uint? before = nft.ReadGeneration();
            NftablesResult result = nft.Run(script);
            if (!result.Succeeded)
            {
                return result.Summary;
            }

            if (Remember(marking) == before + 1)
            {
                break;
            }

            // Somebody else wrote at the same time: whose the table is that was listed is not known.
        }

        return null;
    }

    /// <summary>
    /// False: somebody else has changed it since it was written. Asks the kernel for one number; only if that is
    /// another one, and for a change of this table, the table is read.
    /// </summary>
    public bool IsAsWritten(GroupMarking marking)
    {
        uint? now = nft.ReadGeneration();
        if (now is null || now == _generation)
        {
            return true;
        }

        if (nft.HasChanged(marking.Table, now.Value) is not true and var known)
        {
            // What the kernel has not told yet, the next look will show.
            _generation = known is false ? now : _generation;
            return true;
        }

        nft.ForgetChanges();
        Dictionary<string, string> listed = List(marking);
        bool isSame = listed.All(table => _listed.GetValueOrDefault(table.Key) == table.Value);
        _generation = isSame && nft.ReadGeneration() == now ? now : null;
        return isSame;
    }

    /// <summary>The generation that was listed; null if it was none for certain.</summary>
    private uint? Remember(GroupMarking? marking)
    {
        uint? generation = nft.ReadGeneration();
        _listed = marking is null ? new(StringComparer.Ordinal) : List(marking);
        _generation = nft.ReadGeneration() == generation ? generation : null;
        return _generation;
    }

    private Dictionary<string, string> List(GroupMarking marking) => MarkingText.Families(marking).ToDictionary(
        family => family,
        family => nft.ListTable($"{family} {marking.Table}"),
        StringComparer.Ordinal);
}
