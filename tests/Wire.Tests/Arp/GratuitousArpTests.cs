using Keepalived.Wire.Arp;
using Keepalived.Wire.Ethernet;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Tests.Vrrp;

namespace Keepalived.Wire.Tests.Arp;

public sealed class GratuitousArpTests
{
    private static readonly GratuitousArp Announcement =
        new(MacAddress.Parse("b2:7a:40:fb:54:ad"), IpAddress.Parse("192.168.200.30"));

    private static byte[] Frame()
    {
        byte[] frame = new byte[GratuitousArp.FrameLength];
        Assert.Equal(42, Announcement.Encode(frame));
        return frame;
    }

    [Fact]
    public void The_captured_packet_decodes_and_encodes_to_the_same_bytes()
    {
        byte[] captured = GoldenPackets.Bytes(GoldenPackets.GratuitousArp);
        Assert.True(GratuitousArp.TryDecodePacket(captured, out GratuitousArp arp, out _));
        byte[] again = new byte[GratuitousArp.PacketLength];

        Assert.Equal(28, arp.EncodePacket(again));
        Assert.Equal(captured, again);
        Assert.Equal(Announcement, arp);
    }

    [Fact]
    public void The_frame_is_broadcast_from_the_announced_hardware_address()
    {
        byte[] frame = Frame();

        Assert.Equal("ffffffffffffb27a40fb54ad0806" + GoldenPackets.GratuitousArp, Convert.ToHexStringLower(frame));
        Assert.True(GratuitousArp.TryDecode([.. frame, .. new byte[18]], out GratuitousArp arp, out _));
        Assert.Equal(Announcement, arp);
    }

    [Theory]
    [InlineData("cut 13", DecodeErrorKind.Truncated)]
    [InlineData("cut 41", DecodeErrorKind.Truncated)]
    [InlineData("13=00", DecodeErrorKind.Protocol)]
    [InlineData("15=06", DecodeErrorKind.InvalidField)]
    [InlineData("16=86", DecodeErrorKind.InvalidField)]
    [InlineData("18=08", DecodeErrorKind.InvalidField)]
    [InlineData("19=10", DecodeErrorKind.InvalidField)]
    [InlineData("21=02", DecodeErrorKind.InvalidField)]
    [InlineData("41=1f", DecodeErrorKind.InvalidField)]
    public void A_flawed_frame_gives_the_named_error(string flaw, DecodeErrorKind expected)
    {
        byte[] frame = VrrpMalformedTests.Damage(Frame(), flaw);

        Assert.False(GratuitousArp.TryDecode(frame, out _, out DecodeError error));
        Assert.Equal(expected, error.Kind);
    }

    [Fact]
    public void What_cannot_be_announced_is_refused_with_length_zero()
    {
        Assert.Equal(0, Announcement.Encode(new byte[41]));
        Assert.Equal(0, (Announcement with { Address = IpAddress.AnyV6 }).Encode(new byte[42]));
    }

    [Theory]
    [InlineData("0:1:2:a:b:ff", "00:01:02:0a:0b:ff")]
    [InlineData("00-00-5E-00-01-33", "00:00:5e:00:01:33")]
    public void Hardware_addresses_are_read_in_either_notation(string text, string expected) =>
        Assert.Equal(expected, MacAddress.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("00:11:22:33:44")]
    [InlineData("00:11:22:33:44:55:66")]
    [InlineData("00:11:22:33:44:5g")]
    [InlineData("00:11:22:33:44:555")]
    [InlineData("00:11:22:33:44:")]
    public void Other_text_is_no_hardware_address(string text) => Assert.False(MacAddress.TryParse(text, out _));
}
