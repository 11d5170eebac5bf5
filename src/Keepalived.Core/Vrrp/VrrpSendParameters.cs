using System.Collections.Immutable;
using Keepalived.Wire;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Core.Vrrp;

/// <summary>What our own advertisements look like and where they go.</summary>
public sealed record VrrpSendParameters
{
    /// <summary>1..255.</summary>
    public required byte VirtualRouterId { get; init; }

    /// <summary>2 or 3.</summary>
    public int Version { get; init; } = 2;

    /// <summary>Configured source or the interface's primary address.</summary>
    public required IpAddress Source { get; init; }

    /// <summary>The group, or each peer.</summary>
    public required ValueList<IpAddress> Destinations { get; init; }

    public ValueList<IpAddress> Addresses { get; init; }

    public TimeSpan AdvertisementInterval { get; init; } = TimeSpan.FromSeconds(1);

    public VrrpAuthenticationType AuthenticationType { get; init; }

    public ValueList<byte> Key { get; init; }

    /// <summary><c>auth_hmac</c>, or null.</summary>
    public VrrpHmacParameters? Hmac { get; init; }

    public VrrpChecksumMode ChecksumMode { get; init; }

    /// <summary>The group that an old unicast checksum names; None: the protocol's.</summary>
    public IpAddress MulticastGroup { get; init; }

    /// <summary>255, or <c>unicast_ttl</c>.</summary>
    public byte TimeToLive { get; init; } = VrrpCodec.RequiredTimeToLive;

    internal int IntervalCentiseconds => (int)(AdvertisementInterval.Ticks / (10 * TimeSpan.TicksPerMillisecond));

    internal ImmutableArray<VrrpEncoder> CreateEncoders()
    {
        ImmutableArray<VrrpEncoder>.Builder encoders = ImmutableArray.CreateBuilder<VrrpEncoder>(Destinations.Count);
        foreach (IpAddress destination in Destinations)
        {
            encoders.Add(new VrrpEncoder(new VrrpDatagramFormat
            {
                Version = (byte)Version,
                VirtualRouterId = VirtualRouterId,
                Source = Source,
                Destination = destination,
                Addresses = Addresses,
                AuthenticationType = AuthenticationType,
                Key = Key,
                ChecksumMode = ChecksumMode,
                ChecksumGroup = MulticastGroup,
                TimeToLive = TimeToLive,
                HasHmacTrailer = Hmac is { Signs: true },
            }));
        }

        return encoders.MoveToImmutable();
    }
}
