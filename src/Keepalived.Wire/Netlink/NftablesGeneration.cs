namespace Keepalived.Wire.Netlink;

/// <summary>
/// The question for the generation of the nf_tables rule set, and its answer (linux/netfilter/nf_tables.h:
/// NFT_MSG_GETGEN, NFT_MSG_NEWGEN).
/// </summary>
public static class NftablesGeneration
{
    // NFNL_SUBSYS_NFTABLES (linux/netfilter/nfnetlink.h) in the high octet of the type.
    private const int Subsystem = 10 << 8;
    private const int NFT_MSG_NEWGEN = 15;
    private const int NFT_MSG_GETGEN = 16;
    private const int NFTA_GEN_ID = 1;
    private const int FamilyHeaderLength = 4;

    /// <summary>Writes the request; returns its length, 0 if the destination is too small.</summary>
    public static int EncodeRequest(Span<byte> destination, uint sequence)
    {
        var writer = new NetlinkWriter(destination);
        writer.BeginMessage(new NetlinkRequest(Subsystem | NFT_MSG_GETGEN, 0, sequence));
        // struct nfgenmsg: family, version and resource, all 0.
        writer.UInt32(0);
        writer.EndMessage();
        return writer.Result;
    }

    /// <summary>False for any other message, and for one without a generation.</summary>
    public static bool TryDecode(in NetlinkMessage message, out uint generation)
    {
        generation = 0;
        if (message.Type != (Subsystem | NFT_MSG_NEWGEN) || message.Payload.Length < FamilyHeaderLength)
        {
            return false;
        }

        var attributes = new AttributeReader(message.Payload[FamilyHeaderLength..]);
        while (attributes.MoveNext())
        {
            if (attributes.Type == NFTA_GEN_ID)
            {
                generation = attributes.UInt32BigEndian();
                return !attributes.Error.IsError;
            }
        }

        return false;
    }
}
