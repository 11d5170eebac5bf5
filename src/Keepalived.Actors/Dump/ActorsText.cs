using System.Globalization;
using Keepalived.Actors.Notify;
using Keepalived.Actors.Vrrp;

namespace Keepalived.Actors.Dump;

/// <summary>Our own section at the end of keepalived.data: who runs, how often it was restarted, and why.</summary>
internal static class ActorsText
{
    public static void Write(DumpText text, DumpState state)
    {
        text.Heading("Actors");
        text.Value(1, "Configuration revision", state.Revision);
        if (state.LastReload.Length > 0)
        {
            text.Value(1, "Last reload", state.LastReload);
        }

        foreach (ActorSnapshot actor in All(state))
        {
            text.Value(1, "Actor", actor.Path);
            text.Value(3, "Kind", actor.Kind);
            text.Value(3, "Restarts", actor.Restarts);
            text.Value(3, "Last error", actor.LastError.Length > 0 ? actor.LastError : "none");
        }

        foreach (MailboxSnapshot mailbox in state.Mailboxes)
        {
            text.Value(1, $"Mailbox length of {mailbox.Path}", mailbox.Length);
        }

        foreach (string silent in state.Silent)
        {
            text.Line(1, $"No answer in time from {silent}");
        }

        WriteKernel(text, state);
        WriteNotify(text, state);
    }

    /// <summary>Every actor that shows itself, in one list.</summary>
    public static IEnumerable<ActorSnapshot> All(DumpState state) =>
    [
        .. state.Vrrp.Actors,
        .. state.Vrrp.Instances.Select(instance =>
            new ActorSnapshot(instance.Path, "instance", instance.Restarts, instance.LastError)),
        .. state.Vrrp.Groups.Select(group => new ActorSnapshot(group.Path, "group", group.Restarts, "")),
        .. state.Vrrp.Trackers.Select(tracker =>
            new ActorSnapshot(tracker.Path, tracker.Kind, tracker.Restarts, "")),
        .. state.Bfd.Sessions.Select(session =>
            new ActorSnapshot(session.Path, "bfd", session.Restarts, session.LastError)),
        .. state.Notify?.Children.Select(child =>
            new ActorSnapshot(child.Path, child.Kind, child.Restarts, child.LastError)) ?? [],
    ];

    private static void WriteKernel(DumpText text, DumpState state)
    {
        if (state.Kernel is not { } kernel)
        {
            return;
        }

        text.Line(1, "Kernel gateway");
        text.Value(3, "Epoch", kernel.Epoch);
        text.Value(3, "Batches applied", kernel.BatchesApplied);
        text.Value(3, "Commands applied", kernel.CommandsApplied);
        text.Value(3, "Failures", kernel.Failures);
        text.Value(3, "Items owned", kernel.ItemsOwned);
        text.Value(3, "Items put back", kernel.ItemsRestored);
        text.Value(3, "Last error", kernel.LastError.Length > 0 ? kernel.LastError : "none");
        if (kernel.LvsBackend.Length > 0)
        {
            text.Value(3, "LVS backend in use", kernel.LvsBackend);
            text.Value(3, "LVS degraded", kernel.LvsDegradation.Length > 0 ? kernel.LvsDegradation : "no");
        }
    }

    private static void WriteNotify(DumpText text, DumpState state)
    {
        if (state.Notify is not NotifySnapshot notify)
        {
            return;
        }

        text.Line(1, "Notifications");
        text.Line(3, string.Create(
            CultureInfo.InvariantCulture,
            $"Scripts: {notify.ScriptsStarted} started, {notify.ScriptsFailed} failed, "
            + $"{notify.ScriptsRunning} running, {notify.ScriptsWaiting} waiting, {notify.ScriptsDropped} left out"));
        text.Line(3, string.Create(
            CultureInfo.InvariantCulture,
            $"Mails: {notify.MailsSent} sent, {notify.MailsWaiting} waiting, {notify.MailsLost} lost"));
        text.Value(3, "FIFO lines lost", notify.FifoLinesLost);
        text.Value(3, "Last mail error", notify.LastMailError.Length > 0 ? notify.LastMailError : "none");
    }
}
