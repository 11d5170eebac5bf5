using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Model;

namespace Keepalived.Core.Vrrp;

/// <summary>What makes an instance the same across a reload (vrrp-behaviour, section 18): what the network sees, not its name.</summary>
public sealed record InstanceIdentity(
    byte VirtualRouterId,
    AddressFamily Family,
    string Interface,
    int Version,
    bool IsUnicast,
    IPAddress? Source,
    VmacConfig? Vmac,
    IPAddress? MulticastDestination,
    bool UsesAuthenticationHeader)
{
    public static InstanceIdentity Of(VrrpInstanceConfig config) => new(
        config.VirtualRouterId,
        config.Family,
        config.Interface,
        config.Version,
        config.IsUnicast,
        config.IsUnicast ? config.SourceAddress : null,
        config.Vmac,
        config.IsUnicast ? null : config.MulticastDestination,
        config.AuthenticationType == AuthenticationType.Ah);
}
