using Keepalived.Core.Kernel;
using Keepalived.Wire.Netlink;
using static Keepalived.Wire.Netlink.NetlinkConstants;
using static Keepalived.Wire.Netlink.RtnetlinkConstants;

namespace Keepalived.Linux.Netlink;

/// <summary>Kernel commands as rtnetlink requests that ask for an acknowledgement.</summary>
internal static class CommandEncoder
{
    private const int Create = NLM_F_CREATE | NLM_F_EXCL;

    /// <summary>Bytes written; 0 if there is no room or the command is not one of rtnetlink's.</summary>
    public static int Encode(KernelCommand command, Span<byte> buffer, uint sequence) => command switch
    {
        AddAddress add => KernelMessages.ToMessage(add.Address, keyOnly: false)
            .Encode(buffer, NetlinkRequest.Acknowledged(RTM_NEWADDR, sequence, Create)),
        RemoveAddress remove => KernelMessages.ToMessage(remove.Address, keyOnly: true)
            .Encode(buffer, NetlinkRequest.Acknowledged(RTM_DELADDR, sequence)),
        _ => 0,
    };
}
