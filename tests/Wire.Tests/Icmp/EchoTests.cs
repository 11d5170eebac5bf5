using System.Net.Sockets;
using Keepalived.Wire.Icmp;

namespace Keepalived.Wire.Tests.Icmp;

public sealed class EchoTests
{
    private static readonly byte[] Payload = "keepalived check"u8.ToArray();

    [Theory]
    [InlineData(AddressFamily.InterNetwork, 8, 0)]
    [InlineData(AddressFamily.InterNetworkV6, 128, 129)]
    public void Requests_and_replies_round_trip_and_are_told_apart(
        AddressFamily family, byte requestType, byte replyType)
    {
        byte[] request = new byte[24];
        byte[] reply = new byte[24];
        Assert.Equal(24, new EchoRequest(0x1234, 7).Encode(request, family, Payload));
        Assert.Equal(24, new EchoReply(0x1234, 7).Encode(reply, family, Payload));

        Assert.Equal((requestType, replyType), (request[0], reply[0]));
        Assert.True(EchoReply.TryDecode(reply, family, out EchoReply read, out ReadOnlySpan<byte> payload, out _));
        Assert.Equal(new EchoReply(0x1234, 7), read);
        Assert.True(payload.SequenceEqual(Payload));
        Assert.True(EchoRequest.TryDecode(request, family, out EchoRequest asked, out _, out _));
        Assert.Equal(new EchoRequest(0x1234, 7), asked);
        Assert.False(EchoReply.TryDecode(request, family, out _, out _, out DecodeError error));
        Assert.Equal(DecodeErrorKind.MessageType, error.Kind);
    }

    [Fact]
    public void A_known_request_has_the_known_checksum()
    {
        // ping -c1 -s0: type 8, identifier 1, sequence 1.
        byte[] message = new byte[8];
        new EchoRequest(1, 1).Encode(message, AddressFamily.InterNetwork, default);

        Assert.Equal("0800f7fd00010001", Convert.ToHexStringLower(message));
    }

    [Fact]
    public void Flawed_messages_give_the_named_error()
    {
        byte[] reply = new byte[24];
        new EchoReply(1, 2).Encode(reply, AddressFamily.InterNetwork, Payload);
        reply[20] ^= 1;

        Assert.False(EchoReply.TryDecode(reply, AddressFamily.InterNetwork, out _, out _, out DecodeError error));
        Assert.Equal(DecodeErrorKind.Checksum, error.Kind);
        Assert.False(EchoReply.TryDecode(reply.AsSpan(0, 7), AddressFamily.InterNetwork, out _, out _, out error));
        Assert.Equal(DecodeErrorKind.Truncated, error.Kind);
        Assert.False(EchoReply.TryDecode(reply, AddressFamily.Unix, out _, out _, out error));
        Assert.Equal(DecodeErrorKind.UnknownFamily, error.Kind);
        Assert.Equal(0, new EchoReply(1, 2).Encode(new byte[7], AddressFamily.InterNetwork, default));
    }
}
