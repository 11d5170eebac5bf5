using System.Runtime.InteropServices;
using static Keepalived.Wire.Netlink.NetlinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>
/// One message of a netlink datagram, read in place (struct nlmsghdr of linux/netlink.h). Fields are in host order.
/// </summary>
public readonly ref struct NetlinkMessage
{
    internal NetlinkMessage(ReadOnlySpan<byte> bytes)
    {
        //  |                     Length (with header)                      |
        //  |              Type             |             Flags             |
        //  |                       Sequence number                         |
        //  |                        Sender port ID                         |
        Type = MemoryMarshal.Read<ushort>(bytes[4..]);
        Flags = MemoryMarshal.Read<ushort>(bytes[6..]);
        Sequence = MemoryMarshal.Read<uint>(bytes[8..]);
        PortId = MemoryMarshal.Read<uint>(bytes[12..]);
        Payload = bytes[NLMSG_HDRLEN..];
    }

    /// <summary>NLMSG_*, RTM_* or the number of a generic netlink family.</summary>
    public ushort Type { get; }

    /// <summary>NLM_F_*.</summary>
    public ushort Flags { get; }

    /// <summary>That of the request this answers; 0 in notifications.</summary>
    public uint Sequence { get; }

    /// <summary>0 if the kernel sent it of its own accord.</summary>
    public uint PortId { get; }

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The end of a dump.</summary>
    public bool IsDone => Type == NLMSG_DONE;

    /// <summary>An acknowledgement or a refusal.</summary>
    public bool IsError => Type == NLMSG_ERROR;

    /// <summary>The kernel lost data.</summary>
    public bool IsOverrun => Type == NLMSG_OVERRUN;

    /// <summary>More messages of the same answer follow, up to NLMSG_DONE.</summary>
    public bool IsMultipart => (Flags & NLM_F_MULTI) != 0;

    /// <summary>The table changed while it was dumped: ask again.</summary>
    public bool IsDumpInterrupted => (Flags & NLM_F_DUMP_INTR) != 0;

    /// <summary>
    /// Reads the result in NLMSG_ERROR or NLMSG_DONE. False for other messages and for ones cut short.
    /// </summary>
    public bool TryReadResult(out NetlinkResult result)
    {
        result = default;
        if (IsDone)
        {
            // Old kernels end a dump without a word on success.
            int status = Payload.Length >= sizeof(int) ? MemoryMarshal.Read<int>(Payload) : 0;
            result = new NetlinkResult(ToErrno(status), 0, Sequence);
            return true;
        }

        if (!IsError || Payload.Length < sizeof(int) + NLMSG_HDRLEN)
        {
            return false;
        }

        var request = new NetlinkMessage(Payload[sizeof(int)..]);
        result = new NetlinkResult(ToErrno(MemoryMarshal.Read<int>(Payload)), request.Type, request.Sequence);
        return true;
    }

    /// <summary>
    /// The kernel's words on a refusal (NLMSGERR_ATTR_MSG; the socket must have set NETLINK_EXT_ACK), or the empty
    /// string.
    /// </summary>
    public string ReadErrorText()
    {
        if (!IsError || (Flags & NLM_F_ACK_TLVS) == 0 || Payload.Length < sizeof(int) + NLMSG_HDRLEN)
        {
            return string.Empty;
        }

        // Unless it was capped, the whole request stands before the attributes.
        uint requestLength = MemoryMarshal.Read<uint>(Payload[sizeof(int)..]);
        long skip = sizeof(int) + ((Flags & NLM_F_CAPPED) != 0 ? NLMSG_HDRLEN : ((long)requestLength + 3) & ~3L);
        if (skip > Payload.Length)
        {
            return string.Empty;
        }

        var attributes = new AttributeReader(Payload[(int)skip..]);
        while (attributes.MoveNext())
        {
            if (attributes.Type == NLMSGERR_ATTR_MSG)
            {
                return attributes.Text();
            }
        }

        return string.Empty;
    }

    // int.MinValue has no positive twin; no kernel sends it.
    private static int ToErrno(int status) => status >= 0 ? 0 : status == int.MinValue ? int.MaxValue : -status;
}

/// <summary>The kernel's answer to a request.</summary>
/// <param name="Errno">0 for done, else a positive errno of asm-generic/errno.h.</param>
/// <param name="RequestType">The type of the request; 0 at the end of a dump.</param>
/// <param name="RequestSequence">The sequence number of the request.</param>
public readonly record struct NetlinkResult(int Errno, ushort RequestType, uint RequestSequence)
{
    public bool IsSuccess => Errno == 0;
}
