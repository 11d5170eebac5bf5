using Keepalived.Wire.Ip;

namespace Keepalived.Wire.Tests;

public sealed class InternetChecksumTests
{
    [Theory]
    // RFC 1071 3: the worked example.
    [InlineData("0001f203f4f5f6f7", 0x220D)]
    [InlineData("", 0xFFFF)]
    [InlineData("00", 0xFFFF)]
    [InlineData("01", 0xFEFF)]
    [InlineData("ffff", 0x0000)]
    [InlineData("ffffffffff", 0x00FF)]
    // The IPv4 header of the first golden packet, checksum zeroed.
    [InlineData("45c0002800010000ff700000c0a8c805e0000012", 0x51E4)]
    public void Known_answers(string hex, int expected) =>
        Assert.Equal(expected, InternetChecksum.Compute(Convert.FromHexString(hex)));

    [Fact]
    public void The_sum_is_that_of_16_bit_words_one_by_one()
    {
        var random = new Random(1071);
        for (int length = 0; length < 300; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            uint sum = 0;
            for (int i = 0; i < length; i++)
            {
                sum += (uint)(bytes[i] << (i % 2 == 0 ? 8 : 0));
                sum = (sum & 0xFFFF) + (sum >> 16);
            }

            Assert.Equal((ushort)~sum, InternetChecksum.Compute(bytes));
            Assert.Equal((ushort)~sum, InternetChecksum.Finish(
                InternetChecksum.Sum(
                    bytes.AsSpan(length / 4 * 2), InternetChecksum.Sum(bytes.AsSpan(0, length / 4 * 2)))));
        }
    }

    [Fact]
    public void Pseudo_headers_sum_as_if_written_out()
    {
        IpAddress source = IpAddress.Parse("2001:db8::1");
        IpAddress destination = IpAddress.Parse("ff02::12");
        byte[] header = new byte[40];
        source.TryWriteBytes(header);
        destination.TryWriteBytes(header.AsSpan(16));
        header[34] = 0x12;
        header[35] = 0x34;
        header[39] = 112;
        Assert.Equal(
            InternetChecksum.Compute(header),
            InternetChecksum.Finish(Ipv6PseudoHeader.Sum(source, destination, 112, 0x1234)));

        byte[] v4 = [192, 0, 2, 1, 224, 0, 0, 18, 0, 112, 0, 40];
        Assert.Equal(InternetChecksum.Compute(v4), InternetChecksum.Finish(
            Ipv4PseudoHeader.Sum(IpAddress.Parse("192.0.2.1"), IpAddress.Parse("224.0.0.18"), 112, 40)));
    }
}
