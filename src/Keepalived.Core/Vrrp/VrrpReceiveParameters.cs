using System.Collections.Immutable;
using System.Net.Sockets;
using Keepalived.Wire;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Core.Vrrp;

/// <summary>What received advertisements are checked against. Immutable; a reload gives a new one.</summary>
public sealed record VrrpReceiveParameters
{
    private readonly byte[] _addressBytes = [];

    /// <summary>1..255.</summary>
    public required byte VirtualRouterId { get; init; }

    /// <summary>2 or 3.</summary>
    public int Version { get; init; } = 2;

    public AddressFamily Family { get; init; } = AddressFamily.InterNetwork;

    /// <summary>Own interval.</summary>
    public TimeSpan AdvertisementInterval { get; init; } = TimeSpan.FromSeconds(1);

    public VrrpAuthenticationType AuthenticationType { get; init; }

    /// <summary>Password or key, at most 8 octets, not padded.</summary>
    public ValueList<byte> Key { get; init; }

    /// <summary><c>auth_hmac</c>, or null.</summary>
    public VrrpHmacParameters? Hmac { get; init; }

    /// <summary>Adverts come from peers, not to a group.</summary>
    public bool IsUnicast { get; init; }

    /// <summary>The group of a multicast instance; also what an old unicast checksum names.</summary>
    public IpAddress MulticastGroup { get; init; }

    /// <summary>Only from peers, each within its range of TTL.</summary>
    public bool CheckUnicastSource { get; init; }

    public ImmutableArray<VrrpPeer> Peers { get; init; } = [];

    /// <summary>An address owner that does not listen (<c>owner_ignore_adverts</c>); false for anybody else.</summary>
    public bool OwnerIgnoresAdvertisements { get; init; }

    /// <summary>The addresses are only checked when the sender changes (<c>skip_check_adv_addr</c>).</summary>
    public bool SkipAddressCheck { get; init; }

    /// <summary>Version 3 without pseudo header: then a received checksum is not checked at all.</summary>
    public bool Version3ChecksumAsVersion2 { get; init; }

    /// <summary>Whether the checksum of old versions is understood in unicast.</summary>
    public VrrpOldChecksum OldUnicastChecksum { get; init; }

    /// <summary>Our addresses, in the order in which we advertise them.</summary>
    public ImmutableArray<IpAddress> Addresses
    {
        get;
        init
        {
            field = value;
            _addressBytes = new byte[value.Sum(address => address.Length)];
            int offset = 0;
            foreach (IpAddress address in value)
            {
                address.TryWriteBytes(_addressBytes.AsSpan(offset));
                offset += address.Length;
            }
        }
    } = [];

    /// <summary>The list as it stands in a packet of somebody who is configured like us.</summary>
    internal ReadOnlySpan<byte> AddressBytes => _addressBytes;
}

/// <summary>A unicast peer and the TTL that its packets may have.</summary>
public readonly record struct VrrpPeer(IpAddress Address, byte MinimumTtl = 0, byte MaximumTtl = 255);

/// <summary><c>old_unicast_checksum</c>.</summary>
public enum VrrpOldChecksum : byte
{
    /// <summary>Taken over from a peer that turns out to use it.</summary>
    Automatic,
    Always,
    Never,
}
