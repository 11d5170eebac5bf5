using Keepalived.Wire.Bfd;
using Xunit.Abstractions;

namespace Keepalived.Wire.Tests.Bfd;

public sealed class BfdControlPacketTests(ITestOutputHelper output)
{
    /// <summary>Sent by the reference daemon 2.2.7 as it came up: Up, Poll, 40 ms, 50 ms, multiplier 4.</summary>
    private const string UpWithPoll = "20e00418e0f6dbb006f302d900009c400000c35000000000";

    [Fact]
    public void A_packet_of_the_reference_is_read_and_written_alike()
    {
        byte[] octets = Convert.FromHexString(UpWithPoll);

        Assert.True(BfdControlPacket.TryDecode(octets, out BfdControlPacket packet, out _));

        Assert.Equal(
            new BfdControlPacket
            {
                State = BfdState.Up,
                Poll = true,
                DetectMultiplier = 4,
                MyDiscriminator = 0xe0f6dbb0,
                YourDiscriminator = 0x06f302d9,
                DesiredMinTransmit = 40_000,
                RequiredMinReceive = 50_000,
            },
            packet);
        Span<byte> written = stackalloc byte[BfdControlPacket.Length];
        Assert.Equal(BfdControlPacket.Length, packet.Encode(written));
        Assert.Equal(octets, written.ToArray());
        Assert.Equal(0, packet.Encode(written[1..]));
    }

    /// <summary>RFC 5880 6.8.6, rule by rule.</summary>
    [Theory]
    [InlineData(0, 0x40, DecodeErrorKind.BfdVersion)]
    [InlineData(1, 0xe4, DecodeErrorKind.BfdAuthentication)]
    [InlineData(1, 0xe1, DecodeErrorKind.InvalidField)]
    [InlineData(2, 0, DecodeErrorKind.InvalidField)]
    [InlineData(3, 23, DecodeErrorKind.MessageLength)]
    [InlineData(3, 25, DecodeErrorKind.MessageLength)]
    public void What_the_rules_forbid_is_refused(int offset, byte value, DecodeErrorKind kind)
    {
        byte[] octets = Convert.FromHexString(UpWithPoll);
        octets[offset] = value;

        Assert.False(BfdControlPacket.TryDecode(octets, out _, out DecodeError error));
        Assert.Equal(kind, error.Kind);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void A_session_that_is_up_names_both_discriminators(int offset)
    {
        byte[] octets = Convert.FromHexString(UpWithPoll);
        octets.AsSpan(offset, 4).Clear();

        Assert.False(BfdControlPacket.TryDecode(octets, out _, out DecodeError error));
        Assert.Equal(DecodeErrorKind.InvalidField, error.Kind);
    }

    [Fact]
    public void A_session_that_is_down_need_not_know_the_other()
    {
        byte[] octets = Convert.FromHexString(UpWithPoll);
        octets[1] = 0x40;
        octets.AsSpan(8, 4).Clear();

        Assert.True(BfdControlPacket.TryDecode(octets, out BfdControlPacket packet, out _));
        Assert.Equal(0u, packet.YourDiscriminator);
    }

    [Fact]
    public void What_follows_the_packet_is_passed_over()
    {
        byte[] octets = [.. Convert.FromHexString(UpWithPoll), 1, 2, 3];

        Assert.True(BfdControlPacket.TryDecode(octets, out _, out _));
        Assert.False(BfdControlPacket.TryDecode(octets.AsSpan(0, 23), out _, out DecodeError error));
        Assert.Equal(DecodeErrorKind.Truncated, error.Kind);
    }

    [Fact]
    public void Random_and_mutated_packets_never_throw_and_what_is_read_is_written_alike()
    {
        using Seeded inputs = new(output, Convert.FromHexString(UpWithPoll));
        Span<byte> written = stackalloc byte[BfdControlPacket.Length];
        int decoded = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            ReadOnlySpan<byte> input = inputs.Next();
            if (BfdControlPacket.TryDecode(input, out BfdControlPacket packet, out DecodeError error))
            {
                decoded++;
                packet.Encode(written);
                // The length octet may be larger than the section that is read.
                written[3] = input[3];
                Assert.True(written.SequenceEqual(input[..BfdControlPacket.Length]));
            }
            else
            {
                Assert.True(error.IsError);
            }
        }

        Assert.InRange(decoded, inputs.Count / 20, inputs.Count);
    }
}
