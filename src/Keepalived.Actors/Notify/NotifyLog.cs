using Akka.Event;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Notify;

internal static class NotifyLog
{
    public static void Refused(ILoggingAdapter log, ScriptStep step, string why) =>
        log.Warning("({0}) script {1} not run: {2}", step.Change, step.Script.Path, why);

    public static void Overtaken(ILoggingAdapter log, ScriptStep step) =>
        log.Warning(
            "({0}) the script before has run for more than 10 s; starting {1} beside it",
            step.Change, step.Script.Path);

    public static void Dropped(ILoggingAdapter log, ScriptStep step) =>
        log.Warning("({0}) too many scripts wait; {1} is left out", step.Change, step.Script.Path);

    public static void Ended(ILoggingAdapter log, ScriptStep step, in ScriptResult result)
    {
        if (result.StartError != 0)
        {
            log.Warning(
                "({0}) script {1} could not be started: {2}",
                step.Change, step.Script.Path, ErrnoText.Of(result.StartError));
        }
        else if (result.TimedOut)
        {
            log.Warning("({0}) script {1} took too long and was ended", step.Change, step.Script.Path);
        }
        else if (result.Signal != 0)
        {
            log.Warning("({0}) script {1} was ended by signal {2}", step.Change, step.Script.Path, result.Signal);
        }
        else if (result.ExitStatus != 0)
        {
            log.Info("({0}) script {1} exited with status {2}", step.Change, step.Script.Path, result.ExitStatus);
        }
    }

    public static void MailFailed(ILoggingAdapter log, string subject, string error) =>
        log.Info("Mail \"{0}\" not accepted: {1}; will be tried again", subject, error);

    public static void MailLost(ILoggingAdapter log, string subject, string error) =>
        log.Warning("Mail \"{0}\" lost: {1}", subject, error);

    public static void MailsAbandoned(ILoggingAdapter log, int count) =>
        log.Warning("{0} mail(s) lost: the daemon stops", count);

    public static void FifoRefused(ILoggingAdapter log, string failure) =>
        log.Error("No notifications to a FIFO: {0}", failure);

    /// <summary>Once for 1, 2, 4, 8 ... lines: a reader that is away for days does not fill the log.</summary>
    public static void LineDropped(ILoggingAdapter log, string path, long lost)
    {
        if (long.IsPow2(lost))
        {
            log.Warning("{0} is not read; {1} notification(s) lost, the oldest first", path, lost);
        }
    }

    public static void ReaderRefused(ILoggingAdapter log, string path, string refusal) =>
        log.Warning("FIFO script {0} not run: {1}", path, refusal);

    public static void ReaderEnded(ILoggingAdapter log, string path, TimeSpan pause) =>
        log.Warning("FIFO script {0} ended; it starts again in {1} s", path, pause.TotalSeconds);

    public static void ChildFailed(ILoggingAdapter log, string name, Exception reason, TimeSpan delay) =>
        log.Error(reason, "notify/{0} failed; it starts again in {1} s", name, delay.TotalSeconds);

    public static void FactDropped(ILoggingAdapter log, string name) =>
        log.Warning("notify/{0} is away and too many notifications wait for it; the oldest is lost", name);
}
