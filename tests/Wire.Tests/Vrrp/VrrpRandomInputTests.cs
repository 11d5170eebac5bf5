using System.Net.Sockets;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;
using Xunit.Abstractions;

namespace Keepalived.Wire.Tests.Vrrp;

public sealed class VrrpRandomInputTests(ITestOutputHelper output)
{
    private static readonly IpAddress Peer = IpAddress.Parse("fe80::1");

    private static byte[] Signed(byte version)
    {
        var encoder = new VrrpEncoder(new VrrpDatagramFormat
        {
            Version = version,
            VirtualRouterId = 9,
            Source = IpAddress.Parse("192.0.2.1"),
            Destination = IpAddress.Parse("192.0.2.2"),
            Addresses = [IpAddress.Parse("192.0.2.9")],
            HasHmacTrailer = true,
        });
        byte[] datagram = new byte[encoder.Length];
        encoder.Encode(new VrrpSendFields(1, 100, 1, 0), datagram);
        VrrpHmac.Sign(encoder.Format.Source, encoder.Part(datagram), default, [1], encoder.Trailer(datagram));
        return datagram;
    }

    [Fact]
    public void Random_and_mutated_ipv4_packets_never_throw_and_never_pass_unless_they_would_be_sent_so()
    {
        using var inputs = new Seeded(
            output,
            GoldenPackets.Bytes(GoldenPackets.Version2),
            GoldenPackets.Bytes(GoldenPackets.Version2Password),
            GoldenPackets.Bytes(GoldenPackets.Version2Ah),
            GoldenPackets.Bytes(GoldenPackets.Version3),
            Signed(2),
            Signed(3));
        int read = 0;
        int decoded = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            ReadOnlySpan<byte> input = inputs.Next();
            bool isRead = VrrpPacketView.TryRead(
                input, AddressFamily.InterNetwork, default, out VrrpPacketView packet, out DecodeError error);
            Assert.Equal(isRead, !error.IsError);
            if (isRead)
            {
                read++;
                AskEverything(packet);
            }

            bool isDecoded = VrrpCodec.TryDecode(
                input, AddressFamily.InterNetwork, default, out VrrpAdvertisement advert, out error);
            Assert.Equal(isDecoded, !error.IsError);
            decoded += isDecoded ? 1 : 0;
            Assert.True(!isDecoded || (advert.Version is 2 or 3 && InternetChecksumHolds(packet)));
        }

        output.WriteLine($"{read} read, {decoded} decoded");
        Assert.True(read > inputs.Count / 10 && decoded > inputs.Count / 100 && decoded < read);
    }

    [Fact]
    public void Random_and_mutated_ipv6_packets_never_throw()
    {
        using var inputs = new Seeded(output, GoldenPackets.Bytes(GoldenPackets.Version3Ipv6)[Ipv6Header.Length..]);
        var from = new ReceivedFrom(Peer, VrrpCodec.MulticastGroupV6, 255);
        int read = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            ReadOnlySpan<byte> input = inputs.Next();
            if (VrrpPacketView.TryRead(input, AddressFamily.InterNetworkV6, from, out VrrpPacketView packet, out _))
            {
                read++;
                AskEverything(packet);
            }

            VrrpCodec.TryDecode(input, AddressFamily.InterNetworkV6, from, out _, out _);
        }

        Assert.True(read > inputs.Count / 10);
    }

    private static bool InternetChecksumHolds(in VrrpPacketView packet) =>
        packet.ChecksumIsValid(VrrpChecksumMode.Standard);

    private static void AskEverything(in VrrpPacketView packet)
    {
        packet.ToAdvertisement();
        packet.Contains(Peer);
        packet.GetAddress(-1);
        packet.GetAddress(packet.AddressCount);
        packet.ChecksumIsValid(VrrpChecksumMode.OldUnicast);
        packet.ChecksumIsValid(VrrpChecksumMode.Version3AsVersion2);
        Assert.True(packet.Part.Length <= packet.ReceivedLength);
        Assert.True(packet.AuthenticationData.Length is 0 or 8);
        VrrpAuthentication.PasswordIsValid(packet, "secret12"u8);
        VrrpAuthentication.IndexIsValid(packet);
        VrrpAuthentication.DigestIsValid(packet, "k@l"u8);
        if (packet.HasHmacTrailer)
        {
            VrrpHmacTrailer.TryDecode(packet.HmacTrailer, out _, out _);
            VrrpHmac.DigestIsValid(packet, [1]);
        }
    }
}
