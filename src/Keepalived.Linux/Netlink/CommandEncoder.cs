using Keepalived.Config.Model;
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
        AddRoute add => add.Route.Encode(
            buffer, NetlinkRequest.Acknowledged(RTM_NEWROUTE, sequence, HowToAdd(add))),
        RemoveRoute remove => remove.Route.Encode(buffer, NetlinkRequest.Acknowledged(RTM_DELROUTE, sequence)),
        AddRule add => add.Rule.Encode(buffer, NetlinkRequest.Acknowledged(RTM_NEWRULE, sequence, Create)),
        RemoveRule remove => remove.Rule.Encode(buffer, NetlinkRequest.Acknowledged(RTM_DELRULE, sequence)),
        CreateLink create => create.Link.Encode(buffer, NetlinkRequest.Acknowledged(RTM_NEWLINK, sequence, Create)),
        DeleteLink delete => ToKey(delete.Link).Encode(buffer, NetlinkRequest.Acknowledged(RTM_DELLINK, sequence)),
        ChangeLink change => change.Link.Encode(buffer, NetlinkRequest.Acknowledged(RTM_NEWLINK, sequence)),
        _ => 0,
    };

    /// <summary>As <c>ip route add, append, prepend</c>.</summary>
    private static int HowToAdd(AddRoute add) => ((RouteItem)add.Item).Insertion switch
    {
        _ when add.IsExclusive => Create,
        RouteInsertion.Add => Create,
        RouteInsertion.Append => NLM_F_CREATE | NLM_F_APPEND,
        _ => NLM_F_CREATE,
    };

    private static LinkRequest ToKey(LinkRequest link) =>
        link.Index > 0 ? LinkRequest.ByIndex(link.Index) : LinkRequest.ByName(link.Name ?? "");
}
