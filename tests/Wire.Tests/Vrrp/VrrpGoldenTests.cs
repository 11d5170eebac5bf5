using System.Net.Sockets;
using System.Text;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Wire.Tests.Vrrp;

public sealed class VrrpGoldenTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("k@l");
    private static readonly byte[] Password = Encoding.ASCII.GetBytes("secret12");

    [Theory]
    [InlineData(GoldenPackets.Version2, 61, 150, 1)]
    [InlineData(GoldenPackets.Version2Password, 60, 150, 1)]
    [InlineData(GoldenPackets.Version2Ah, 51, 150, 1)]
    [InlineData(GoldenPackets.Version2AhSecond, 51, 150, 2)]
    [InlineData(GoldenPackets.Version3, 62, 150, 1)]
    [InlineData(GoldenPackets.Version2Resignation, 61, 0, 5)]
    [InlineData(GoldenPackets.Version2PasswordResignation, 60, 0, 5)]
    [InlineData(GoldenPackets.Version2AhResignation, 51, 0, 5)]
    [InlineData(GoldenPackets.Version3Resignation, 62, 0, 5)]
    public void A_captured_ipv4_advert_decodes_and_encodes_to_the_same_bytes(
        string hex, byte id, byte priority, ushort number)
    {
        byte[] captured = GoldenPackets.Bytes(hex);
        Assert.True(
            VrrpPacketView.TryRead(captured, AddressFamily.InterNetwork, default, out VrrpPacketView packet, out _));
        Assert.True(
            VrrpCodec.TryDecode(captured, AddressFamily.InterNetwork, default, out VrrpAdvertisement advert, out _));
        Assert.True(Ipv4Header.TryDecode(captured, out Ipv4Header ip, out _));

        byte[] again = Encode(packet, new VrrpSendFields(
            advert.Priority, advert.IntervalCentiseconds, ip.Identification,
            packet.AuthenticationHeader.SequenceNumber));

        Assert.Equal(hex, Convert.ToHexStringLower(again));
        Assert.Equal((id, priority, number), (advert.VirtualRouterId, advert.Priority, ip.Identification));
        Assert.Equal(100, advert.IntervalCentiseconds);
        Assert.Equal("192.168.200.5", advert.Source.ToString());
        Assert.Equal(VrrpCodec.MulticastGroupV4, advert.Destination);
        Assert.Equal(255, advert.TimeToLive);
    }

    [Theory]
    [InlineData(GoldenPackets.Version2Signed, AddressFamily.InterNetwork, 0x6b078d2e)]
    [InlineData(GoldenPackets.Version3Signed, AddressFamily.InterNetwork, 0x6b078d34)]
    [InlineData(GoldenPackets.Version3Ipv6Signed, AddressFamily.InterNetworkV6, 0x6b078d48)]
    public void A_captured_signature_is_valid_and_signing_makes_the_same(
        string hex, AddressFamily family, uint seconds)
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        byte[] captured = GoldenPackets.Bytes(hex);
        ReceivedFrom from = default;
        if (family == AddressFamily.InterNetworkV6)
        {
            Assert.True(Ipv6Header.TryDecode(captured, out Ipv6Header ip, out _));
            from = new ReceivedFrom(ip.Source, ip.Destination, ip.HopLimit);
            captured = captured[Ipv6Header.Length..];
        }

        Assert.True(VrrpPacketView.TryRead(captured, family, from, out VrrpPacketView packet, out _));
        Assert.True(VrrpHmacTrailer.TryDecode(packet.HmacTrailer, out VrrpHmacTrailer trailer, out _));
        Assert.Equal(((byte)7, seconds), (trailer.KeyId, trailer.Seconds));
        Assert.True(VrrpHmac.DigestIsValid(packet, key));

        byte[] again = new byte[VrrpHmacTrailer.Length];
        Assert.Equal(again.Length, VrrpHmac.Sign(packet.Source, packet.Part, trailer, key, again));
        Assert.Equal(packet.HmacTrailer.ToArray(), again);
        key[31] ^= 1;
        Assert.False(VrrpHmac.DigestIsValid(packet, key));
    }

    [Theory]
    [InlineData(GoldenPackets.Version3Ipv6, 150)]
    [InlineData(GoldenPackets.Version3Ipv6Resignation, 0)]
    public void A_captured_ipv6_advert_decodes_and_encodes_to_the_same_bytes(string hex, byte priority)
    {
        byte[] captured = GoldenPackets.Bytes(hex);
        Assert.True(Ipv6Header.TryDecode(captured, out Ipv6Header ip, out _));
        var from = new ReceivedFrom(ip.Source, ip.Destination, ip.HopLimit);
        ReadOnlySpan<byte> payload = captured.AsSpan(Ipv6Header.Length);
        Assert.True(
            VrrpPacketView.TryRead(payload, AddressFamily.InterNetworkV6, from, out VrrpPacketView packet, out _));
        Assert.True(
            VrrpCodec.TryDecode(payload, AddressFamily.InterNetworkV6, from, out VrrpAdvertisement advert, out _));

        byte[] again = new byte[captured.Length];
        int header = ip.Encode(again);
        Encode(packet, new VrrpSendFields(advert.Priority, advert.IntervalCentiseconds, 0, 0)).CopyTo(again, header);

        Assert.Equal(hex, Convert.ToHexStringLower(again));
        Assert.Equal((63, priority, 2), (advert.VirtualRouterId, advert.Priority, advert.AddressCount));
        Assert.Equal("fe80::63", packet.GetAddress(0).ToString());
        Assert.Equal("2001:db8::63", packet.GetAddress(1).ToString());
        Assert.Equal(0xC0, ip.TrafficClass);
        Assert.Equal(VrrpCodec.MulticastGroupV6, ip.Destination);
    }

    [Theory]
    [InlineData(GoldenPackets.Version2Ah, 1u)]
    [InlineData(GoldenPackets.Version2AhSecond, 2u)]
    [InlineData(GoldenPackets.Version2AhResignation, 5u)]
    public void The_digest_of_a_captured_advert_verifies_with_its_key_alone(string hex, uint sequence)
    {
        byte[] captured = GoldenPackets.Bytes(hex);
        Assert.True(
            VrrpPacketView.TryRead(captured, AddressFamily.InterNetwork, default, out VrrpPacketView packet, out _));

        Assert.True(packet.HasAuthenticationHeader);
        Assert.Equal(sequence, packet.AuthenticationHeader.SequenceNumber);
        Assert.True(VrrpAuthentication.IndexIsValid(packet));
        Assert.True(VrrpAuthentication.DigestIsValid(packet, Key));
        Assert.False(VrrpAuthentication.DigestIsValid(packet, Encoding.ASCII.GetBytes("k@l!ve1")));
    }

    [Fact]
    public void What_a_router_may_change_on_the_way_does_not_break_the_digest()
    {
        byte[] changed = GoldenPackets.Bytes(GoldenPackets.Version2Ah);
        changed[1] = 0x10;
        changed[6] = 0x40;
        changed[10] ^= 0xFF;
        Assert.True(
            VrrpPacketView.TryRead(changed, AddressFamily.InterNetwork, default, out VrrpPacketView packet, out _));

        Assert.True(VrrpAuthentication.DigestIsValid(packet, Key));
    }

    [Fact]
    public void Each_other_octet_changed_breaks_the_digest()
    {
        int[] mutable = [1, 6, 7, 10, 11];
        byte[] captured = GoldenPackets.Bytes(GoldenPackets.Version2Ah);
        for (int i = 0; i < captured.Length; i++)
        {
            if (mutable.Contains(i))
            {
                continue;
            }

            byte[] changed = [.. captured];
            changed[i] ^= 0x01;
            bool isRead = VrrpPacketView.TryRead(
                changed, AddressFamily.InterNetwork, default, out VrrpPacketView packet, out _);
            Assert.False(isRead && VrrpAuthentication.DigestIsValid(packet, Key), $"octet {i}");
        }
    }

    [Fact]
    public void The_password_is_compared_with_its_padding()
    {
        byte[] captured = GoldenPackets.Bytes(GoldenPackets.Version2Password);
        Assert.True(
            VrrpPacketView.TryRead(captured, AddressFamily.InterNetwork, default, out VrrpPacketView packet, out _));
        captured = GoldenPackets.Bytes(GoldenPackets.Version2);
        Assert.True(
            VrrpPacketView.TryRead(captured, AddressFamily.InterNetwork, default, out VrrpPacketView open, out _));

        Assert.True(VrrpAuthentication.PasswordIsValid(packet, Password));
        Assert.False(VrrpAuthentication.PasswordIsValid(packet, Password.AsSpan(0, 7)));
        Assert.False(VrrpAuthentication.PasswordIsValid(packet, default));
        Assert.True(VrrpAuthentication.PasswordIsValid(open, default));
    }

    private static byte[] Encode(in VrrpPacketView packet, in VrrpSendFields fields)
    {
        var addresses = new List<IpAddress>();
        for (int i = 0; i < packet.AddressCount; i++)
        {
            addresses.Add(packet.GetAddress(i));
        }

        VrrpAuthenticationType type = packet.ToAdvertisement().AuthenticationType;
        var encoder = new VrrpEncoder(new VrrpDatagramFormat
        {
            Version = packet.Version,
            VirtualRouterId = packet.VirtualRouterId,
            Source = packet.Source,
            Destination = packet.Destination,
            Addresses = ValueList.From(addresses),
            AuthenticationType = type,
            Key = type == VrrpAuthenticationType.Password ? [.. Password]
                : type == VrrpAuthenticationType.AuthenticationHeader ? [.. Key] : [],
        });
        byte[] datagram = new byte[encoder.Length];
        Assert.Equal(datagram.Length, encoder.Encode(fields, datagram));
        return datagram;
    }
}
