using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;
using static Keepalived.Core.Tests.Vrrp.Datagrams;

namespace Keepalived.Core.Tests.Vrrp;

public partial class VrrpReceiverTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void What_a_peer_configured_like_us_sends_is_accepted(int version)
    {
        VrrpReceiveVerdict verdict = Check(Encode(Multicast(version), priority: 150), Matching(Multicast(version)));

        Assert.Equal(VrrpVerdict.Accept, verdict.Verdict);
        Assert.Equal(150, verdict.Priority);
        Assert.Equal(Sender, verdict.Source);
        Assert.Equal(TimeSpan.FromSeconds(1), verdict.Interval);
        Assert.Equal(VrrpCounterSet.None.With(VrrpCounter.AdvertisementsReceived), verdict.Counters);
    }

    [Fact]
    public void Priority_zero_is_counted_twice()
    {
        VrrpReceiveVerdict verdict = Check(Encode(Multicast(), priority: 0), Matching(Multicast()));

        Assert.Equal(
            VrrpCounterSet.None.With(VrrpCounter.AdvertisementsReceived).With(VrrpCounter.PriorityZeroReceived),
            verdict.Counters);
    }

    [Fact]
    public void Authentication_header_where_none_is_configured_is_dropped()
    {
        VrrpSendParameters sent = Multicast() with
        {
            AuthenticationType = VrrpAuthenticationType.AuthenticationHeader,
            Key = [1, 2, 3],
        };

        AssertDropped(
            Check(Encode(sent), Matching(Multicast())),
            VrrpReceiveReason.AuthenticationHeaderMismatch,
            VrrpCounter.AuthenticationTypeMismatch);
    }

    [Fact]
    public void Missing_authentication_header_is_dropped()
    {
        VrrpReceiveParameters parameters = Matching(Multicast()) with
        {
            AuthenticationType = VrrpAuthenticationType.AuthenticationHeader,
        };

        AssertDropped(
            Check(Encode(Multicast()), parameters),
            VrrpReceiveReason.AuthenticationHeaderMismatch,
            VrrpCounter.AuthenticationTypeMismatch);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-8)]
    [InlineData(1)]
    public void Wrong_length_is_dropped(int difference)
    {
        byte[] datagram = Encode(Multicast());
        Array.Resize(ref datagram, datagram.Length + difference + (difference > 0 ? 8 : 0));

        AssertDropped(
            Check(datagram, Matching(Multicast())), VrrpReceiveReason.PacketLength, VrrpCounter.PacketLengthErrors);
    }

    [Fact]
    public void Ethernet_padding_is_no_wrong_length()
    {
        VrrpSendParameters sent = Multicast() with { Addresses = [Address] };
        byte[] datagram = Encode(sent);
        Array.Resize(ref datagram, 46);

        Assert.Equal(VrrpVerdict.Accept, Check(datagram, Matching(sent)).Verdict);
    }

    [Fact]
    public void Headers_that_are_cut_short_are_dropped()
    {
        byte[] datagram = Encode(Multicast())[..23];

        AssertDropped(
            Check(datagram, Matching(Multicast())), VrrpReceiveReason.Undecodable, VrrpCounter.PacketLengthErrors);
    }

    [Fact]
    public void Multicast_that_was_forwarded_is_dropped()
    {
        AssertDropped(
            Check(WithTimeToLive(Encode(Multicast()), 254), Matching(Multicast())),
            VrrpReceiveReason.Ttl,
            VrrpCounter.TtlErrors);
    }

    [Fact]
    public void Unicast_may_be_forwarded()
    {
        byte[] datagram = WithTimeToLive(Encode(Unicast()), 3);

        Assert.Equal(VrrpVerdict.Accept, Check(datagram, Matching(Unicast())).Verdict);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    public void Another_version_is_dropped(int sent, int configured)
    {
        AssertDropped(
            Check(Encode(Multicast(sent)), Matching(Multicast(configured))),
            VrrpReceiveReason.Version,
            VrrpCounter.VersionErrors);
    }

    [Fact]
    public void Unknown_authentication_type_is_dropped()
    {
        AssertDropped(
            Check(Patch(Encode(Multicast()), 4, 9), Matching(Multicast())),
            VrrpReceiveReason.UnknownAuthenticationType,
            VrrpCounter.InvalidAuthenticationType);
    }

    [Fact]
    public void Another_authentication_type_is_dropped()
    {
        VrrpSendParameters sent = Multicast() with { AuthenticationType = VrrpAuthenticationType.Password, Key = [1] };

        AssertDropped(
            Check(Encode(sent), Matching(Multicast())),
            VrrpReceiveReason.AuthenticationTypeMismatch,
            VrrpCounter.AuthenticationTypeMismatch);
    }

    [Fact]
    public void Right_password_is_accepted_and_a_wrong_one_dropped()
    {
        VrrpSendParameters sent = Multicast() with
        {
            AuthenticationType = VrrpAuthenticationType.Password,
            Key = [.. "secret12"u8],
        };
        byte[] datagram = Encode(sent);

        Assert.Equal(VrrpVerdict.Accept, Check(datagram, Configured(Password("secret12"))).Verdict);
        AssertDropped(
            Check(datagram, Configured(Password("secret13"))),
            VrrpReceiveReason.WrongPassword,
            VrrpCounter.AuthenticationFailures);
    }

    [Fact]
    public void Another_interval_is_dropped_in_version_2()
    {
        VrrpSendParameters sent = Multicast() with { AdvertisementInterval = TimeSpan.FromSeconds(2) };

        AssertDropped(
            Check(Encode(sent), Matching(Multicast())),
            VrrpReceiveReason.IntervalMismatch,
            VrrpCounter.AdvertisementIntervalErrors);
    }

    [Fact]
    public void Another_interval_is_accepted_with_a_line_in_version_3()
    {
        VrrpSendParameters sent = Multicast(3) with { AdvertisementInterval = TimeSpan.FromMilliseconds(250) };

        VrrpReceiveVerdict verdict = Check(Encode(sent), Matching(Multicast(3)));

        Assert.Equal(VrrpVerdict.AcceptWithComplaint, verdict.Verdict);
        Assert.Equal(VrrpReceiveReason.IntervalMismatch, verdict.Reason);
        Assert.Equal(TimeSpan.FromMilliseconds(250), verdict.Interval);
        Assert.Equal(VrrpCounterSet.None.With(VrrpCounter.AdvertisementsReceived), verdict.Counters);
    }

    [Fact]
    public void What_is_no_advertisement_is_dropped()
    {
        AssertDropped(
            Check(Patch(Encode(Multicast()), 0, 0x22), Matching(Multicast())),
            VrrpReceiveReason.Type,
            VrrpCounter.InvalidTypeReceived);
    }

    [Fact]
    public void Wrong_total_length_in_the_IP_header_is_dropped()
    {
        byte[] datagram = Encode(Multicast());
        datagram[3]--;

        AssertDropped(
            Check(datagram, Matching(Multicast())), VrrpReceiveReason.IpTotalLength, VrrpCounter.PacketLengthErrors);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Wrong_checksum_is_dropped(int version)
    {
        byte[] datagram = Patch(Encode(Multicast(version)), 2, 101, repair: false);

        AssertDropped(
            Check(datagram, Matching(Multicast(version))), VrrpReceiveReason.Checksum, VrrpCounter.ChecksumErrors);
    }

    [Fact]
    public void Version_3_without_pseudo_header_is_dropped_unless_configured()
    {
        VrrpSendParameters sent = Multicast(3) with { ChecksumMode = VrrpChecksumMode.Version3AsVersion2 };
        byte[] datagram = Encode(sent);

        AssertDropped(
            Check(datagram, Configured("version 3")), VrrpReceiveReason.Checksum, VrrpCounter.ChecksumErrors);
        Assert.True(Check(datagram, Configured("version 3\nv3_checksum_as_v2")).IsAccepted);
        Assert.True(Check(datagram, Configured("", "vrrp_version 3\nv3_checksum_as_v2")).IsAccepted);
    }

    [Fact]
    public void Old_unicast_checksum_is_adopted_once()
    {
        VrrpSendParameters sent = Unicast(3) with { ChecksumMode = VrrpChecksumMode.OldUnicast };
        var state = new VrrpReceiveState(new VrrpSequence());

        VrrpReceiveVerdict first = Check(Encode(sent), Matching(sent), ref state);
        VrrpReceiveVerdict second = Check(Encode(sent), Matching(sent), ref state);

        Assert.True(first is { IsAccepted: true, OldChecksumAdopted: true });
        Assert.True(second is { IsAccepted: true, OldChecksumAdopted: false });
    }

    [Fact]
    public void Old_unicast_checksum_is_refused_when_told_so()
    {
        VrrpSendParameters sent = Unicast(3) with { ChecksumMode = VrrpChecksumMode.OldUnicast };

        AssertDropped(
            Check(Encode(sent), Configured(Peer + "\nversion 3\nold_unicast_checksum never")),
            VrrpReceiveReason.Checksum,
            VrrpCounter.ChecksumErrors);
    }

    [Fact]
    public void Unicast_is_not_for_a_multicast_instance()
    {
        AssertDropped(
            Check(Encode(Unicast()), Matching(Multicast())),
            VrrpReceiveReason.Destination,
            VrrpCounter.AddressListErrors);
    }

    [Fact]
    public void Multicast_is_not_for_a_unicast_instance()
    {
        AssertDropped(
            Check(Encode(Multicast()), Matching(Unicast())),
            VrrpReceiveReason.Destination,
            VrrpCounter.AddressListErrors);
    }

    [Fact]
    public void Another_group_is_not_ours()
    {
        VrrpSendParameters sent = Multicast() with { Destinations = [IpAddress.Parse("224.0.0.180")] };

        AssertDropped(
            Check(Encode(sent), Matching(Multicast())),
            VrrpReceiveReason.Destination,
            VrrpCounter.AddressListErrors);
    }

    [Fact]
    public void An_owner_may_ignore_everybody()
    {
        VrrpReceiveVerdict verdict =
            Check(Encode(Multicast()), Configured("priority 255\nowner_ignore_adverts"));

        Assert.Equal(VrrpVerdict.Drop, verdict.Verdict);
        Assert.Equal(VrrpReceiveReason.OwnerIgnores, verdict.Reason);
        Assert.Equal(VrrpCounterSet.None, verdict.Counters);
        Assert.True(Check(Encode(Multicast()), Configured("priority 255")).IsAccepted);
        Assert.False(
            Check(Encode(Multicast()), Configured("priority 255", "vrrp_owner_ignore_adverts")).IsAccepted);
    }

    [Fact]
    public void Checking_allocates_nothing()
    {
        byte[] datagram = Encode(Multicast());
        VrrpReceiveParameters parameters = Matching(Multicast());
        var state = new VrrpReceiveState(new VrrpSequence());
        Check(datagram, parameters, ref state);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Check(datagram, parameters, ref state);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertDropped(VrrpReceiveVerdict verdict, VrrpReceiveReason reason, VrrpCounter counter)
    {
        Assert.Equal(reason, verdict.Reason);
        Assert.Equal(VrrpVerdict.Drop, verdict.Verdict);
        Assert.Equal(VrrpCounterSet.None.With(counter), verdict.Counters);
    }

    private static void AssertComplained(VrrpReceiveVerdict verdict, VrrpReceiveReason reason)
    {
        Assert.Equal(reason, verdict.Reason);
        Assert.Equal(VrrpVerdict.AcceptWithComplaint, verdict.Verdict);
        Assert.Equal(
            VrrpCounterSet.None.With(VrrpCounter.AdvertisementsReceived).With(VrrpCounter.AddressListErrors),
            verdict.Counters);
    }
}
