using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;
using Keepalived.Wire;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Core.Tests.Vrrp;

/// <summary>Advertisements of a well-behaved sender, and the ways to spoil them.</summary>
internal static class Datagrams
{
    public static readonly IpAddress Sender = IpAddress.Parse("192.0.2.2");
    public static readonly IpAddress Receiver = IpAddress.Parse("192.0.2.1");
    public static readonly IpAddress Address = IpAddress.Parse("192.0.2.100");
    public static readonly IpAddress Second = IpAddress.Parse("192.0.2.101");

    public static VrrpSendParameters Multicast(int version = 2) => new()
    {
        VirtualRouterId = 51,
        Version = version,
        Source = Sender,
        Destinations = [VrrpCodec.MulticastGroupV4],
        Addresses = [Address, Second],
    };

    public static VrrpSendParameters Unicast(int version = 2) => Multicast(version) with { Destinations = [Receiver] };

    /// <summary>What the receiver of <paramref name="sent"/> is configured like.</summary>
    public static VrrpReceiveParameters Matching(VrrpSendParameters sent) => new()
    {
        VirtualRouterId = sent.VirtualRouterId,
        Version = sent.Version,
        AdvertisementInterval = sent.AdvertisementInterval,
        AuthenticationType = sent.AuthenticationType,
        Key = sent.Key,
        IsUnicast = !sent.Destinations[0].IsMulticast,
        MulticastGroup = VrrpCodec.MulticastGroupV4,
        Addresses = [.. sent.Addresses.AsSpan()],
    };

    public static byte[] Encode(VrrpSendParameters sent, byte priority = 100, uint sequence = 0)
    {
        var source = new VrrpAdvertSource(sent, new VrrpSequence(sequence));
        var buffer = new byte[VrrpCodec.MaxDatagramLength];
        return buffer[..source.WriteNext(0, priority, buffer, out _)];
    }

    /// <summary>Writes one octet of the VRRP part (offset from its first) and makes the checksum right again.</summary>
    public static byte[] Patch(byte[] datagram, int offset, byte value, bool repair = true)
    {
        byte[] patched = [.. datagram];
        Span<byte> part = patched.AsSpan(Ipv4Header.MinLength);
        part[offset] = value;
        if (repair)
        {
            part[6] = part[7] = 0;
            ushort sum = InternetChecksum.Finish(InternetChecksum.Sum(part));
            (part[6], part[7]) = ((byte)(sum >> 8), (byte)sum);
        }

        return patched;
    }

    public static byte[] WithTimeToLive(byte[] datagram, byte timeToLive)
    {
        byte[] patched = [.. datagram];
        patched[8] = timeToLive;
        return patched;
    }

    public static VrrpReceiveVerdict Check(
        byte[] datagram, VrrpReceiveParameters parameters, ref VrrpReceiveState state) =>
        VrrpReceiver.Check(datagram, new PacketBatch.Entry { Length = datagram.Length }, parameters, ref state);

    public static VrrpReceiveVerdict Check(byte[] datagram, VrrpReceiveParameters parameters)
    {
        var state = new VrrpReceiveState(new VrrpSequence());
        return Check(datagram, parameters, ref state);
    }
}
