using Keepalived.Wire.Bfd;

namespace Keepalived.Core.Bfd;

/// <content>What packets, silence and the operator do to a session.</content>
public static partial class BfdSessionMachine
{
    private static BfdSessionState Received(
        BfdParameters parameters, in BfdSessionState state, in BfdEvent e, List<BfdEffect> effects)
    {
        BfdControlPacket packet = e.Packet;
        BfdSessionState next = state with
        {
            RemoteDiscriminator = packet.MyDiscriminator,
            Remote = packet.State,
            RemoteDiagnostic = packet.Diagnostic,
            RemoteDemand = packet.Demand,
            RemoteMultiplier = packet.DetectMultiplier,
            RemoteTransmit = TimeSpan.FromMicroseconds(packet.DesiredMinTransmit),
            RemoteReceive = TimeSpan.FromMicroseconds(packet.RequiredMinReceive),
            LastReceived = e.Now,
        };
        if (packet.Final && next.Polling)
        {
            next = next with { Polling = false, TransmitInUse = next.Transmit, ReceiveInUse = next.Receive };
        }

        next = Follow(parameters, next, packet.State, effects);
        next = Detect(next, e.Now, effects);
        if (next.TransmitInterval != state.TransmitInterval || next.DetectionTime != state.DetectionTime)
        {
            effects.Add(new BfdEffect(BfdEffectKind.TimesChanged));
        }

        if (packet.Poll && e.Now - s_finalGap >= next.LastFinal)
        {
            effects.Add(new BfdEffect(BfdEffectKind.SendFinal));
            next = next with { LastFinal = e.Now };
        }

        return next.Session != state.Session
            ? Send(parameters, next, e, effects)
            : Schedule(parameters, next, e, effects);
    }

    /// <summary>The three-way handshake of RFC 5880 6.2, as 6.8.6 puts it.</summary>
    private static BfdSessionState Follow(
        BfdParameters parameters, in BfdSessionState state, BfdState remote, List<BfdEffect> effects) =>
        (state.Session, remote) switch
        {
            (BfdState.Down, BfdState.Down) => Enter(parameters, state, BfdState.Init, state.Diagnostic, effects),
            (BfdState.Down, BfdState.Init) or (BfdState.Init, BfdState.Init or BfdState.Up) =>
                Enter(parameters, state, BfdState.Up, BfdDiagnostic.None, effects),
            (BfdState.Init, BfdState.AdminDown) or (BfdState.Up, BfdState.AdminDown or BfdState.Down) =>
                Enter(parameters, state, BfdState.Down, BfdDiagnostic.NeighborSignaledSessionDown, effects),
            _ => state,
        };

    private static BfdSessionState Enter(
        BfdParameters parameters,
        in BfdSessionState state,
        BfdState session,
        BfdDiagnostic diagnostic,
        List<BfdEffect> effects)
    {
        effects.Add(new BfdEffect(BfdEffectKind.StateChanged) { Before = state.Session });
        if (session == BfdState.Up || (state.IsUp && state.Remote != BfdState.AdminDown))
        {
            effects.Add(new BfdEffect(BfdEffectKind.StatusChanged) { IsUp = session == BfdState.Up });
        }

        BfdSessionState next = state with { Session = session, Diagnostic = diagnostic };
        return Offer(parameters, next, effects);
    }

    /// <summary>
    /// Takes the intervals that belong to the state. While up, a change is offered in a poll sequence, and what would
    /// surprise the peer waits for its answer (RFC 5880 6.8.3).
    /// </summary>
    private static BfdSessionState Offer(
        BfdParameters parameters, in BfdSessionState state, List<BfdEffect> effects)
    {
        TimeSpan transmit = state.IsUp ? parameters.MinimumTransmit : Idle(parameters);
        TimeSpan receive = parameters.MinimumReceive;
        bool differs = transmit != state.Transmit || receive != state.Receive;
        BfdSessionState next = state with { Transmit = transmit, Receive = receive };
        if (!state.IsUp)
        {
            return next with { Polling = false, TransmitInUse = transmit, ReceiveInUse = receive };
        }

        if (differs)
        {
            effects.Add(new BfdEffect(BfdEffectKind.PollStarted));
        }

        return next with
        {
            Polling = state.Polling || differs,
            TransmitInUse = transmit > state.TransmitInUse ? state.TransmitInUse : transmit,
            ReceiveInUse = receive < state.ReceiveInUse ? state.ReceiveInUse : receive,
        };
    }

    /// <summary>RFC 5880 6.8.4: the peer's multiplier, and the slower of what it wishes and what we take.</summary>
    private static BfdSessionState Detect(in BfdSessionState state, TimeSpan now, List<BfdEffect> effects)
    {
        TimeSpan time = state.RemoteMultiplier * state.ReceiveInterval;
        int generation = state.DetectionGeneration + 1;
        effects.Add(new BfdEffect(BfdEffectKind.StartDetectionTimer)
        {
            DueAt = now + time, Generation = generation,
        });
        return state with { DetectionTime = time, DetectionGeneration = generation };
    }

    private static BfdSessionState Expired(
        BfdParameters parameters, in BfdSessionState state, in BfdEvent e, List<BfdEffect> effects)
    {
        BfdSessionState next = state with
        {
            Remote = BfdState.Down,
            RemoteDiscriminator = 0,
            RemoteDemand = false,
            RemoteReceive = s_unknownReceive,
        };
        if (state.Session == BfdState.Down)
        {
            return Schedule(parameters, next, e, effects);
        }

        next = Enter(parameters, next, BfdState.Down, BfdDiagnostic.ControlDetectionTimeExpired, effects);
        return Send(parameters, next, e, effects);
    }

    private static BfdSessionState Reconfigured(
        BfdParameters parameters, in BfdSessionState state, in BfdEvent e, List<BfdEffect> effects)
    {
        // The peer learns of it, the multiplier included, from the next packet: now.
        BfdSessionState next = Offer(parameters, state, effects);
        if (next.RemoteMultiplier > 0 && next.RemoteDiscriminator != 0)
        {
            next = Detect(next, state.LastReceived, effects);
        }

        return Send(parameters, next, e, effects);
    }

    private static BfdSessionState Stopped(in BfdSessionState state, List<BfdEffect> effects)
    {
        effects.Add(new BfdEffect(BfdEffectKind.StopSendTimer));
        effects.Add(new BfdEffect(BfdEffectKind.StopDetectionTimer));
        effects.Add(new BfdEffect(BfdEffectKind.StateChanged) { Before = state.Session });
        // A peer that was never heard has nothing to be told.
        for (int i = 0; i < Goodbyes && state.RemoteDiscriminator != 0; i++)
        {
            effects.Add(new BfdEffect(BfdEffectKind.Send));
        }

        return state with
        {
            Session = BfdState.AdminDown,
            Diagnostic = BfdDiagnostic.AdministrativelyDown,
            Polling = false,
        };
    }
}
