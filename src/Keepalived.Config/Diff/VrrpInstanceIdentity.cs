using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Model;

namespace Keepalived.Config.Diff;

/// <summary>
/// What makes an instance the same one after a reload: not its name, but the virtual router it is on the wire. A change
/// of any of these is a new instance (the old one resigns); anything else is changed in place.
/// </summary>
public sealed record VrrpInstanceIdentity(
    byte VirtualRouterId,
    AddressFamily Family,
    string Interface,
    bool IsUnicast,
    IPAddress? UnicastSource,
    IPAddress? MulticastDestination,
    VmacConfig? VirtualInterface,
    bool HasAddressVmacs)
{
    public static VrrpInstanceIdentity Of(VrrpInstanceConfig c)
    {
        bool unicast = c.IsUnicast;
        return new VrrpInstanceIdentity(
            c.VirtualRouterId,
            c.Family,
            c.Interface,
            unicast,
            unicast ? c.SourceAddress : null,
            unicast ? null : c.MulticastDestination,
            c.Vmac is null ? null : Made(c.Vmac),
            c.UseVmacForAddresses);
    }

    /// <summary>Of a virtual interface what it is made with; the rest can be changed while it is in use.</summary>
    private static VmacConfig Made(VmacConfig vmac) => vmac with
    {
        HasOwnName = false,
        MacEndsWithVrid = false,
        NetlinkNotify = false,
        TransmitFromBase = false,
    };
}
