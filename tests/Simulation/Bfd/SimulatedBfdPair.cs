using Keepalived.Core.Bfd;
using Keepalived.Wire.Bfd;

namespace Keepalived.Simulation.Bfd;

/// <summary>How the wire between two sessions treats packets.</summary>
/// <param name="LossPercent">Of packets that vanish.</param>
/// <param name="LongestDelay">Each packet takes up to this long, so that they overtake each other.</param>
/// <param name="DuplicatePercent">Of packets that arrive twice.</param>
public sealed record BfdWire(int LossPercent, TimeSpan LongestDelay, int DuplicatePercent);

/// <summary>
/// Two sessions with the real machine and the real codec on a wire that loses, delays and repeats packets. One seed,
/// one history.
/// </summary>
public sealed class SimulatedBfdPair
{
    private readonly SimulationRandom _random;

    public SimulatedBfdPair(long seed, BfdParameters left, BfdParameters right)
    {
        _random = new SimulationRandom(seed);
        Left = new SimulatedBfdEnd(this, left, 0x1000_0001);
        Right = new SimulatedBfdEnd(this, right, 0x2000_0002);
        Left.Peer = Right;
        Right.Peer = Left;
    }

    public VirtualClock Clock { get; } = new();

    public BfdWire Wire { get; set; } = new(0, TimeSpan.Zero, 0);

    public SimulatedBfdEnd Left { get; }

    public SimulatedBfdEnd Right { get; }

    public void Run(TimeSpan time) => Clock.RunUntil(Clock.Now + time, static () => { });

    internal double Fraction() => _random.Below(1_000_000) / 1_000_000.0;

    internal void Carry(SimulatedBfdEnd to, byte[] octets)
    {
        int copies = _random.Percent(Wire.DuplicatePercent) ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            if (!_random.Percent(Wire.LossPercent))
            {
                Clock.After(_random.Between(TimeSpan.Zero, Wire.LongestDelay), () => to.Receive(octets));
            }
        }
    }
}

/// <summary>One end: state, timers and what was seen of it.</summary>
public sealed class SimulatedBfdEnd(SimulatedBfdPair pair, BfdParameters parameters, uint discriminator)
{
    private readonly List<BfdEffect> _effects = [];
    private readonly BfdSessionAsWritten _checker = new();
    private BfdParameters _parameters = parameters;
    private bool _runs;

    public BfdSessionState State { get; private set; } = BfdSessionMachine.Initial(parameters, discriminator);

    public SimulatedBfdEnd Peer { get; set; } = null!;

    public byte Multiplier => _parameters.Multiplier;

    /// <summary>What trackers were told last.</summary>
    public bool IsUp { get; private set; }

    public int CameUp { get; private set; }

    public int WentDown { get; private set; }

    public int Sent { get; private set; }

    public TimeSpan LastSent { get; private set; }

    public TimeSpan DownAt { get; private set; }

    /// <summary>The longest and the shortest time between two periodic packets since the last reset.</summary>
    public (TimeSpan Least, TimeSpan Most) Gaps { get; private set; } = (TimeSpan.MaxValue, TimeSpan.Zero);

    public void ForgetGaps()
    {
        Gaps = (TimeSpan.MaxValue, TimeSpan.Zero);
        Sent = 0;
    }

    public void Start()
    {
        _runs = true;
        Handle(BfdEventKind.Started);
    }

    /// <summary>As a killed process: nothing is said, nothing is heard, and the next start knows nothing.</summary>
    public void Kill()
    {
        _runs = false;
        State = BfdSessionMachine.Initial(_parameters, State.LocalDiscriminator + 1);
        _checker.Forget();
        IsUp = false;
    }

    public void Stop() => Handle(BfdEventKind.Stopped);

    public void Reconfigure(BfdParameters next)
    {
        _parameters = next;
        Handle(BfdEventKind.Reconfigured);
    }

    internal void Receive(byte[] octets)
    {
        if (!BfdControlPacket.TryDecode(octets, out BfdControlPacket packet, out Wire.DecodeError error))
        {
            throw new InvalidOperationException($"the peer sent what it may not: {error.Kind}");
        }

        if (_runs)
        {
            Handle(new BfdEvent(BfdEventKind.PacketReceived, pair.Clock.Now, pair.Fraction()) { Packet = packet });
        }
    }

    private void Handle(BfdEventKind kind, int generation = 0) =>
        Handle(new BfdEvent(kind, pair.Clock.Now, pair.Fraction()) { Generation = generation });

    private void Handle(in BfdEvent e)
    {
        _effects.Clear();
        BfdSessionState before = State;
        State = BfdSessionMachine.Handle(_parameters, State, e, _effects);
        _checker.AfterStep(_parameters, before, State, e, _effects);
        foreach (BfdEffect effect in _effects.ToArray())
        {
            Run(effect);
        }
    }

    private void Run(BfdEffect effect)
    {
        switch (effect.Kind)
        {
            case BfdEffectKind.Send or BfdEffectKind.SendFinal:
                Send(effect.Kind == BfdEffectKind.SendFinal);
                break;
            case BfdEffectKind.StartSendTimer:
                At(effect.DueAt, BfdEventKind.SendDue, effect.Generation, State.LocalDiscriminator);
                break;
            case BfdEffectKind.StartDetectionTimer:
                At(effect.DueAt, BfdEventKind.DetectionExpired, effect.Generation, State.LocalDiscriminator);
                break;
            case BfdEffectKind.StatusChanged:
                Note(effect.IsUp);
                break;
        }
    }

    private void At(TimeSpan due, BfdEventKind kind, int generation, uint life) => pair.Clock.At(due, () =>
    {
        if (_runs && State.LocalDiscriminator == life)
        {
            Handle(kind, generation);
        }
    });

    private void Note(bool isUp)
    {
        if (isUp && !IsUp)
        {
            CameUp++;
        }
        else if (!isUp && IsUp)
        {
            WentDown++;
            DownAt = pair.Clock.Now;
        }

        IsUp = isUp;
    }

    private void Send(bool isFinal)
    {
        byte[] octets = new byte[BfdControlPacket.Length];
        BfdSessionMachine.PacketOf(_parameters, State, isFinal).Encode(octets);
        if (!isFinal)
        {
            TimeSpan gap = pair.Clock.Now - LastSent;
            Gaps = Sent == 0 ? Gaps : (gap < Gaps.Least ? gap : Gaps.Least, gap > Gaps.Most ? gap : Gaps.Most);
            LastSent = pair.Clock.Now;
            Sent++;
        }

        pair.Carry(Peer, octets);
    }
}
