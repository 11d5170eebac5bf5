namespace Keepalived.Wire.Netlink;

/// <summary>
/// What the kernel tells of nf_tables when something goes: a table, or a chain, rule, set or element of it
/// (linux/netfilter/nf_tables.h: NFT_MSG_DEL*). The generation that it ends up in follows in a message of its own.
/// </summary>
/// <param name="Family">NFPROTO_IPV4 = 2, NFPROTO_IPV6 = 10 and others (linux/netfilter.h).</param>
/// <param name="Table">Its name.</param>
public readonly record struct NftablesRemoval(byte Family, string Table)
{
    // NFNL_SUBSYS_NFTABLES (linux/netfilter/nfnetlink.h) in the high octet of the type.
    private const int Subsystem = 10 << 8;
    private const int NFT_MSG_DELTABLE = 2;
    private const int NFT_MSG_DELCHAIN = 5;
    private const int NFT_MSG_DELRULE = 8;
    private const int NFT_MSG_DELSET = 11;
    private const int NFT_MSG_DELSETELEM = 14;

    // NFTA_TABLE_NAME, NFTA_CHAIN_TABLE, NFTA_RULE_TABLE, NFTA_SET_TABLE and NFTA_SET_ELEM_LIST_TABLE are one number.
    private const int NameOfTable = 1;
    private const int FamilyHeaderLength = 4;

    /// <summary>False for any other message, and for one without the name of a table.</summary>
    public static bool TryDecode(in NetlinkMessage message, out NftablesRemoval removal)
    {
        removal = default;
        bool isRemoval = (message.Type ^ Subsystem)
            is NFT_MSG_DELTABLE or NFT_MSG_DELCHAIN or NFT_MSG_DELRULE or NFT_MSG_DELSET or NFT_MSG_DELSETELEM;
        if (!isRemoval || message.Payload.Length < FamilyHeaderLength)
        {
            return false;
        }

        var attributes = new AttributeReader(message.Payload[FamilyHeaderLength..]);
        while (attributes.MoveNext())
        {
            if (attributes.Type == NameOfTable)
            {
                removal = new NftablesRemoval(message.Payload[0], attributes.Text());
                return true;
            }
        }

        return false;
    }
}
