using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;
using static Keepalived.Core.Tests.Vrrp.Datagrams;

namespace Keepalived.Core.Tests.Vrrp;

/// <summary>The authentication header with its sequence, as receive checks and sender share it.</summary>
public class AuthenticationHeaderTests
{
    // Captured from the reference daemon: VRID 51, two addresses, key k@l; the second is the next packet.
    private const string First =
        "45c0004400010000ff335205c0a8c805e000001270040000c0a8c80500000001811e47812959b07d3752fbf8"
        + "2133960202013561c0a8c80ac0a8c80b0000000000000000";

    private const string Next =
        "45c0004400020000ff335204c0a8c805e000001270040000c0a8c805000000029d953898973d4f48ed219e65"
        + "2133960202013561c0a8c80ac0a8c80b0000000000000000";

    private static readonly VrrpSendParameters Captured = new()
    {
        VirtualRouterId = 51,
        Source = IpAddress.Parse("192.168.200.5"),
        Destinations = [VrrpCodec.MulticastGroupV4],
        Addresses = [IpAddress.Parse("192.168.200.10"), IpAddress.Parse("192.168.200.11")],
        AuthenticationType = VrrpAuthenticationType.AuthenticationHeader,
        Key = [.. "k@l"u8],
    };

    private readonly VrrpSequence _sequence = new();

    [Fact]
    public void Packets_of_the_reference_are_accepted_in_their_order()
    {
        var state = new VrrpReceiveState(_sequence);

        Assert.Equal(VrrpVerdict.Accept, Check(Convert.FromHexString(First), Matching(Captured), ref state).Verdict);
        VrrpReceiveVerdict second = Check(Convert.FromHexString(Next), Matching(Captured), ref state);

        Assert.Equal(VrrpVerdict.Accept, second.Verdict);
        Assert.Equal(2u, second.Sequence);
        Assert.Equal(150, second.Priority);
    }

    [Fact]
    public void Ours_are_the_same_bytes()
    {
        var source = new VrrpAdvertSource(Captured, _sequence);
        var buffer = new byte[200];

        int first = source.WriteNext(0, 150, buffer, out IpAddress destination);
        string firstText = Convert.ToHexStringLower(buffer.AsSpan(0, first));
        int second = source.WriteNext(0, 150, buffer, out _);

        Assert.Equal(First, firstText);
        Assert.Equal(Next, Convert.ToHexStringLower(buffer.AsSpan(0, second)));
        Assert.Equal(VrrpCodec.MulticastGroupV4, destination);
    }

    [Fact]
    public void A_replayed_packet_is_dropped()
    {
        var state = new VrrpReceiveState(_sequence);
        Check(Convert.FromHexString(First), Matching(Captured), ref state);
        VrrpReceiveVerdict verdict = Check(Convert.FromHexString(First), Matching(Captured), ref state);

        AssertFailed(verdict, VrrpReceiveReason.SequenceReplayed);
    }

    [Fact]
    public void Packets_in_the_wrong_order_are_dropped()
    {
        var state = new VrrpReceiveState(_sequence);
        Check(Convert.FromHexString(Next), Matching(Captured), ref state);
        VrrpReceiveVerdict verdict = Check(Convert.FromHexString(First), Matching(Captured), ref state);

        AssertFailed(verdict, VrrpReceiveReason.SequenceReplayed);
    }

    [Fact]
    public void A_wrong_key_is_dropped_and_moves_no_counter()
    {
        var state = new VrrpReceiveState(_sequence);
        VrrpReceiveParameters other = Matching(Captured) with { Key = [.. "k@l!ve1"u8] };

        AssertFailed(Check(Convert.FromHexString(First), other, ref state), VrrpReceiveReason.WrongDigest);
        Assert.Equal(0u, _sequence.Value);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(24)]
    [InlineData(35)]
    [InlineData(46)]
    public void A_changed_octet_is_dropped(int offset)
    {
        byte[] datagram = Convert.FromHexString(First);
        datagram[offset] ^= 1;
        var state = new VrrpReceiveState(_sequence);

        Assert.False(Check(datagram, Matching(Captured), ref state).IsAccepted);
        Assert.Equal(0u, _sequence.Value);
    }

    [Fact]
    public void The_time_to_live_is_signed_in_multicast()
    {
        var state = new VrrpReceiveState(_sequence);
        byte[] datagram = WithTimeToLive(Convert.FromHexString(First), 254);

        Assert.Equal(VrrpReceiveReason.Ttl, Check(datagram, Matching(Captured), ref state).Reason);
    }

    [Fact]
    public void What_was_heard_is_continued_when_sending()
    {
        var state = new VrrpReceiveState(_sequence);
        Check(Convert.FromHexString(Next), Matching(Captured), ref state);

        Assert.Equal(3u, _sequence.Next());
    }

    [Fact]
    public void What_is_older_than_what_was_sent_is_dropped()
    {
        _sequence.RaiseAbove(3);
        var state = new VrrpReceiveState(_sequence);

        VrrpReceiveVerdict verdict = Check(Convert.FromHexString(First), Matching(Captured), ref state);

        AssertFailed(verdict, VrrpReceiveReason.SequenceReplayed);
    }

    [Fact]
    public void Packets_that_cross_on_the_wire_are_heard()
    {
        var state = new VrrpReceiveState(_sequence);
        Check(Convert.FromHexString(First), Matching(Captured), ref state);
        _sequence.Next();

        Assert.True(Check(Convert.FromHexString(Next), Matching(Captured), ref state).IsAccepted);
        VrrpReceiveVerdict verdict = Check(Convert.FromHexString(Next), Matching(Captured), ref state);

        AssertFailed(verdict, VrrpReceiveReason.SequenceReplayed);
    }

    [Fact]
    public void A_late_packet_of_a_former_Master_is_dropped()
    {
        var state = new VrrpReceiveState(_sequence);
        Check(Convert.FromHexString(First), Matching(Captured), ref state);
        _sequence.RaiseAbove(50);

        VrrpReceiveVerdict verdict = Check(Convert.FromHexString(Next), Matching(Captured), ref state);

        AssertFailed(verdict, VrrpReceiveReason.SequenceReplayed);
    }

    [Fact]
    public void All_peers_get_the_same_number()
    {
        VrrpSendParameters two = Captured with { Destinations = [Sender, Receiver] };
        var source = new VrrpAdvertSource(two, _sequence);
        var buffer = new byte[200];

        source.WriteNext(0, 100, buffer, out _);
        source.WriteNext(1, 100, buffer, out _);

        Assert.Equal(1u, _sequence.Value);
        Assert.Equal(1, buffer[31]);
    }

    [Fact]
    public void A_Master_goes_on_above_a_lower_one()
    {
        var source = new VrrpAdvertSource(Captured, _sequence);

        source.RaiseSequence(77);

        Assert.Equal(78u, _sequence.Value);
        Assert.Equal(79u, _sequence.Next());
    }

    [Fact]
    public void A_used_up_counter_stands_still_until_the_next_Master()
    {
        var sequence = new VrrpSequence(VrrpSequence.UsedUpAt - 1);
        var source = new VrrpAdvertSource(Captured, sequence);

        uint last = sequence.Next();
        uint again = sequence.Next();
        source.RaiseSequence(0);

        Assert.Equal(VrrpSequence.UsedUpAt, last);
        Assert.Equal(VrrpSequence.UsedUpAt, again);
        Assert.Equal(1u, sequence.Next());
    }

    [Fact]
    public void A_counter_that_is_not_used_up_goes_on_at_the_next_Master()
    {
        var sequence = new VrrpSequence(500);

        new VrrpAdvertSource(Captured, sequence).RaiseSequence(0);

        Assert.Equal(501u, sequence.Next());
    }

    private static void AssertFailed(VrrpReceiveVerdict verdict, VrrpReceiveReason reason)
    {
        Assert.Equal(reason, verdict.Reason);
        Assert.Equal(VrrpVerdict.Drop, verdict.Verdict);
        Assert.Equal(VrrpCounterSet.None.With(VrrpCounter.AuthenticationFailures), verdict.Counters);
    }
}
