using Keepalived.Core.Bfd;
using Keepalived.Wire.Bfd;

namespace Keepalived.Simulation.Bfd;

/// <summary>
/// What must hold after each step of a session: the rules of RFC 5880 for intervals, polls and the detection time,
/// written down a second time, and no timer that nobody waits for.
/// </summary>
internal sealed class BfdSessionAsWritten
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private bool _sendTimerRuns;

    public void Forget() => _sendTimerRuns = false;

    public void AfterStep(
        BfdParameters parameters,
        in BfdSessionState before,
        in BfdSessionState after,
        in BfdEvent e,
        IReadOnlyList<BfdEffect> effects)
    {
        if (after.Session == BfdState.AdminDown)
        {
            return;
        }

        RequireIntervals(parameters, before, after, effects);
        RequirePoll(before, after, e);
        RequireDetection(before, after, e, effects);
        _sendTimerRuns &= !(e.Kind == BfdEventKind.SendDue && e.Generation == before.SendGeneration);
        foreach (BfdEffect effect in effects)
        {
            Require(effect.Kind != BfdEffectKind.StopSendTimer || _sendTimerRuns, "stops a timer that does not run");
            _sendTimerRuns = effect.Kind switch
            {
                BfdEffectKind.StartSendTimer => true,
                BfdEffectKind.StopSendTimer => false,
                _ => _sendTimerRuns,
            };
        }

        Require(
            _sendTimerRuns == (after.NextSend != BfdSessionState.Never),
            $"has its next packet at {after.NextSend}, and its timer runs: {_sendTimerRuns}");
    }

    /// <summary>RFC 5880 6.8.3: one a second at most until it is up; a change while it is up is polled.</summary>
    private static void RequireIntervals(
        BfdParameters parameters,
        in BfdSessionState before,
        in BfdSessionState after,
        IReadOnlyList<BfdEffect> effects)
    {
        TimeSpan idle = TimeSpan.FromTicks(Math.Max(Slow.Ticks, parameters.IdleTransmit.Ticks));
        TimeSpan transmit = after.IsUp ? parameters.MinimumTransmit : idle;
        Require(after.Transmit == transmit, $"offers {after.Transmit} while {after.Session}, not {transmit}");
        bool changes = after.Transmit != before.Transmit || after.Receive != before.Receive;
        bool polls = effects.Any(one => one.Kind == BfdEffectKind.PollStarted);
        Require(polls == (changes && after.IsUp), $"polls: {polls}, its offer changed: {changes}");
        bool isAgreed = after.Transmit == after.TransmitInUse && after.Receive == after.ReceiveInUse;
        Require(isAgreed || after.Polling, "uses other intervals than it offers, and does not ask for them");
        if (after.Polling)
        {
            // What would surprise the peer waits: sending less often, or wanting packets more often.
            TimeSpan slowest = TimeSpan.FromTicks(Math.Min(before.TransmitInUse.Ticks, after.Transmit.Ticks));
            TimeSpan longest = TimeSpan.FromTicks(Math.Max(before.ReceiveInUse.Ticks, after.Receive.Ticks));
            Require(
                after.TransmitInUse == slowest && after.ReceiveInUse == longest,
                $"uses {after.TransmitInUse} and {after.ReceiveInUse}, not {slowest} and {longest}");
        }
    }

    private static void RequirePoll(in BfdSessionState before, in BfdSessionState after, in BfdEvent e)
    {
        bool isAnswered = e.Kind == BfdEventKind.PacketReceived && e.Packet.Final;
        Require(!after.Polling || after.IsUp, "polls while it is not up");
        Require(
            !(before.Polling && before.IsUp && after.IsUp && !after.Polling) || isAnswered,
            "ended its poll without an answer");
        bool mayGoOn = after.Transmit != before.Transmit || after.Receive != before.Receive;
        bool isForUs = isAnswered && e.Packet.YourDiscriminator == before.LocalDiscriminator;
        Require(
            !(before.Polling && isForUs && after.Polling) || mayGoOn, "goes on with its poll although it was answered");
    }

    /// <summary>RFC 5880 6.8.4.</summary>
    private static void RequireDetection(
        in BfdSessionState before, in BfdSessionState after, in BfdEvent e, IReadOnlyList<BfdEffect> effects)
    {
        bool starts = effects.Any(one => one.Kind == BfdEffectKind.StartDetectionTimer);
        Require(!starts || after.RemoteDiscriminator != 0, "waits for a peer that it does not know");
        bool reckons = e.Kind == BfdEventKind.PacketReceived ? starts : e.Kind == BfdEventKind.Reconfigured;
        if (reckons && after.RemoteDiscriminator != 0)
        {
            TimeSpan expected = after.RemoteMultiplier * after.ReceiveInterval;
            Require(
                starts && after.DetectionTime == expected, $"detects in {after.DetectionTime}, not {expected}");
        }

        bool changed = after.TransmitInterval != before.TransmitInterval || after.DetectionTime != before.DetectionTime;
        bool tells = effects.Any(one => one.Kind == BfdEffectKind.TimesChanged);
        Require(
            e.Kind != BfdEventKind.PacketReceived || tells == changed,
            $"tells of other times: {tells}, they changed: {changed}");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvariantBroken("the session " + what);
        }
    }
}
