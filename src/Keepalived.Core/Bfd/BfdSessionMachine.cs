using Keepalived.Wire.Bfd;

namespace Keepalived.Core.Bfd;

/// <summary>
/// A BFD session in asynchronous mode (RFC 5880 6.8), pure: state, event and time in, state and effects out. Echo,
/// demand mode of our own and authentication are not used.
/// </summary>
public static partial class BfdSessionMachine
{
    /// <summary>While the peer has not said what it takes (RFC 5880 6.8.1): one microsecond.</summary>
    private static readonly TimeSpan s_unknownReceive = TimeSpan.FromMicroseconds(1);

    /// <summary>A peer that polls faster gets no more answers: nobody makes us a source of a flood.</summary>
    private static readonly TimeSpan s_finalGap = TimeSpan.FromMilliseconds(1);

    /// <summary>Said so often at the end, because one may get lost and nobody stays to repeat it.</summary>
    private const int Goodbyes = 3;

    /// <param name="discriminator">Not 0; unlike those of the other sessions, and not to be guessed.</param>
    public static BfdSessionState Initial(BfdParameters parameters, uint discriminator) => new()
    {
        Session = BfdState.Down,
        Remote = BfdState.Down,
        LocalDiscriminator = discriminator,
        RemoteReceive = s_unknownReceive,
        Transmit = Idle(parameters),
        TransmitInUse = Idle(parameters),
        Receive = parameters.MinimumReceive,
        ReceiveInUse = parameters.MinimumReceive,
        NextSend = BfdSessionState.Never,
        LastFinal = TimeSpan.MinValue,
    };

    /// <summary>The packet that the state has to send; RFC 5880 6.8.7.</summary>
    public static BfdControlPacket PacketOf(BfdParameters parameters, in BfdSessionState state, bool isFinal) => new()
    {
        State = state.Session,
        Diagnostic = state.Diagnostic,
        Poll = state.Polling && !isFinal,
        Final = isFinal,
        DetectMultiplier = parameters.Multiplier,
        MyDiscriminator = state.LocalDiscriminator,
        YourDiscriminator = state.RemoteDiscriminator,
        DesiredMinTransmit = Microseconds(state.Transmit),
        RequiredMinReceive = Microseconds(state.Receive),
    };

    public static BfdSessionState Handle(
        BfdParameters parameters, in BfdSessionState state, in BfdEvent e, List<BfdEffect> effects)
    {
        if (state.Session == BfdState.AdminDown)
        {
            // It has ended; what comes late means nothing.
            return state;
        }

        switch (e.Kind)
        {
            case BfdEventKind.Started:
                return Schedule(parameters, state with { LastSent = e.Now - Idle(parameters) }, e, effects);
            case BfdEventKind.PacketReceived when IsForUs(state, e.Packet):
                return Received(parameters, state, e, effects);
            case BfdEventKind.SendDue when e.Generation == state.SendGeneration:
                return Send(parameters, state with { NextSend = BfdSessionState.Never }, e, effects);
            case BfdEventKind.DetectionExpired when e.Generation == state.DetectionGeneration:
                return Expired(parameters, state, e, effects);
            case BfdEventKind.Reconfigured:
                return Reconfigured(parameters, state, e, effects);
            case BfdEventKind.Stopped:
                return Stopped(state, effects);
            default:
                return state;
        }
    }

    /// <summary>The part of RFC 5880 6.8.6 that needs the session; the decoder has checked the rest.</summary>
    private static bool IsForUs(in BfdSessionState state, in BfdControlPacket packet) =>
        packet.YourDiscriminator == 0
            ? packet.State <= BfdState.Down
            : packet.YourDiscriminator == state.LocalDiscriminator;

    /// <summary>Now, whatever the schedule says: contents that differ are not held back (RFC 5880 6.8.7).</summary>
    private static BfdSessionState Send(
        BfdParameters parameters, in BfdSessionState state, in BfdEvent e, List<BfdEffect> effects)
    {
        if (!MaySend(parameters, state))
        {
            return Schedule(parameters, state, e, effects);
        }

        effects.Add(new BfdEffect(BfdEffectKind.Send));
        return Schedule(
            parameters, state with { LastSent = e.Now, NextSend = BfdSessionState.Never }, e, effects);
    }

    private static bool MaySend(BfdParameters parameters, in BfdSessionState state) =>
        state.RemoteReceive > TimeSpan.Zero
        && !(parameters.Passive && state.RemoteDiscriminator == 0)
        // The peer asks for silence while all is well (demand mode).
        && !(state.RemoteDemand && state is { Session: BfdState.Up, Remote: BfdState.Up, Polling: false });

    /// <summary>
    /// The next periodic packet: earlier than planned when the interval has become shorter, else as planned.
    /// </summary>
    private static BfdSessionState Schedule(
        BfdParameters parameters, in BfdSessionState state, in BfdEvent e, List<BfdEffect> effects)
    {
        if (!MaySend(parameters, state))
        {
            if (state.NextSend != BfdSessionState.Never)
            {
                effects.Add(new BfdEffect(BfdEffectKind.StopSendTimer));
            }

            return state with { NextSend = BfdSessionState.Never };
        }

        TimeSpan due = state.LastSent + (state.TransmitInterval * Jitter(parameters, e.Fraction));
        due = due > e.Now ? due : e.Now;
        if (due >= state.NextSend)
        {
            return state;
        }

        int generation = state.SendGeneration + 1;
        effects.Add(new BfdEffect(BfdEffectKind.StartSendTimer) { DueAt = due, Generation = generation });
        return state with { NextSend = due, SendGeneration = generation };
    }

    /// <summary>RFC 5880 6.8.7: up to a quarter less; with a multiplier of 1 at least a tenth less.</summary>
    private static double Jitter(BfdParameters parameters, double fraction) =>
        parameters.Multiplier == 1 ? 0.9 - (0.15 * fraction) : 1.0 - (0.25 * fraction);

    private static TimeSpan Idle(BfdParameters parameters) =>
        parameters.IdleTransmit > TimeSpan.FromSeconds(1) ? parameters.IdleTransmit : TimeSpan.FromSeconds(1);

    private static uint Microseconds(TimeSpan time) =>
        (uint)Math.Clamp(time.Ticks / TimeSpan.TicksPerMicrosecond, 0, uint.MaxValue);
}
