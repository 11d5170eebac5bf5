using System.Net.Sockets;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Wire.Tests.Vrrp;

/// <summary>One flaw each in a packet that is else good; the decoder must name it.</summary>
public sealed class VrrpMalformedTests
{
    private const int Ip = Ipv4Header.MinLength;

    public static TheoryData<string, string, string, DecodeErrorKind, int> Flaws => new()
    {
        { "nothing at all", GoldenPackets.Version3, "cut 0", DecodeErrorKind.Truncated, 0 },
        { "half an IP header", GoldenPackets.Version3, "cut 19", DecodeErrorKind.Truncated, 0 },
        { "IP header only", GoldenPackets.Version3, "cut 20", DecodeErrorKind.Truncated, 0 },
        { "cut before the VRID", GoldenPackets.Version3, "cut 21", DecodeErrorKind.Truncated, 0 },
        { "cut after the VRID", GoldenPackets.Version3, "cut 22", DecodeErrorKind.Truncated, 62 },
        { "half a VRRP header", GoldenPackets.Version3, "cut 27", DecodeErrorKind.Truncated, 62 },
        { "no address though one is counted", GoldenPackets.Version3, "cut 28", DecodeErrorKind.VrrpLength, 62 },
        { "IP version 6", GoldenPackets.Version3, "0=65", DecodeErrorKind.IpVersion, 0 },
        { "IP header of 4 words", GoldenPackets.Version3, "0=44", DecodeErrorKind.IpHeaderLength, 0 },
        { "IP header beyond the datagram", GoldenPackets.Version3, "0=4f", DecodeErrorKind.Truncated, 0 },
        { "UDP", GoldenPackets.Version3, "9=11", DecodeErrorKind.Protocol, 0 },
        { "total length too small", GoldenPackets.Version3, "3=1f", DecodeErrorKind.IpTotalLength, 62 },
        { "total length too large", GoldenPackets.Version3, "3=21", DecodeErrorKind.IpTotalLength, 62 },
        { "VRRP version 1", GoldenPackets.Version3, "20=11", DecodeErrorKind.VrrpVersion, 62 },
        { "VRRP version 4", GoldenPackets.Version3, "20=41", DecodeErrorKind.VrrpVersion, 62 },
        { "type 2", GoldenPackets.Version3, "20=32", DecodeErrorKind.VrrpType, 62 },
        { "type 0", GoldenPackets.Version2, "20=20", DecodeErrorKind.VrrpType, 61 },
        { "count beyond the packet", GoldenPackets.Version2, "23=02", DecodeErrorKind.VrrpLength, 61 },
        { "count of 255", GoldenPackets.Version3, "23=ff", DecodeErrorKind.VrrpLength, 62 },
        { "count short of the packet", GoldenPackets.Version2Ah, "47=00", DecodeErrorKind.VrrpLength, 51 },
        { "octet after the packet", GoldenPackets.Version2Ah, "add 1", DecodeErrorKind.VrrpLength, 51 },
        { "checksum of version 2", GoldenPackets.Version2, "26=00", DecodeErrorKind.Checksum, 61 },
        { "checksum of version 3", GoldenPackets.Version3, "27=00", DecodeErrorKind.Checksum, 62 },
        { "priority changed on the way", GoldenPackets.Version3, "22=ff", DecodeErrorKind.Checksum, 62 },
        { "authentication header cut", GoldenPackets.Version2Ah, "cut 43", DecodeErrorKind.Truncated, 0 },
        { "nothing after the authentication header", GoldenPackets.Version2Ah, "cut 44", DecodeErrorKind.Truncated, 0 },
        { "authentication header of another length", GoldenPackets.Version2Ah, "21=05",
            DecodeErrorKind.AuthenticationHeader, 0 },
        { "authentication header before UDP", GoldenPackets.Version2Ah, "20=11", DecodeErrorKind.Protocol, 0 },
    };

    [Theory]
    [MemberData(nameof(Flaws))]
    public void A_flawed_packet_gives_the_named_error(
        string name, string hex, string flaw, DecodeErrorKind expected, int id)
    {
        byte[] packet = Damage(GoldenPackets.Bytes(hex), flaw);

        Assert.False(
            VrrpCodec.TryDecode(packet, AddressFamily.InterNetwork, default, out _, out DecodeError error), name);
        Assert.Equal((expected, id), (error.Kind, error.VirtualRouterId));
    }

    [Fact]
    public void Padding_to_the_smallest_ethernet_frame_is_no_flaw()
    {
        byte[] padded = new byte[46];
        GoldenPackets.Bytes(GoldenPackets.Version3).CopyTo(padded, 0);

        Assert.True(VrrpCodec.TryDecode(padded, AddressFamily.InterNetwork, default, out _, out _));
        Assert.False(VrrpCodec.TryDecode(new byte[47], AddressFamily.InterNetwork, default, out _, out _));
    }

    [Fact]
    public void An_unknown_family_is_refused()
    {
        Assert.False(VrrpCodec.TryDecode(new byte[40], AddressFamily.Unix, default, out _, out DecodeError error));
        Assert.Equal(DecodeErrorKind.UnknownFamily, error.Kind);
    }

    [Fact]
    public void A_short_ipv6_payload_is_refused()
    {
        Assert.False(
            VrrpCodec.TryDecode([0x31, 9], AddressFamily.InterNetworkV6, default, out _, out DecodeError error));
        Assert.Equal((DecodeErrorKind.Truncated, 9), (error.Kind, error.VirtualRouterId));
    }

    [Theory]
    [InlineData(0, 0x02)]
    [InlineData(2, 0x01)]
    [InlineData(3, 0x80)]
    public void A_trailer_of_another_type_or_with_reserved_bits_is_refused(int offset, byte value)
    {
        byte[] trailer = new byte[28];
        new VrrpHmacTrailer(1, 2, 3, 4).Encode(trailer);
        trailer[offset] = value;

        Assert.False(VrrpHmacTrailer.TryDecode(trailer, out _, out DecodeError error));
        Assert.Equal(DecodeErrorKind.HmacTrailer, error.Kind);
    }

    [Fact]
    public void Questions_about_what_was_cut_off_are_answered_with_nothing()
    {
        byte[] cut = Damage(GoldenPackets.Bytes(GoldenPackets.Version2Password), $"cut {Ip + 8}");
        Assert.True(VrrpPacketView.TryRead(cut, AddressFamily.InterNetwork, default, out VrrpPacketView packet, out _));

        Assert.False(packet.IsComplete);
        Assert.False(packet.LengthIsValid);
        Assert.False(packet.ChecksumIsValid(VrrpChecksumMode.Standard));
        Assert.True(packet.AuthenticationData.IsEmpty);
        Assert.True(packet.GetAddress(0).IsNone);
        Assert.False(packet.Contains(IpAddress.None));
        Assert.False(VrrpAuthentication.PasswordIsValid(packet, default));
        Assert.False(VrrpAuthentication.DigestIsValid(packet, default));
    }

    internal static byte[] Damage(byte[] packet, string flaw)
    {
        string[] words = flaw.Split(' ', '=');
        switch (words[0])
        {
            case "cut":
                return packet[..int.Parse(words[1])];
            case "add":
                return [.. packet, .. new byte[int.Parse(words[1])]];
            default:
                packet[int.Parse(words[0])] = Convert.ToByte(words[1], 16);
                return packet;
        }
    }
}
