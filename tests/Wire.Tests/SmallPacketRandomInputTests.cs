using System.Net.Sockets;
using Keepalived.Wire.Arp;
using Keepalived.Wire.Ethernet;
using Keepalived.Wire.Icmp;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Ndisc;
using Keepalived.Wire.Vrrp;
using Xunit.Abstractions;

namespace Keepalived.Wire.Tests;

public sealed class SmallPacketRandomInputTests(ITestOutputHelper output)
{
    [Fact]
    public void Random_and_mutated_frames_never_throw()
    {
        byte[] echo = new byte[40];
        new EchoReply(1, 2).Encode(echo, AddressFamily.InterNetwork, new byte[32]);
        byte[] arp = new byte[GratuitousArp.FrameLength];
        new GratuitousArp(MacAddress.Broadcast, IpAddress.AnyV4).Encode(arp);
        byte[] neighbor = new byte[NeighborAdvertisement.FrameLength];
        new NeighborAdvertisement(MacAddress.Broadcast, IpAddress.AnyV6, true).Encode(neighbor);
        byte[] trailer = new byte[VrrpHmacTrailer.Length];
        new VrrpHmacTrailer(1, 2, 3, 4).Encode(trailer);
        using var inputs = new Seeded(output, echo, arp, neighbor, trailer);
        int decoded = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            ReadOnlySpan<byte> input = inputs.Next();
            decoded += Count(GratuitousArp.TryDecode(input, out _, out DecodeError error), error);
            decoded += Count(NeighborAdvertisement.TryDecode(input, out _, out error), error);
            decoded += Count(EchoReply.TryDecode(input, AddressFamily.InterNetwork, out _, out _, out error), error);
            decoded += Count(
                EchoRequest.TryDecode(input, AddressFamily.InterNetworkV6, out _, out _, out error), error);
            decoded += Count(VrrpHmacTrailer.TryDecode(input, out _, out error), error);
            decoded += Count(Ipv4Header.TryDecode(input, out _, out error), error);
            decoded += Count(Ipv6Header.TryDecode(input, out _, out error), error);
        }

        Assert.InRange(decoded, inputs.Count / 10, inputs.Count * 7);
    }

    [Fact]
    public void Random_text_never_throws_and_what_is_read_can_be_read_again()
    {
        const string alphabet = "0123456789abcdef:./-%x ";
        var random = new Random(4291);
        Span<char> text = stackalloc char[48];
        int parsed = 0;
        for (int i = 0; i < 200_000; i++)
        {
            Span<char> attempt = text[..random.Next(48)];
            for (int j = 0; j < attempt.Length; j++)
            {
                attempt[j] = i % 3 == 0 ? alphabet[random.Next(alphabet.Length)] : "1:.2f"[random.Next(5)];
            }

            if (IpAddress.TryParse(attempt, out IpAddress address))
            {
                parsed++;
                Assert.Equal(address, IpAddress.Parse(address.ToString()));
            }

            IpPrefix.TryParse(attempt, out _);
            MacAddress.TryParse(attempt, out _);
        }

        Assert.True(parsed > 100);
    }

    private static int Count(bool isDecoded, DecodeError error)
    {
        Assert.Equal(isDecoded, !error.IsError);
        return isDecoded ? 1 : 0;
    }
}
