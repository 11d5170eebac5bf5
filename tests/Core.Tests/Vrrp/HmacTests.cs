using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;
using static Keepalived.Core.Tests.Vrrp.Datagrams;

namespace Keepalived.Core.Tests.Vrrp;

/// <summary><c>auth_hmac</c>: what is sent, and what is let through.</summary>
public class HmacTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 2, 3, 4, 5, 500, TimeSpan.Zero);
    private const string OtherKey = "key 8 fedcba9876543210fedcba9876543210";
    private const string BothKeys = "key 7 0123456789abcdef0123456789abcdef\n" + OtherKey + "\nactive_key ";

    private static readonly VrrpHmacParameters s_hmac = Configured(BothKeys + "7");

    private readonly WallClock _clock = new() { Now = s_start };
    private VrrpReceiveState _state = new(new VrrpSequence());

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_advert_carries_a_signed_stamp_that_rises(int version)
    {
        VrrpAdvertSource source = Source(version, s_hmac);
        byte[] first = Write(source);
        byte[] second = Write(source);

        VrrpHmacTrailer a = TrailerOf(first);
        VrrpHmacTrailer b = TrailerOf(second);
        Assert.Equal(((byte)7, (uint)s_start.ToUnixTimeSeconds(), (ushort)0x8000), (a.KeyId, a.Seconds, a.Fraction));
        Assert.True(b.Sequence > a.Sequence);
        Assert.Equal(VrrpVerdict.Accept, Check(first, version).Verdict);
        Assert.Equal(VrrpVerdict.Accept, Check(second, version).Verdict);
    }

    [Fact]
    public void The_ip_length_has_the_trailer_and_the_checksum_does_not()
    {
        byte[] advert = Write(Source(3, s_hmac));
        Assert.Equal(advert.Length, (advert[2] << 8) | advert[3]);
        Assert.Equal(Ipv4Header.MinLength + 8 + (2 * 4) + VrrpHmacTrailer.Length, advert.Length);
        Assert.Equal(VrrpVerdict.Accept, Check(advert).Verdict);
    }

    [Fact]
    public void One_signature_serves_all_peers()
    {
        VrrpSendParameters sent = Multicast(3) with
        {
            Hmac = s_hmac,
            Destinations = [Receiver, IpAddress.Parse("192.0.2.3")],
        };
        var source = new VrrpAdvertSource(sent, new VrrpSequence(), _clock);
        Assert.Equal(TrailerBytes(Write(source)), TrailerBytes(Write(source, 1)));
    }

    [Fact]
    public void Receive_only_signs_nothing_and_takes_both()
    {
        VrrpHmacParameters silent = Configured(BothKeys + "7\nmode receive-only");
        Assert.Equal(Encode(Multicast(3)).Length, Write(Source(3, silent)).Length);
        Assert.Equal(VrrpVerdict.Accept, Check(Encode(Multicast(3)), 3, silent).Verdict);
        Assert.Equal(VrrpVerdict.Accept, Check(Write(Source(3, s_hmac)), 3, silent).Verdict);
    }

    [Fact]
    public void Permissive_takes_what_is_not_signed_but_no_bad_signature()
    {
        VrrpHmacParameters permissive = Configured(BothKeys + "7\nmode permissive");
        Assert.Equal(VrrpVerdict.Accept, Check(Encode(Multicast(3)), 3, permissive).Verdict);
        byte[] forged = Write(Source(3, s_hmac));
        forged[^1] ^= 1;
        AssertDropped(
            Check(forged, 3, permissive), VrrpReceiveReason.TrailerDigest, VrrpCounter.TrailerDigestsInvalid);
    }

    [Fact]
    public void Enforce_drops_what_is_not_signed() => AssertDropped(
        Check(Encode(Multicast(3))), VrrpReceiveReason.TrailerMissing, VrrpCounter.TrailersMissing);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 1)]
    public void Another_type_or_reserved_bits_are_malformed(int offset, byte value)
    {
        byte[] advert = Write(Source(3, s_hmac));
        advert[advert.Length - VrrpHmacTrailer.Length + offset] = value;
        AssertDropped(Check(advert), VrrpReceiveReason.TrailerMalformed, VrrpCounter.TrailersMalformed);
    }

    [Fact]
    public void A_key_that_we_do_not_have_is_named_before_the_digest()
    {
        VrrpHmacParameters other = Configured(OtherKey);
        AssertDropped(
            Check(Write(Source(3, s_hmac)), 3, other),
            VrrpReceiveReason.TrailerKeyUnknown, VrrpCounter.TrailerKeysUnknown);
    }

    [Fact]
    public void Keys_change_without_a_gap_because_each_advert_names_its_own()
    {
        byte[] advert = Write(Source(3, Configured(BothKeys + "8")));
        Assert.Equal(8, TrailerOf(advert).KeyId);
        Assert.Equal(VrrpVerdict.Accept, Check(advert).Verdict);
    }

    // What is signed: source, version, VRID, priority, interval and addresses.
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public void A_change_of_the_signed_part_is_seen(int offset)
    {
        byte[] advert = Write(Source(2, s_hmac));
        byte[] patched = [.. advert];
        patched[Ipv4Header.MinLength + offset] ^= 1;
        // Interval and addresses are judged later; the digest has the first word.
        Assert.Equal(VrrpReceiveReason.TrailerDigest, Check(patched, 2).Reason);
    }

    [Theory]
    [InlineData("", 5, true)]
    [InlineData("", 6, false)]
    [InlineData("", -5, true)]
    [InlineData("", -6, false)]
    [InlineData("\ntime_window 9", 9, true)]
    [InlineData("\ntime_window 9", -10, false)]
    public void In_time_mode_a_stamp_outside_the_window_is_stale(string lines, int secondsLater, bool isFresh)
    {
        byte[] advert = Write(Source(3, s_hmac));
        _clock.Now = s_start.AddSeconds(secondsLater);
        VrrpReceiveVerdict verdict = Check(advert, 3, Configured(BothKeys + "7" + lines));
        Assert.Equal(isFresh ? VrrpReceiveReason.None : VrrpReceiveReason.TrailerStale, verdict.Reason);
        Assert.Equal(!isFresh, verdict.Counters.Has(VrrpCounter.TrailersStale));
    }

    [Fact]
    public void In_monotonic_mode_the_clocks_may_differ_and_the_order_counts()
    {
        VrrpHmacParameters monotonic = Configured(BothKeys + "7\nanti_replay monotonic");
        byte[] advert = Write(Source(3, monotonic));
        _clock.Now = s_start.AddDays(400);
        Assert.Equal(VrrpVerdict.Accept, Check(advert, 3, monotonic).Verdict);
        AssertDropped(
            Check(advert, 3, monotonic), VrrpReceiveReason.TrailerReplayed, VrrpCounter.TrailersReplayed);
    }

    [Fact]
    public void A_replay_within_the_window_is_dropped()
    {
        byte[] advert = Write(Source(3, s_hmac));
        Assert.Equal(VrrpVerdict.Accept, Check(advert).Verdict);
        AssertDropped(Check(advert), VrrpReceiveReason.TrailerReplayed, VrrpCounter.TrailersReplayed);
    }

    [Fact]
    public void A_sender_whose_clock_was_set_back_is_heard_again_after_the_window()
    {
        _clock.Now = s_start.AddSeconds(4);
        Assert.Equal(VrrpVerdict.Accept, Check(Write(Source(3, s_hmac))).Verdict);
        _clock.Now = s_start;
        VrrpAdvertSource restarted = Source(3, s_hmac);
        Assert.Equal(VrrpReceiveReason.TrailerReplayed, Check(Write(restarted)).Reason);
        _clock.Now = s_start.AddSeconds(10);
        Assert.Equal(VrrpVerdict.Accept, Check(Write(restarted)).Verdict);
    }

    [Fact]
    public void Our_own_stamps_go_on_when_the_clock_is_set_back_a_little_and_restart_when_a_lot()
    {
        VrrpAdvertSource source = Source(3, s_hmac);
        ulong first = TrailerOf(Write(source)).Sequence;
        _clock.Now = s_start.AddSeconds(-3);
        Assert.Equal(first + 1, TrailerOf(Write(source)).Sequence);
        _clock.Now = s_start.AddSeconds(-60);
        Assert.Equal((uint)_clock.Now.ToUnixTimeSeconds(), TrailerOf(Write(source)).Seconds);
    }

    [Fact]
    public void Multicast_remembers_four_senders_the_last_heard()
    {
        VrrpHmacMarks marks = new();
        for (byte i = 1; i <= 5; i++)
        {
            Assert.True(marks.TryAdvance(IpAddress.Parse($"192.0.2.{i}"), 10, 0, VrrpHmacMarks.MulticastSenders));
        }

        Assert.False(marks.TryAdvance(IpAddress.Parse("192.0.2.2"), 10, 0, VrrpHmacMarks.MulticastSenders));
        Assert.True(marks.TryAdvance(IpAddress.Parse("192.0.2.1"), 10, 0, VrrpHmacMarks.MulticastSenders));
    }

    private static VrrpHmacParameters Configured(string lines) =>
        VrrpParametersFactory.CreateReceive(ConfLines.Instance($"auth_hmac {{\n{lines}\n}}")).Hmac!;

    private static void AssertDropped(VrrpReceiveVerdict verdict, VrrpReceiveReason reason, VrrpCounter counter)
    {
        Assert.Equal(VrrpVerdict.Drop, verdict.Verdict);
        Assert.Equal(reason, verdict.Reason);
        Assert.Equal(VrrpCounterSet.None.With(counter), verdict.Counters);
    }

    private static byte[] TrailerBytes(byte[] datagram) => datagram[^VrrpHmacTrailer.Length..];

    private static VrrpHmacTrailer TrailerOf(byte[] datagram)
    {
        Assert.True(VrrpHmacTrailer.TryDecode(TrailerBytes(datagram), out VrrpHmacTrailer trailer, out _));
        return trailer;
    }

    private static byte[] Write(VrrpAdvertSource source, int destination = 0)
    {
        byte[] buffer = new byte[VrrpCodec.MaxDatagramLength];
        return buffer[..source.WriteNext(destination, 100, buffer, out _)];
    }

    private VrrpAdvertSource Source(int version, VrrpHmacParameters hmac) =>
        new(Multicast(version) with { Hmac = hmac }, new VrrpSequence(), _clock);

    private VrrpReceiveVerdict Check(byte[] datagram, int version = 3, VrrpHmacParameters? hmac = null) =>
        VrrpReceiver.Check(
            datagram,
            new PacketBatch.Entry { Length = datagram.Length },
            Matching(Multicast(version)) with { Hmac = hmac ?? s_hmac },
            ref _state,
            VrrpHmacClock.StampOf(_clock.Now));

    private sealed class WallClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
