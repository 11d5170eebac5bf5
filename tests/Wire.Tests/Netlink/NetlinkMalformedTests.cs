using System.Net.Sockets;
using System.Runtime.InteropServices;
using Keepalived.Wire.Netlink;
using static Keepalived.Wire.Netlink.NetlinkConstants;

namespace Keepalived.Wire.Tests.Netlink;

public sealed class NetlinkMalformedTests
{
    [Theory]
    [InlineData("0c000000", DecodeErrorKind.Truncated)]
    [InlineData("0f000000020000000000000000000000", DecodeErrorKind.MessageLength)]
    [InlineData("11000000020000000000000000000000", DecodeErrorKind.MessageLength)]
    [InlineData("ffffffff020000000000000000000000", DecodeErrorKind.MessageLength)]
    public void A_message_length_that_cannot_be_ends_the_walk(string hex, DecodeErrorKind expected)
    {
        var reader = new NetlinkMessageReader(Convert.FromHexString(hex));

        Assert.False(reader.TryRead(out _, out DecodeError error));
        Assert.Equal(expected, error.Kind);
        Assert.False(reader.TryRead(out _, out error));
        Assert.False(error.IsError);
    }

    [Fact]
    public void Messages_follow_each_other_padded_and_the_last_need_not_be()
    {
        byte[] datagram = Convert.FromHexString(
            "1100000010000200070000000000000001000000" + "1100000003000200070000000000000002");
        var reader = new NetlinkMessageReader(datagram);

        Assert.True(reader.TryRead(out NetlinkMessage first, out _));
        Assert.True(first.IsMultipart && first.Payload.Length == 1);
        Assert.True(reader.TryRead(out NetlinkMessage last, out _));
        Assert.True(last.IsDone);
        Assert.False(reader.TryRead(out _, out DecodeError error));
        Assert.False(error.IsError);
    }

    [Theory]
    // An acknowledgement, EPERM, and the two ends of the range; the request is RTM_NEWADDR number 7.
    [InlineData(0, 0)]
    [InlineData(-1, 1)]
    [InlineData(int.MinValue, int.MaxValue)]
    [InlineData(5, 0)]
    public void The_errno_of_an_answer_is_positive(int status, int errno)
    {
        byte[] datagram = Convert.FromHexString(
            "240000000200000007000000000000000000000010000000140000000700000000000000");
        MemoryMarshal.Write(datagram.AsSpan(NLMSG_HDRLEN), status);
        var reader = new NetlinkMessageReader(datagram);

        Assert.True(reader.TryRead(out NetlinkMessage message, out _));
        Assert.True(message.TryReadResult(out NetlinkResult result));
        Assert.Equal(new NetlinkResult(errno, 20, 7), result);
        Assert.Equal(string.Empty, message.ReadErrorText());
    }

    [Fact]
    public void An_answer_cut_short_is_no_result()
    {
        var reader = new NetlinkMessageReader(
            Convert.FromHexString("140000000200000007000000000000000000000000"[..40]));

        Assert.True(reader.TryRead(out NetlinkMessage message, out _));
        Assert.False(message.TryReadResult(out _));
    }

    [Theory]
    [InlineData("0300010000000000", DecodeErrorKind.AttributeLength)]
    [InlineData("0000010000000000", DecodeErrorKind.AttributeLength)]
    [InlineData("0900040000000000", DecodeErrorKind.AttributeLength)]
    [InlineData("0700040000000000", DecodeErrorKind.AttributeSize)]
    [InlineData("0400100000000000", DecodeErrorKind.AttributeSize)]
    // IFLA_LINKINFO holding an attribute that is longer than it.
    [InlineData("08001200ff000100", DecodeErrorKind.AttributeLength)]
    // IFLA_LINKINFO: the kind macvlan, then data holding a mode of one octet.
    [InlineData("1c0012000c0001006d6163766c616e000c00020005000100010000ff", DecodeErrorKind.AttributeSize)]
    public void A_flawed_attribute_ends_the_message(string attributes, DecodeErrorKind expected)
    {
        byte[] payload = [.. new byte[LinkMessage.HeaderLength], .. Convert.FromHexString(attributes)];

        Assert.False(LinkMessage.TryDecode(payload, out _, out DecodeError error));
        Assert.Equal(expected, error.Kind);
    }

    [Fact]
    public void Attributes_of_unknown_types_and_flag_bits_are_no_flaw()
    {
        // Type 999, then IFLA_MTU marked as nested and in network order, then three octets of padding.
        byte[] attributes = Convert.FromHexString("0500e70301000000" + "080004c0dc050000" + "000000");
        byte[] payload = [.. new byte[LinkMessage.HeaderLength], .. attributes];

        Assert.True(LinkMessage.TryDecode(payload, out LinkMessage link, out _));
        Assert.Equal(1500u, link.Mtu);
    }

    [Theory]
    [InlineData("", DecodeErrorKind.Truncated)]
    [InlineData("02180000030000", DecodeErrorKind.Truncated)]
    [InlineData("0718000003000000", DecodeErrorKind.UnknownFamily)]
    [InlineData("0218000003000000", DecodeErrorKind.AttributeMissing)]
    [InlineData("022100000300000008000200c0000201", DecodeErrorKind.InvalidField)]
    [InlineData("0a1800000300000008000200c0000201", DecodeErrorKind.AttributeSize)]
    [InlineData("021800000300000008000200c000020108000600000000ff", DecodeErrorKind.AttributeSize)]
    public void A_flawed_address_message_gives_the_named_error(string hex, DecodeErrorKind expected)
    {
        Assert.False(AddressMessage.TryDecode(Convert.FromHexString(hex), out _, out DecodeError error));
        Assert.Equal(expected, error.Kind);
    }

    [Theory]
    [InlineData("0218", DecodeErrorKind.Truncated)]
    [InlineData("811800000000000000000000", DecodeErrorKind.UnknownFamily)]
    [InlineData("022100000000000000000000", DecodeErrorKind.InvalidField)]
    [InlineData("021800000000000000000000", DecodeErrorKind.AttributeMissing)]
    [InlineData("0200000000000000000000000c000900ffff000000000000", DecodeErrorKind.AttributeLength)]
    [InlineData("0200000000000000000000000c0009000700000000000000", DecodeErrorKind.AttributeLength)]
    [InlineData("0200000000000000000000000a0012000a00c00002010000", DecodeErrorKind.AttributeSize)]
    [InlineData("02000000000000000000000006001500020000000800160004000100", DecodeErrorKind.AttributeSize)]
    public void A_flawed_route_message_gives_the_named_error(string hex, DecodeErrorKind expected)
    {
        Assert.False(RouteMessage.TryDecode(Convert.FromHexString(hex), out _, out DecodeError error));
        Assert.Equal(expected, error.Kind);
    }

    [Theory]
    [InlineData("0218", DecodeErrorKind.Truncated)]
    [InlineData("801800000000000000000000", DecodeErrorKind.UnknownFamily)]
    [InlineData("020021000000000000000000", DecodeErrorKind.InvalidField)]
    [InlineData("021800000000000000000000", DecodeErrorKind.AttributeMissing)]
    [InlineData("02000000000000000000000006001700010000000000", DecodeErrorKind.AttributeSize)]
    public void A_flawed_rule_message_gives_the_named_error(string hex, DecodeErrorKind expected)
    {
        Assert.False(RuleMessage.TryDecode(Convert.FromHexString(hex), out _, out DecodeError error));
        Assert.Equal(expected, error.Kind);
    }

    [Fact]
    public void Families_other_than_ours_have_no_base_library_name()
    {
        Assert.Equal(AddressFamily.Unspecified, KernelFamily.ToAddressFamily(KernelFamily.Bridge));
        Assert.Equal(KernelFamily.Unspecified, KernelFamily.From(AddressFamily.Unix));
        Assert.Equal(AddressFamily.InterNetworkV6, KernelFamily.ToAddressFamily(10));
    }
}
