using System.Net.Sockets;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Wire.Tests.Vrrp;

public sealed class VrrpEncoderTests
{
    private static readonly IpAddress SourceV4 = IpAddress.Parse("192.0.2.1");
    private static readonly IpAddress SourceV6 = IpAddress.Parse("fe80::1");
    private static readonly byte[] HmacKey = [1, 2, 3, 4, 5];

    private static VrrpDatagramFormat Format(byte version = 3) => new()
    {
        Version = version,
        VirtualRouterId = 7,
        Source = SourceV4,
        Destination = VrrpCodec.MulticastGroupV4,
        Addresses = [IpAddress.Parse("192.0.2.10"), IpAddress.Parse("192.0.2.11")],
    };

    private static byte[] Encode(VrrpDatagramFormat format, byte priority = 100, int interval = 100, uint sequence = 0)
    {
        var encoder = new VrrpEncoder(format);
        byte[] datagram = new byte[encoder.Length];
        Assert.Equal(encoder.Length, encoder.Encode(new VrrpSendFields(priority, interval, 9, sequence), datagram));
        return datagram;
    }

    private static VrrpPacketView Read(ReadOnlySpan<byte> datagram)
    {
        Assert.True(
            VrrpPacketView.TryRead(datagram, AddressFamily.InterNetwork, default, out VrrpPacketView packet, out _));
        return packet;
    }

    [Theory]
    [InlineData(2, 100)]
    [InlineData(2, 25500)]
    [InlineData(3, 1)]
    [InlineData(3, 4095)]
    public void Every_priority_and_address_count_makes_an_advert_that_decodes(byte version, int interval)
    {
        for (int priority = 0; priority <= 255; priority++)
        {
            VrrpDatagramFormat format = Format(version) with
            {
                Addresses = ValueList.From(
                    Enumerable.Range(0, priority).Select(i => IpAddress.FromV4(0x0A000001 + (uint)i))),
            };
            byte[] datagram = Encode(format, (byte)priority, interval);

            Assert.True(VrrpCodec.TryDecode(
                datagram, AddressFamily.InterNetwork, default, out VrrpAdvertisement advert, out _));
            Assert.Equal(
                (priority, interval, priority), (advert.Priority, advert.IntervalCentiseconds, advert.AddressCount));
            Assert.True(InternetChecksum.IsValid(datagram.AsSpan(0, Ipv4Header.MinLength)));
            Assert.True(priority == 0 || Read(datagram).GetAddress(priority - 1) == format.Addresses[^1]);
        }
    }

    [Fact]
    public void An_interval_outside_the_field_is_clamped()
    {
        Assert.Equal(4095, Read(Encode(Format(3), interval: 5000)).IntervalCentiseconds);
        Assert.Equal(100, Read(Encode(Format(2), interval: 30)).IntervalCentiseconds);
        Assert.Equal(25500, Read(Encode(Format(2), interval: 99999)).IntervalCentiseconds);
    }

    [Fact]
    public void A_destination_too_small_is_refused_with_length_zero()
    {
        var encoder = new VrrpEncoder(Format());
        Assert.Equal(0, encoder.Encode(default, new byte[encoder.Length - 1]));
    }

    [Fact]
    public void The_checksum_modes_of_version_3_exclude_each_other()
    {
        VrrpDatagramFormat unicast = Format() with { Destination = IpAddress.Parse("192.0.2.2") };
        foreach (VrrpChecksumMode sent in Enum.GetValues<VrrpChecksumMode>())
        {
            byte[] datagram = Encode(unicast with { ChecksumMode = sent });
            foreach (VrrpChecksumMode read in Enum.GetValues<VrrpChecksumMode>())
            {
                Assert.Equal(sent == read, Read(datagram).ChecksumIsValid(read));
            }
        }
    }

    [Fact]
    public void The_old_unicast_checksum_may_name_another_group()
    {
        IpAddress group = IpAddress.Parse("224.0.0.77");
        byte[] datagram = Encode(Format() with
        {
            Destination = IpAddress.Parse("192.0.2.2"),
            ChecksumMode = VrrpChecksumMode.OldUnicast,
            ChecksumGroup = group,
        });

        Assert.True(Read(datagram).ChecksumIsValid(VrrpChecksumMode.OldUnicast, group));
        Assert.False(Read(datagram).ChecksumIsValid(VrrpChecksumMode.OldUnicast));
    }

    [Theory]
    [InlineData("192.0.2.2", true)]
    [InlineData("224.0.0.18", false)]
    public void A_changed_ttl_breaks_the_digest_of_a_multicast_packet_only(string destination, bool stillValid)
    {
        byte[] datagram = Encode(
            Format(2) with
            {
                Destination = IpAddress.Parse(destination),
                AuthenticationType = VrrpAuthenticationType.AuthenticationHeader,
                Key = [1, 2, 3],
            },
            sequence: 77);
        Assert.True(VrrpAuthentication.DigestIsValid(Read(datagram), [1, 2, 3]));
        Assert.Equal(77u, Read(datagram).AuthenticationHeader.SequenceNumber);

        datagram[8] = 60;

        Assert.Equal(stillValid, VrrpAuthentication.DigestIsValid(Read(datagram), [1, 2, 3]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void An_hmac_trailer_signs_the_advert_for_every_peer(byte version)
    {
        VrrpDatagramFormat format = Format(version) with { HasHmacTrailer = true };
        var trailer = new VrrpHmacTrailer(4, 1_700_000_000, 32768, 2);
        byte[] signature = new byte[VrrpHmacTrailer.Length];
        foreach (string destination in new[] { "224.0.0.18", "192.0.2.2", "192.0.2.3" })
        {
            var encoder = new VrrpEncoder(format with { Destination = IpAddress.Parse(destination) });
            byte[] datagram = new byte[encoder.Length];
            encoder.Encode(new VrrpSendFields(100, 100, 1, 0), datagram);
            if (signature[0] == 0)
            {
                Assert.Equal(28, VrrpHmac.Sign(SourceV4, encoder.Part(datagram), trailer, HmacKey, signature));
            }

            signature.CopyTo(encoder.Trailer(datagram));

            VrrpPacketView packet = Read(datagram);
            Assert.True(packet.HasHmacTrailer && packet.LengthIsValid && packet.IpTotalLengthIsValid);
            Assert.True(VrrpHmac.DigestIsValid(packet, HmacKey));
            Assert.False(VrrpHmac.DigestIsValid(packet, [9]));
            Assert.True(VrrpHmacTrailer.TryDecode(packet.HmacTrailer, out VrrpHmacTrailer read, out _));
            Assert.Equal(trailer, read);
            Assert.Equal(trailer, VrrpHmacTrailer.FromSequence(4, trailer.Sequence));
        }
    }

    [Fact]
    public void An_hmac_trailer_notices_every_octet_of_the_advert_but_its_checksum()
    {
        var encoder = new VrrpEncoder(Format() with { HasHmacTrailer = true });
        byte[] datagram = new byte[encoder.Length];
        encoder.Encode(new VrrpSendFields(100, 100, 1, 0), datagram);
        VrrpHmac.Sign(
            SourceV4, encoder.Part(datagram), new VrrpHmacTrailer(1, 2, 3, 4), HmacKey, encoder.Trailer(datagram));
        for (int i = Ipv4Header.MinLength; i < datagram.Length; i++)
        {
            byte[] changed = [.. datagram];
            changed[i] ^= 0x10;
            bool isChecksum = i - Ipv4Header.MinLength is 6 or 7;
            Assert.Equal(isChecksum, VrrpHmac.DigestIsValid(Read(changed), HmacKey));
        }
    }

    [Fact]
    public void Version_2_over_ipv6_has_no_authentication_data()
    {
        VrrpDatagramFormat format = Format(2) with
        {
            Source = SourceV6,
            Destination = VrrpCodec.MulticastGroupV6,
            Addresses = [IpAddress.Parse("fe80::10")],
        };
        byte[] datagram = Encode(format);
        var from = new ReceivedFrom(SourceV6, VrrpCodec.MulticastGroupV6, 255);

        Assert.Equal(24, datagram.Length);
        Assert.True(
            VrrpCodec.TryDecode(datagram, AddressFamily.InterNetworkV6, from, out VrrpAdvertisement advert, out _));
        Assert.Equal((2, 100), (advert.Version, advert.IntervalCentiseconds));
    }

    [Fact]
    public void A_format_that_cannot_be_sent_names_its_flaw()
    {
        Assert.Null(Format().Flaw());
        VrrpDatagramFormat[] flawed =
        [
            Format() with { Version = 4 },
            Format() with { VirtualRouterId = 0 },
            Format() with { Source = default },
            Format() with { Destination = SourceV6 },
            Format() with { Addresses = [SourceV6] },
            Format() with { Addresses = ValueList.From(Enumerable.Repeat(SourceV4, 256)) },
            Format(2) with { Key = [1, 2, 3, 4, 5, 6, 7, 8, 9] },
            Format(3) with { AuthenticationType = VrrpAuthenticationType.Password },
            Format(2) with { AuthenticationType = (VrrpAuthenticationType)3 },
            Format(2) with { AuthenticationType = VrrpAuthenticationType.Password, HasHmacTrailer = true },
        ];
        Assert.All(flawed, format => Assert.NotNull(format.Flaw()));
        Assert.All(flawed, format => Assert.Throws<ArgumentException>(() => new VrrpEncoder(format)));
    }

    [Fact]
    public void Encoding_and_decoding_allocate_nothing()
    {
        var encoder = new VrrpEncoder(
            Format(2) with { AuthenticationType = VrrpAuthenticationType.AuthenticationHeader });
        var plain = new VrrpEncoder(Format());
        byte[] datagram = new byte[encoder.Length];
        int valid = 0;
        long before = 0;
        for (int i = 0; i < 2_000; i++)
        {
            if (i == 1_000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            plain.Encode(new VrrpSendFields((byte)i, 100, (ushort)i, 0), datagram);
            Span<byte> sent = datagram.AsSpan(0, plain.Length);
            valid += VrrpCodec.TryDecode(sent, AddressFamily.InterNetwork, default, out _, out _) ? 1 : 0;
            encoder.Encode(new VrrpSendFields((byte)i, 100, (ushort)i, (uint)i), datagram);
            VrrpPacketView.TryRead(datagram, AddressFamily.InterNetwork, default, out VrrpPacketView packet, out _);
            valid += VrrpAuthentication.DigestIsValid(packet, default) ? 1 : 0;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(4_000, valid);
    }

    [Theory]
    [InlineData(AddressFamily.InterNetwork, "00:00:5e:00:01:33")]
    [InlineData(AddressFamily.InterNetworkV6, "00:00:5e:00:02:33")]
    public void The_virtual_router_mac_ends_in_the_vrid(AddressFamily family, string expected)
    {
        Assert.Equal(expected, VirtualRouterMac.For(family, 0x33).ToString());
        Assert.True(VirtualRouterMac.Matches(VirtualRouterMac.For(family, 0x33), out byte id));
        Assert.Equal(0x33, id);
    }
}
