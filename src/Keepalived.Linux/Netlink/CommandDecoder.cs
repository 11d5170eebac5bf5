using Keepalived.Core.Kernel;
using Keepalived.Wire.Netlink;
using static Keepalived.Wire.Netlink.RtnetlinkConstants;

namespace Keepalived.Linux.Netlink;

/// <summary>Reads back what <see cref="CommandEncoder"/> wrote.</summary>
internal static class CommandDecoder
{
    /// <summary>The item that the request adds; null for anything else.</summary>
    public static KernelItem? TryDecode(ReadOnlySpan<byte> request)
    {
        var reader = new NetlinkMessageReader(request);
        if (!reader.TryRead(out NetlinkMessage message, out _))
        {
            return null;
        }

        switch (message.Type)
        {
            case RTM_NEWADDR when AddressMessage.TryDecode(message.Payload, out AddressMessage address, out _):
                return new AddressItem(KernelMessages.ToInterfaceAddress(address));
            case RTM_NEWROUTE when RouteMessage.TryDecode(message.Payload, out RouteMessage route, out _):
                return new RouteItem(route);
            case RTM_NEWRULE when RuleMessage.TryDecode(message.Payload, out RuleMessage rule, out _):
                return new RuleItem(rule);
            case RTM_NEWLINK when LinkMessage.TryDecode(message.Payload, out LinkMessage link, out _):
                return new LinkItem(LinkRequest.ByName(link.Name) with
                {
                    Kind = link.Kind,
                    HardwareAddress = link.HardwareAddress.IsNone ? null : link.HardwareAddress,
                });
            default:
                return null;
        }
    }
}
