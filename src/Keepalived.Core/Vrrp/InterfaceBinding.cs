using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Vrrp;

/// <summary>What an instance finds of its interface at one moment.</summary>
/// <param name="InterfaceIndex">0 = no interface (missing, or unicast without one).</param>
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
        | VrrpFaults.NoSourceAddress;

    public static InterfaceBinding Missing { get; } = new(0, "", 1500, default, VrrpFaults.InterfaceMissing);

    public static InterfaceBinding Of(VrrpInstanceConfig config, LinkTable links)
    {
        IpAddress configured = config.SourceAddress is null ? default : IpAddress.From(config.SourceAddress);
        if (config.Interface.Length == 0)
        {
            return new InterfaceBinding(0, "", 1500, configured, VrrpFaults.None);
        }

        if (links.Find(config.Interface) is not { } link)
        {
            return Missing;
        }

        VrrpFaults faults = VrrpFaults.None;
        if (!link.IsUp && !config.DontTrackPrimary)
        {
            faults |= VrrpFaults.InterfaceDown;
        }

        (IpAddress source, VrrpFaults lack) = FindSource(config, links, link.Index, VirtualAddresses(config));
        faults |= lack;

        if (config.ConfigurationFault)
        {
            faults |= VrrpFaults.Configuration;
        }

        return new InterfaceBinding(link.Index, link.HardwareAddress, link.Mtu, source, faults);
    }

    /// <summary>
    /// True if addresses came or went and this finding is still right; cheap, because each instance asks for each
    /// address of every other one. Of links it knows nothing new.
    /// </summary>
    /// <param name="virtualAddresses">The <see cref="VirtualAddresses"/> of this configuration.</param>
    public bool SurvivesAddresses(
        VrrpInstanceConfig config, LinkTable links, IReadOnlySet<IpAddress> virtualAddresses) =>
        InterfaceIndex != 0
        && FindSource(config, links, InterfaceIndex, virtualAddresses)
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
