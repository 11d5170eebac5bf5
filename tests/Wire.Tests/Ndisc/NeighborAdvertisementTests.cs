using Keepalived.Wire.Ethernet;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Ndisc;
using Keepalived.Wire.Tests.Vrrp;

namespace Keepalived.Wire.Tests.Ndisc;

public sealed class NeighborAdvertisementTests
{
    private static readonly NeighborAdvertisement Announcement =
        new(MacAddress.Parse("02:00:00:00:00:05"), IpAddress.Parse("fe80::63"), IsRouter: false);

    [Fact]
    public void The_captured_packet_decodes_and_encodes_to_the_same_bytes()
    {
        byte[] captured = GoldenPackets.Bytes(GoldenPackets.NeighborAdvertisement);
        Assert.True(NeighborAdvertisement.TryDecodePacket(captured, out NeighborAdvertisement advert, out _));
        byte[] again = new byte[NeighborAdvertisement.PacketLength];

        Assert.Equal(72, advert.EncodePacket(again));
        Assert.Equal(captured, again);
        Assert.Equal(Announcement, advert);
    }

    [Fact]
    public void The_frame_goes_to_all_nodes()
    {
        byte[] frame = new byte[NeighborAdvertisement.FrameLength];
        NeighborAdvertisement router = Announcement with { IsRouter = true };

        Assert.Equal(86, router.Encode(frame));
        Assert.Equal("33330000000102000000000586dd", Convert.ToHexStringLower(frame[..14]));
        Assert.True(NeighborAdvertisement.TryDecode(frame, out NeighborAdvertisement read, out _));
        Assert.Equal(router, read);
    }

    [Theory]
    [InlineData("cut 39", DecodeErrorKind.Truncated)]
    [InlineData("cut 71", DecodeErrorKind.Truncated)]
    [InlineData("0=45", DecodeErrorKind.IpVersion)]
    [InlineData("5=21", DecodeErrorKind.Truncated)]
    [InlineData("6=11", DecodeErrorKind.Protocol)]
    [InlineData("7=fe", DecodeErrorKind.InvalidField)]
    [InlineData("43=00", DecodeErrorKind.Checksum)]
    [InlineData("71=06", DecodeErrorKind.Checksum)]
    public void A_flawed_packet_gives_the_named_error(string flaw, DecodeErrorKind expected)
    {
        byte[] packet = VrrpMalformedTests.Damage(GoldenPackets.Bytes(GoldenPackets.NeighborAdvertisement), flaw);

        Assert.False(NeighborAdvertisement.TryDecodePacket(packet, out _, out DecodeError error));
        Assert.Equal(expected, error.Kind);
    }

    [Fact]
    public void What_cannot_be_announced_is_refused_with_length_zero()
    {
        Assert.Equal(0, Announcement.Encode(new byte[85]));
        Assert.Equal(0, (Announcement with { Address = IpAddress.AnyV4 }).Encode(new byte[86]));
    }
}
