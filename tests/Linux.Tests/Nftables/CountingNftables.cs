using Keepalived.Core.Ports;

namespace Linux.Tests.Nftables;

/// <summary>The real one; counts how often the rule set is listed.</summary>
internal sealed class CountingNftables(INftables nft) : INftables
{
    public int Looks { get; private set; }

    public string? TryOpen() => nft.TryOpen();

    public NftablesResult Run(string script) => nft.Run(script);

    public NftablesResult RunForJson(string script)
    {
        Looks++;
        return nft.RunForJson(script);
    }

    public string ListStructure(string table)
    {
        Looks++;
        return nft.ListStructure(table);
    }

    public string ListTable(string table)
    {
        Looks++;
        return nft.ListTable(table);
    }

    public uint? ReadGeneration() => nft.ReadGeneration();

    public bool? HasChanged(string table, uint generation) => nft.HasChanged(table, generation);

    public void ForgetChanges() => nft.ForgetChanges();

    public void Dispose() => nft.Dispose();
}
