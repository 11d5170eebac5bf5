using Keepalived.Core.Bfd;
using Keepalived.Wire.Bfd;
using static Keepalived.Core.Bfd.BfdEffectKind;

namespace Keepalived.Core.Tests.Bfd;

public class BfdSessionMachineTests
{
    private const uint Ours = 0x1111;
    private const uint Theirs = 0x2222;

    private readonly List<BfdEffect> _effects = [];
    private BfdParameters _parameters = new()
    {
        MinimumReceive = Ms(50), MinimumTransmit = Ms(40), IdleTransmit = Ms(1000), Multiplier = 3,
    };

    private BfdSessionState _state;
    private TimeSpan _now = TimeSpan.FromHours(1);

    public BfdSessionMachineTests() => _state = BfdSessionMachine.Initial(_parameters, Ours);

    [Fact]
    public void It_begins_down_and_says_so_once_a_second_at_most()
    {
        Handle(BfdEventKind.Started);

        Assert.Equal([StartSendTimer], Kinds());
        Assert.Equal(_now, _effects[0].DueAt);
        Fire();
        Assert.Equal([Send, StartSendTimer], Kinds());
        Assert.InRange(_effects[1].DueAt - _now, Ms(750), Ms(1000));
        BfdControlPacket packet = Packet();
        Assert.Equal((BfdState.Down, Ours, 0u), (packet.State, packet.MyDiscriminator, packet.YourDiscriminator));
        Assert.Equal((1_000_000u, 50_000u), (packet.DesiredMinTransmit, packet.RequiredMinReceive));
        Assert.Equal((byte)3, packet.DetectMultiplier);
    }

    [Theory]
    [InlineData(BfdState.Down, BfdState.Down, BfdState.Init)]
    [InlineData(BfdState.Down, BfdState.Init, BfdState.Up)]
    [InlineData(BfdState.Down, BfdState.Up, BfdState.Down)]
    [InlineData(BfdState.Down, BfdState.AdminDown, BfdState.Down)]
    [InlineData(BfdState.Init, BfdState.Down, BfdState.Init)]
    [InlineData(BfdState.Init, BfdState.Init, BfdState.Up)]
    [InlineData(BfdState.Init, BfdState.Up, BfdState.Up)]
    [InlineData(BfdState.Init, BfdState.AdminDown, BfdState.Down)]
    [InlineData(BfdState.Up, BfdState.Down, BfdState.Down)]
    [InlineData(BfdState.Up, BfdState.Init, BfdState.Up)]
    [InlineData(BfdState.Up, BfdState.Up, BfdState.Up)]
    [InlineData(BfdState.Up, BfdState.AdminDown, BfdState.Down)]
    public void The_handshake_is_that_of_the_standard(BfdState ours, BfdState theirs, BfdState next)
    {
        Bring(ours);

        Receive(theirs);

        Assert.Equal(next, _state.Session);
        // A change is told at once; the same is told when its time comes.
        Assert.Equal(ours != next, Kinds().Contains(Send));
        Assert.Equal(ours != next, Kinds().Contains(StateChanged));
        if (ours == BfdState.Up && next == BfdState.Down)
        {
            Assert.Equal(BfdDiagnostic.NeighborSignaledSessionDown, _state.Diagnostic);
        }
    }

    [Fact]
    public void Coming_up_offers_the_fast_intervals_and_uses_the_slower_of_both_sides()
    {
        Bring(BfdState.Init);

        Receive(BfdState.Up, transmit: 30_000, receive: 70_000);

        Assert.Contains(PollStarted, Kinds());
        Assert.True(Packet().Poll);
        Assert.Equal(40_000u, Packet().DesiredMinTransmit);
        Assert.Equal(Ms(70), _state.TransmitInterval);
        Assert.Equal(Ms(3 * 50), _state.DetectionTime);
        Assert.True(_effects.Single(e => e.Kind == StatusChanged).IsUp);

        Receive(BfdState.Up, transmit: 30_000, receive: 70_000, final: true);
        Assert.False(Packet().Poll);
    }

    [Fact]
    public void The_multiplier_of_the_detection_time_is_the_peers()
    {
        Bring(BfdState.Up);

        Receive(BfdState.Up, transmit: 100_000, multiplier: 7);

        Assert.Equal(Ms(700), _state.DetectionTime);
        Assert.Equal(_now + Ms(700), _effects.Single(e => e.Kind == StartDetectionTimer).DueAt);
    }

    [Fact]
    public void Silence_brings_it_down_and_back_to_the_slow_interval()
    {
        Bring(BfdState.Up);
        int generation = _state.DetectionGeneration;

        Handle(BfdEventKind.DetectionExpired, generation: generation - 1);
        Assert.Empty(_effects);
        _now += Ms(150);
        Handle(BfdEventKind.DetectionExpired, generation: generation);

        Assert.Equal(BfdState.Down, _state.Session);
        Assert.Equal(BfdDiagnostic.ControlDetectionTimeExpired, _state.Diagnostic);
        Assert.False(_effects.Single(e => e.Kind == StatusChanged).IsUp);
        Assert.Contains(Send, Kinds());
        Assert.Equal((0u, 1_000_000u), (Packet().YourDiscriminator, Packet().DesiredMinTransmit));
        Assert.Equal(BfdDiagnostic.ControlDetectionTimeExpired, Packet().Diagnostic);
        Assert.False(Packet().Poll);
    }

    [Fact]
    public void A_peer_that_says_goodbye_is_no_failure_of_the_path()
    {
        Bring(BfdState.Up);

        Receive(BfdState.AdminDown);

        Assert.Equal(BfdState.Down, _state.Session);
        Assert.DoesNotContain(StatusChanged, Kinds());
        _now += TimeSpan.FromSeconds(9);
        Handle(BfdEventKind.DetectionExpired, generation: _state.DetectionGeneration);
        Assert.DoesNotContain(StatusChanged, Kinds());
        Assert.Equal(0u, _state.RemoteDiscriminator);
    }

    [Fact]
    public void A_poll_is_answered_at_once_but_not_without_bound()
    {
        Bring(BfdState.Up);

        Receive(BfdState.Up, poll: true);
        Assert.Contains(SendFinal, Kinds());
        Receive(BfdState.Up, poll: true, after: TimeSpan.Zero);
        Assert.DoesNotContain(SendFinal, Kinds());
        Receive(BfdState.Up, poll: true, after: Ms(1));
        Assert.Contains(SendFinal, Kinds());
        BfdControlPacket final = BfdSessionMachine.PacketOf(_parameters, _state, isFinal: true);
        Assert.True(final.Final);
        Assert.False(final.Poll);
    }

    [Fact]
    public void A_packet_for_another_session_is_no_packet()
    {
        Bring(BfdState.Up);
        BfdSessionState before = _state;

        Receive(BfdState.Down, yours: Ours + 1);

        Assert.Equal(before, _state);
        Assert.Empty(_effects);
    }

    [Fact]
    public void The_passive_side_speaks_when_spoken_to_and_is_silent_again_when_the_peer_is_gone()
    {
        _parameters = _parameters with { Passive = true };
        _state = BfdSessionMachine.Initial(_parameters, Ours);
        Handle(BfdEventKind.Started);
        Assert.Empty(_effects);

        Receive(BfdState.Down, yours: 0);
        Assert.Contains(Send, Kinds());
        _now += TimeSpan.FromSeconds(9);
        Handle(BfdEventKind.DetectionExpired, generation: _state.DetectionGeneration);

        Assert.Equal([StateChanged, StopSendTimer], Kinds());
    }

    [Fact]
    public void A_peer_that_wants_no_packets_gets_none()
    {
        Bring(BfdState.Up);

        Receive(BfdState.Up, receive: 0);

        Assert.Contains(StopSendTimer, Kinds());
        Receive(BfdState.Up, receive: 50_000);
        Assert.Contains(StartSendTimer, Kinds());
    }

    [Fact]
    public void A_peer_in_demand_mode_is_left_in_peace_while_all_is_well()
    {
        Bring(BfdState.Up);
        Receive(BfdState.Up, final: true);

        Receive(BfdState.Up, demand: true);

        Assert.Contains(StopSendTimer, Kinds());
    }

    [Fact]
    public void A_shorter_interval_of_the_peer_is_kept_from_the_next_packet_on()
    {
        Bring(BfdState.Up);
        Receive(BfdState.Up, receive: 2_000_000, final: true);
        Fire();
        Assert.InRange(_state.NextSend - _now, Ms(1500), Ms(2000));

        Receive(BfdState.Up, receive: 50_000);

        Assert.InRange(_state.NextSend - _now, TimeSpan.Zero, Ms(50));
    }

    [Fact]
    public void A_longer_interval_waits_for_the_peers_answer_a_shorter_one_does_not()
    {
        Bring(BfdState.Up);
        Receive(BfdState.Up, receive: 1_000, transmit: 1_000, final: true);

        _parameters = _parameters with { MinimumTransmit = Ms(200), MinimumReceive = Ms(20) };
        Handle(BfdEventKind.Reconfigured);

        Assert.Contains(Send, Kinds());
        BfdControlPacket offered = Packet();
        Assert.Equal((true, 200_000u, 20_000u),
            (offered.Poll, offered.DesiredMinTransmit, offered.RequiredMinReceive));
        Assert.Equal(Ms(40), _state.TransmitInterval);
        Assert.Equal(Ms(50), _state.ReceiveInterval);

        Receive(BfdState.Up, receive: 1_000, transmit: 1_000, final: true);
        Assert.Equal(Ms(200), _state.TransmitInterval);
        Assert.Equal(Ms(20), _state.ReceiveInterval);
        Assert.False(Packet().Poll);
    }

    [Theory]
    [InlineData(1, 0.75, 0.9)]
    [InlineData(5, 0.75, 1.0)]
    public void Packets_come_early_by_chance_but_never_late(byte multiplier, double least, double most)
    {
        _parameters = _parameters with { Multiplier = multiplier };
        Bring(BfdState.Up);
        HashSet<TimeSpan> seen = [];
        for (int i = 0; i <= 10; i++)
        {
            Fire(i / 10.0);
            TimeSpan gap = _state.NextSend - _now;
            Assert.InRange(gap, _state.TransmitInterval * (least - 1e-6), _state.TransmitInterval * (most + 1e-6));
            seen.Add(gap);
        }

        Assert.True(seen.Count > 5);
    }

    [Fact]
    public void At_the_end_it_tells_a_peer_that_it_knows_and_then_nothing_moves_it()
    {
        Bring(BfdState.Up);

        Handle(BfdEventKind.Stopped);

        Assert.Equal(3, Kinds().Count(kind => kind == Send));
        Assert.Equal((BfdState.AdminDown, BfdDiagnostic.AdministrativelyDown), (Packet().State, Packet().Diagnostic));
        Receive(BfdState.Down, yours: 0);
        Assert.Equal(BfdState.AdminDown, _state.Session);
        Assert.Empty(_effects);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Bring(BfdState session)
    {
        Handle(BfdEventKind.Started);
        if (session >= BfdState.Init)
        {
            Receive(BfdState.Down, yours: 0);
        }

        if (session == BfdState.Up)
        {
            Receive(BfdState.Init);
        }

        Assert.Equal(session, _state.Session);
    }

    private void Receive(
        BfdState state,
        uint yours = Ours,
        uint transmit = 40_000,
        uint receive = 50_000,
        byte multiplier = 3,
        bool poll = false,
        bool final = false,
        bool demand = false,
        TimeSpan? after = null)
    {
        _now += after ?? Ms(5);
        BfdControlPacket packet = new()
        {
            State = state,
            MyDiscriminator = Theirs,
            YourDiscriminator = yours,
            DesiredMinTransmit = transmit,
            RequiredMinReceive = receive,
            DetectMultiplier = multiplier,
            Poll = poll,
            Final = final,
            Demand = demand,
        };
        Handle(new BfdEvent(BfdEventKind.PacketReceived, _now, 0.5) { Packet = packet });
    }

    /// <summary>The send timer, at its time.</summary>
    private void Fire(double fraction = 0.5)
    {
        _now = _state.NextSend;
        Handle(new BfdEvent(BfdEventKind.SendDue, _now, fraction) { Generation = _state.SendGeneration });
    }

    private void Handle(BfdEventKind kind, int generation = 0) =>
        Handle(new BfdEvent(kind, _now, 0.5) { Generation = generation });

    private void Handle(BfdEvent e)
    {
        _effects.Clear();
        _state = BfdSessionMachine.Handle(_parameters, _state, e, _effects);
    }

    private List<BfdEffectKind> Kinds() => [.. _effects.Select(e => e.Kind)];

    private BfdControlPacket Packet() => BfdSessionMachine.PacketOf(_parameters, _state, isFinal: false);
}
