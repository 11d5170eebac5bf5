using Akka.Event;
using Keepalived.Core.Bfd;
using Keepalived.Wire.Bfd;

namespace Keepalived.Actors.Bfd;

/// <summary>What sessions say to people.</summary>
internal static class BfdLog
{
    public static void Entered(ILoggingAdapter log, string name, in BfdSessionState state, BfdState before)
    {
        if (state.Session != BfdState.Down)
        {
            log.Info("({0}) Entering {1} state", name, BfdDiagnosticText.Of(state.Session));
            return;
        }

        string local = BfdDiagnosticText.Of(state.Diagnostic);
        string remote = BfdDiagnosticText.Of(state.RemoteDiagnostic);
        if (state.Diagnostic == BfdDiagnostic.ControlDetectionTimeExpired)
        {
            log.Warning("({0}) Heard nothing for {1} ms", name, state.DetectionTime.TotalMilliseconds);
        }

        if (before == BfdState.Up && state.Remote == BfdState.AdminDown)
        {
            log.Info("({0}) The neighbor was shut down in order; who tracks it goes on", name);
        }

        const string text = "({0}) Entering Down state (Local diagnostic - {1}, Remote diagnostic - {2})";
        if (before == BfdState.Up)
        {
            log.Warning(text, name, local, remote);
        }
        else
        {
            log.Info(text, name, local, remote);
        }
    }

    public static void PollStarted(ILoggingAdapter log, string name) =>
        log.Info("({0}) Starting poll sequence", name);

    public static void Times(ILoggingAdapter log, string name, in BfdSessionState state)
    {
        if (log.IsDebugEnabled)
        {
            log.Debug(
                "({0}) sends every {1} ms, hears every {2} ms, is down after {3} ms of silence",
                name,
                state.TransmitInterval.TotalMilliseconds,
                state.ReceiveInterval.TotalMilliseconds,
                state.DetectionTime.TotalMilliseconds);
        }
    }

    public static void Sending(ILoggingAdapter log, string name, string failure)
    {
        if (failure.Length > 0)
        {
            log.Warning("({0}) Packets cannot be sent: {1}", name, failure);
        }
        else
        {
            log.Info("({0}) Packets can be sent again", name);
        }
    }
}
