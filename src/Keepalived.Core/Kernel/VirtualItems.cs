using System.Collections.Immutable;
using Keepalived.Config.Model;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Kernel;

/// <summary>From the address lines of a configuration to items for the kernel.</summary>
public static class VirtualItems
{
    // linux/if_addr.h IFA_F_NODAD: an address that moves must serve at once, and its last holder may still have it.
    private const uint NoDuplicateDetection = 2;

    /// <summary>
    /// Items for these lines; a line whose interface is not there now is left out and named in <paramref
    /// name="missing"/>.
    /// </summary>
    public static ImmutableArray<AddressItem> Addresses(
        IEnumerable<VirtualAddressConfig> lines,
        string defaultInterface,
        LinkTable links,
        List<string>? missing = null)
    {
        ImmutableArray<AddressItem>.Builder items = ImmutableArray.CreateBuilder<AddressItem>();
        foreach (VirtualAddressConfig line in lines)
        {
            string device = line.Interface.Length > 0 ? line.Interface : defaultInterface;
            NetworkLink? link = links.Find(device);
            if (link is null)
            {
                missing?.Add($"{line} dev {device}");
                continue;
            }

            items.Add(new AddressItem(Address(line, link.Index)));
        }

        return items.ToImmutable();
    }

    public static InterfaceAddress Address(VirtualAddressConfig line, int interfaceIndex) => new()
    {
        InterfaceIndex = interfaceIndex,
        Address = IpAddress.From(line.Address),
        PrefixLength = (byte)line.PrefixLength,
        Broadcast = Broadcast(line),
        Peer = line.Peer is null ? default : IpAddress.From(line.Peer),
        PeerPrefixLength = (byte)line.PeerPrefixLength,
        Scope = line.Scope,
        Label = line.Label.Length == 0 ? null : line.Label,
        Flags = FlagsOf(line),
        PreferredLifetime = line.PreferredLifetime ?? uint.MaxValue,
        NoTrack = line.NoTrack,
    };

    /// <summary>The word <c>-nodad</c> takes away what every IPv6 address has by default.</summary>
    private static uint FlagsOf(VirtualAddressConfig line)
    {
        bool detects = !line.IsIPv6 || line.Flags.HasFlag(VirtualAddressFlags.NoDad);
        return (uint)(line.Flags & ~VirtualAddressFlags.NoDad) | (detects ? 0 : NoDuplicateDetection);
    }

    private static IpAddress Broadcast(VirtualAddressConfig line)
    {
        switch (line.BroadcastKind)
        {
            case BroadcastKind.Explicit:
                return line.Broadcast is null ? default : IpAddress.From(line.Broadcast);
            case BroadcastKind.AllOnes or BroadcastKind.AllZeroes when !line.IsIPv6:
                Span<byte> bytes = stackalloc byte[4];
                IpAddress.From(line.Address).TryWriteBytes(bytes);
                uint value = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
                uint mask = line.PrefixLength == 0 ? 0 : uint.MaxValue << (32 - line.PrefixLength);
                value = line.BroadcastKind == BroadcastKind.AllOnes ? value | ~mask : value & mask;
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
                return IpAddress.FromBytes(bytes);
            default:
                return default;
        }
    }
}
