using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Vrrp;

/// <summary>What an instance finds of its interface at one moment.</summary>
/// <param name="InterfaceIndex">
/// The instance's own interface, which may be a virtual one; 0 = no interface (missing, or unicast without one).
/// </param>
/// <param name="HardwareAddress">12 hexadecimal digits or empty.</param>
/// <param name="Source">The address adverts are sent from; default = none.</param>
/// <param name="Faults">The reasons for Fault that lie in interface and source address.</param>
public sealed record InterfaceBinding(
    int InterfaceIndex,
    string HardwareAddress,
    int Mtu,
    IpAddress Source,
    VrrpFaults Faults)
{
    /// <summary>The faults that this judgement covers: others are nobody's business here.</summary>
    public const VrrpFaults Covered = VrrpFaults.InterfaceMissing | VrrpFaults.InterfaceDown
        | VrrpFaults.NoSourceAddress | VrrpFaults.Configuration | VrrpFaults.NoUnicastPeers;

    public static InterfaceBinding Missing { get; } = new(0, "", 1500, default, VrrpFaults.InterfaceMissing);

    /// <summary>The interface that adverts are sent and received on; 0 = none.</summary>
    public int SocketIndex { get; init; }

    public string SocketInterface { get; init; } = "";

    /// <summary>The interface whose address is the source of adverts; 0 = none.</summary>
    private int SourceIndex { get; init; }

    public static InterfaceBinding Of(VrrpInstanceConfig config, LinkTable links)
    {
        if (config.Interface.Length == 0)
        {
            return WithoutInterface(config, links);
        }

        if (links.Find(config.Interface) is not { } lower
            || links.Find(config.Vmac?.InterfaceName ?? config.Interface) is not { } own)
        {
            return Missing;
        }

        bool sendsFromBase = config.Vmac is null or { TransmitFromBase: true };
        NetworkLink sender = sendsFromBase ? lower : own;
        int sourceIndex = SourceOf(config, lower, own);
        (IpAddress source, VrrpFaults faults) = FindSource(config, links, sourceIndex, VirtualAddresses(config));
        faults |= LackOfPeers(config);
        if (!config.DontTrackPrimary && !(own.IsUp && lower.IsUp))
        {
            faults |= VrrpFaults.InterfaceDown;
        }

        if (!CarriersAreUp(config, links))
        {
            faults |= VrrpFaults.InterfaceDown;
        }

        if (config.ConfigurationFault || (config.Vmac is { Kind: VirtualInterfaceKind.Macvlan } && !lower.IsEthernet))
        {
            faults |= VrrpFaults.Configuration;
        }

        return new InterfaceBinding(own.Index, own.HardwareAddress, own.Mtu, source, faults)
        {
            SocketIndex = sender.Index,
            SocketInterface = sender.Name,
            SourceIndex = sourceIndex,
        };
    }

    /// <summary>
    /// True if addresses came or went and this finding is still right; cheap, because each instance asks for each
    /// address of every other one. Of links it knows nothing new.
    /// </summary>
    /// <param name="virtualAddresses">The <see cref="VirtualAddresses"/> of this configuration.</param>
    public bool SurvivesAddresses(
        VrrpInstanceConfig config, LinkTable links, IReadOnlySet<IpAddress> virtualAddresses) =>
        InterfaceIndex != 0
        && FindSource(config, links, SourceIndex, virtualAddresses)
            == (Source, Faults & VrrpFaults.NoSourceAddress);

    /// <summary>What must not be taken for the source of adverts.</summary>
    public static IReadOnlySet<IpAddress> VirtualAddresses(VrrpInstanceConfig config)
    {
        HashSet<IpAddress> addresses = [];

        // An address owner's virtual addresses are its own: they may be the source.
        if (config.IsOwner)
        {
            return addresses;
        }

        foreach (VirtualAddressConfig line in config.VirtualAddresses)
        {
            addresses.Add(IpAddress.From(line.Address));
        }

        foreach (VirtualAddressConfig line in config.ExcludedAddresses)
        {
            addresses.Add(IpAddress.From(line.Address));
        }

        return addresses;
    }

    /// <summary><c>unicast_fault_no_peer</c>: who has nobody to talk to is no router.</summary>
    private static VrrpFaults LackOfPeers(VrrpInstanceConfig config) =>
        config is { UnicastFaultNoPeer: true, UnicastPeers.IsEmpty: true }
            ? VrrpFaults.NoUnicastPeers
            : VrrpFaults.None;
    /// <summary>Unicast from an address, or inside a VRF, whatever interface a packet takes.</summary>
    private static InterfaceBinding WithoutInterface(VrrpInstanceConfig config, LinkTable links)
    {
        IpAddress configured = config.SourceAddress is null ? default : IpAddress.From(config.SourceAddress);
        if (config.Vrf.Length == 0)
        {
            return new InterfaceBinding(0, "", 1500, configured, LackOfPeers(config));
        }

        return links.Find(config.Vrf) is not { } vrf
            ? Missing
            : new InterfaceBinding(vrf.Index, "", vrf.Mtu, configured, vrf.IsUp ? 0 : VrrpFaults.InterfaceDown)
            {
                SocketIndex = vrf.Index,
                SocketInterface = vrf.Name,
            };
    }

    /// <summary>
    /// A macvlan has no IPv4 address of its own and sends with the base's; over IPv6 it has one, and an ipvlan always.
    /// </summary>
    private static int SourceOf(VrrpInstanceConfig config, NetworkLink lower, NetworkLink own) => config.Vmac switch
    {
        null or { TransmitFromBase: true } => lower.Index,
        { Kind: VirtualInterfaceKind.Macvlan } when config.Family == AddressFamily.InterNetwork => lower.Index,
        _ => own.Index,
    };

    private static bool CarriersAreUp(VrrpInstanceConfig config, LinkTable links)
    {
        foreach (VirtualAddressConfig line in config.VirtualAddresses.Concat(config.ExcludedAddresses))
        {
            if (line.Carrier.Length > 0 && line.Carrier != config.Vmac?.InterfaceName
                && links.Find(line.Carrier) is not { IsUp: true })
            {
                return false;
            }
        }

        return true;
    }

    private static (IpAddress Source, VrrpFaults Lack) FindSource(
        VrrpInstanceConfig config, LinkTable links, int index, IReadOnlySet<IpAddress> virtualAddresses)
    {
        IpAddress source = config.SourceAddress is null
            ? links.PrimaryAddress(index, config.Family, virtualAddresses)
            : IpAddress.From(config.SourceAddress);
        bool isLacking = source == default || (config.TrackSourceAddress && !links.HasAddress(index, source));
        return (source, isLacking ? VrrpFaults.NoSourceAddress : VrrpFaults.None);
    }
}
