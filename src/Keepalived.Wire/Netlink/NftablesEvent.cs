namespace Keepalived.Wire.Netlink;

/// <summary>
/// What the kernel tells of changes in nf_tables: which table each is in. All kinds of objects carry the name of their
/// table in the first attribute (linux/netfilter/nf_tables.h: NFTA_TABLE_NAME, NFTA_RULE_TABLE, NFTA_SET_TABLE, ...).
/// </summary>
public static class NftablesEvent
{
    // NFNL_SUBSYS_NFTABLES (linux/netfilter/nfnetlink.h) in the high octet of the type.
    private const int Subsystem = 10;
    private const int NFT_MSG_NEWGEN = 15;
    private const int NFTA_TABLE = 1;
    private const int FamilyHeaderLength = 4;

    /// <summary>False for a message of something else, and for the one that ends a transaction.</summary>
    /// <param name="message">Any message of the group NFNLGRP_NFTABLES.</param>
    /// <param name="table">Empty if the message names none.</param>
    public static bool TryReadTable(in NetlinkMessage message, out string table)
    {
        table = "";
        if (message.Type >> 8 != Subsystem || (message.Type & 0xff) == NFT_MSG_NEWGEN)
        {
            return false;
        }

        if (message.Payload.Length >= FamilyHeaderLength)
        {
            var attributes = new AttributeReader(message.Payload[FamilyHeaderLength..]);
            while (table.Length == 0 && attributes.MoveNext())
            {
                table = attributes.Type == NFTA_TABLE ? attributes.Text() : "";
            }
        }

        return true;
    }
}
