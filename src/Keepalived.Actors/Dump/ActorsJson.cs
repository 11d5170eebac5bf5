using System.Globalization;
using System.Text;
using Keepalived.Actors.Vrrp;
using Keepalived.Core.Notify;

namespace Keepalived.Actors.Dump;

/// <summary>keepalived_actors.json: what the reference's file has no place for (decision 24).</summary>
internal static class ActorsJson
{
    public static StringBuilder Of(DumpState state)
    {
        JsonText json = new();
        json.Open('{');
        json.Add("time", state.Now.ToString("yyyy-MM-ddTHH:mm:ss.ffffffK", CultureInfo.InvariantCulture));
        json.Add("revision", state.Revision);
        json.AddIf("last_reload", state.LastReload);
        json.Key("clock").Open('{');
        json.Add("stalls", state.Stalls.Count);
        json.Add("longest_stall_ms", (long)state.Stalls.Longest.TotalMilliseconds);
        json.Close('}');
        WriteMemory(json, state.Memory);
        json.Key("instances").Open('[');
        foreach (VrrpInstanceSnapshot instance in state.Vrrp.Instances)
        {
            WriteInstance(json, instance);
        }

        json.Close(']');
        WriteParts(json, state);
        WriteKernel(json, state);
        WriteNotify(json, state);
        if (state.Lvs is { } lvs)
        {
            LvsJson.Write(json, lvs);
        }

        ServiceStatistics.Write(json, state.Kernel);
        BfdText.Write(json, state);
        json.AddIfAny("silent", state.Silent);
        return json.Close('}').Line().Written;
    }

    private static void WriteMemory(JsonText json, in MemoryFigures memory)
    {
        json.Key("memory").Open('{');
        json.Add("collections", memory.Collections);
        json.Add("middle_collections", memory.MiddleCollections);
        json.Add("full_collections", memory.FullCollections);
        json.Add("allocated_bytes", memory.AllocatedBytes);
        json.Add("paused_us", (long)memory.Paused.TotalMicroseconds);
        json.Close('}');
    }

    /// <summary>Trackers, actors and the mailboxes that can be seen.</summary>
    private static void WriteParts(JsonText json, DumpState state)
    {
        json.Key("trackers").Open('[');
        foreach (TrackerSnapshot tracker in state.Vrrp.Trackers)
        {
            json.Open('{');
            json.Add("kind", tracker.Kind);
            json.Add("name", tracker.Name);
            json.Add("status", tracker.Status);
            json.Add("detail", tracker.Detail);
            json.Close('}');
        }

        json.Close(']').Key("actors").Open('[');
        foreach (ActorSnapshot actor in ActorsText.All(state))
        {
            json.Open('{');
            json.Add("path", actor.Path);
            json.Add("kind", actor.Kind);
            json.Add("restarts", actor.Restarts);
            json.Add("last_error", actor.LastError);
            json.Close('}');
        }

        json.Close(']').Key("mailboxes").Open('{');
        foreach (MailboxSnapshot mailbox in state.Mailboxes)
        {
            json.Add(mailbox.Path, mailbox.Length);
        }

        json.Close('}');
    }

    private static void WriteInstance(JsonText json, VrrpInstanceSnapshot instance)
    {
        json.Open('{');
        json.Add("name", instance.Config.Name);
        json.Add("state", instance.State.Word());
        json.Add("reason", VrrpReasonText.Of(instance.LastReason));
        json.Add("faults", instance.Faults.ToString());
        json.Add("effective_priority", instance.EffectivePriority);
        json.Add("source", instance.Source.ToString());
        json.Add("installed", instance.Installed.Length);
        json.AddIf("group", instance.Group);
        json.Close('}');
    }

    private static void WriteKernel(JsonText json, DumpState state)
    {
        if (state.Kernel is { } kernel)
        {
            json.Key("kernel").Open('{');
            json.Add("epoch", kernel.Epoch);
            json.Add("batches", kernel.BatchesApplied);
            json.Add("commands", kernel.CommandsApplied);
            json.Add("failures", kernel.Failures);
            json.Add("items_owned", kernel.ItemsOwned);
            json.Add("items_restored", kernel.ItemsRestored);
            json.Add("last_error", kernel.LastError);
            json.AddIf("lvs_backend_in_use", kernel.LvsBackend);
            json.AddIf("lvs_degraded", kernel.LvsDegradation);
            json.Close('}');
        }
    }

    private static void WriteNotify(JsonText json, DumpState state)
    {
        if (state.Notify is { } notify)
        {
            json.Key("notify").Open('{');
            json.Add("scripts_started", notify.ScriptsStarted);
            json.Add("scripts_failed", notify.ScriptsFailed);
            json.Add("scripts_running", notify.ScriptsRunning);
            json.Add("scripts_waiting", notify.ScriptsWaiting);
            json.Add("scripts_dropped", notify.ScriptsDropped);
            json.Add("mails_sent", notify.MailsSent);
            json.Add("mails_waiting", notify.MailsWaiting);
            json.Add("mails_lost", notify.MailsLost);
            json.Add("fifo_lines_lost", notify.FifoLinesLost);
            json.Add("last_mail_error", notify.LastMailError);
            json.Close('}');
        }
    }
}
