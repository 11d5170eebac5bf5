using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;
using static Keepalived.Core.Tests.Vrrp.Datagrams;

namespace Keepalived.Core.Tests.Vrrp;

/// <content>Address lists, peers and what is reported.</content>
public partial class VrrpReceiverTests
{
    [Fact]
    public void Another_number_of_addresses_is_counted_and_accepted()
    {
        VrrpSendParameters sent = Multicast() with { Addresses = [Address] };

        AssertComplained(Check(Encode(sent), Matching(Multicast())), VrrpReceiveReason.AddressCount);
    }

    [Fact]
    public void Other_addresses_are_counted_and_accepted()
    {
        VrrpSendParameters sent = Multicast() with { Addresses = [Address, Sender] };

        AssertComplained(Check(Encode(sent), Matching(Multicast())), VrrpReceiveReason.AddressMissing);
    }

    [Fact]
    public void The_same_addresses_in_another_order_are_right()
    {
        VrrpSendParameters sent = Multicast() with { Addresses = [Second, Address] };

        Assert.Equal(VrrpVerdict.Accept, Check(Encode(sent), Matching(Multicast())).Verdict);
    }

    [Theory]
    [InlineData("skip_check_adv_addr", "")]
    [InlineData("", "vrrp_skip_check_adv_addr")]
    public void The_address_list_of_a_known_sender_may_be_skipped_but_not_that_of_a_new_one(
        string line, string global)
    {
        VrrpSendParameters sent = Multicast() with { Addresses = [Address] };
        VrrpReceiveParameters parameters = Configured(line, global);
        var state = new VrrpReceiveState(new VrrpSequence());

        AssertComplained(Check(Encode(sent), parameters, ref state), VrrpReceiveReason.AddressCount);
        Assert.Equal(VrrpVerdict.Accept, Check(Encode(sent), parameters, ref state).Verdict);
        AssertComplained(
            Check(Encode(sent with { Source = Receiver }), parameters, ref state), VrrpReceiveReason.AddressCount);
    }

    [Theory]
    [InlineData("check_unicast_src", "")]
    [InlineData("", "vrrp_check_unicast_src")]
    public void A_stranger_is_no_peer(string line, string global)
    {
        const string peers = "unicast_peer {\n192.0.2.3\n}";
        Assert.True(Check(Encode(Unicast()), Configured(peers)).IsAccepted);

        VrrpReceiveVerdict verdict = Check(Encode(Unicast()), Configured($"{peers}\n{line}", global));

        Assert.Equal(VrrpReceiveReason.UnknownPeer, verdict.Reason);
        Assert.Equal(VrrpVerdict.Drop, verdict.Verdict);
    }

    [Theory]
    [InlineData(63, false)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_peer_has_to_be_as_far_as_configured(byte timeToLive, bool isAccepted)
    {
        VrrpReceiveParameters parameters = Configured("unicast_peer {\n192.0.2.2 min_ttl 64 max_ttl 64\n}");

        VrrpReceiveVerdict verdict = Check(WithTimeToLive(Encode(Unicast()), timeToLive), parameters);

        Assert.Equal(isAccepted, verdict.IsAccepted);
        Assert.Equal(!isAccepted, verdict.Counters.Has(VrrpCounter.TtlErrors));
    }

    private const string Peer = "unicast_peer {\n192.0.2.2\n}";

    private static string Password(string password) =>
        $"authentication {{\nauth_type PASS\nauth_pass {password}\n}}";

    private static VrrpReceiveParameters Configured(string lines, string globals = "") =>
        VrrpParametersFactory.CreateReceive(ConfLines.Instance(lines, globals));

    [Fact]
    public void Of_two_flaws_the_earlier_one_is_counted()
    {
        byte[] datagram = WithTimeToLive(Patch(Encode(Multicast()), 4, 9, repair: false), 1);

        AssertDropped(Check(datagram, Matching(Multicast())), VrrpReceiveReason.Ttl, VrrpCounter.TtlErrors);
    }

    [Fact]
    public void The_same_flaw_is_reported_once_until_a_new_sender_is_right()
    {
        byte[] wrong = WithTimeToLive(Encode(Multicast()), 1);
        byte[] right = Encode(Multicast() with { Source = IpAddress.Parse("192.0.2.3") });
        VrrpReceiveParameters parameters = Matching(Multicast());
        var state = new VrrpReceiveState(new VrrpSequence());

        bool first = Check(wrong, parameters, ref state).IsFirst;
        bool second = Check(wrong, parameters, ref state).IsFirst;
        Check(right, parameters, ref state);
        bool third = Check(wrong, parameters, ref state).IsFirst;
        state.ForgetReports();
        bool fourth = Check(wrong, parameters, ref state).IsFirst;

        Assert.Equal([true, false, true, true], [first, second, third, fourth]);
    }
}
