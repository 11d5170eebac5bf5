using Keepalived.Config.Grammar;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Validation;

/// <summary>Trackers: what they name must exist, owners ignore weights, entries inherit weights.</summary>
internal static class TrackRules
{
    public static void Apply(RuleContext context)
    {
        foreach (InstanceDraft d in context.Draft.Instances)
        {
            string who = $"({d.Name})";
            Unknown(context, who, d.Trackers);
            d.Trackers.Interfaces.RemoveAll(t =>
            {
                bool own = t.Name == d.Config.Interface && !d.Config.DontTrackPrimary;
                if (own)
                {
                    context.Diagnostics.Error(t.Span, $"{who} Ignoring track_interface {t.Name} since own interface");
                }

                return own;
            });
            if (d.Config.Priority == 255)
            {
                Owner(context, d);
            }
        }

        foreach (SyncGroupDraft group in context.Draft.SyncGroups)
        {
            Unknown(context, $"({group.Name})", group.Trackers);
        }
    }

    /// <summary>Files, processes and BFD sessions that cannot be used go away.</summary>
    public static void CheckObjects(RuleContext context)
    {
        ConfigDraft draft = context.Draft;
        draft.TrackFiles.RemoveAll(file => Missing(context, file.Span, file.Path.Length == 0,
            $"No file set for track_file {file.Name} - ignoring"));
        draft.Processes.RemoveAll(process => Missing(context, process.Span, process.Config.ProcessPath.Length == 0,
            $"track process '{process.Name}' process name not specified"));
        draft.Bfds.RemoveAll(bfd => Missing(context, bfd.Span, !bfd.HasNeighbor,
            $"Configuration error: BFD instance {bfd.Name} has no neighbor address set, disabling instance"));
        HashSet<System.Net.IPAddress> neighbors = [];
        draft.Bfds.RemoveAll(bfd => Missing(context, bfd.Span, !neighbors.Add(bfd.Config.Neighbor),
            $"Configuration error: BFD instance {bfd.Name} has duplicate neighbor address {bfd.Config.Neighbor}, " +
            "ignoring instance"));
        foreach (ProcessDraft process in draft.Processes)
        {
            if (process.Config.QuorumMax is int max && max != 0 && max < process.Config.Quorum)
            {
                context.Diagnostics.Error(process.Span,
                    $"quorum_max {max} of vrrp_track_process {process.Name} is less than " +
                    $"quorum {process.Config.Quorum} - ignoring quorum_max");
                process.Config = process.Config with { QuorumMax = null };
            }
        }
    }

    private static bool Missing(RuleContext context, SourceSpan span, bool missing, string text, string hint = "")
    {
        if (missing)
        {
            context.Diagnostics.Error(span, text, hint);
        }

        return missing;
    }

    private static void Unknown(RuleContext context, string who, TrackersDraft trackers)
    {
        ConfigDraft draft = context.Draft;
        Remove(context, $"{who} track script", trackers.Scripts, "vrrp_script", draft.Scripts.Select(s => s.Name));
        Remove(context, $"{who} track file", trackers.Files, "track_file", draft.TrackFiles.Select(s => s.Name));
        Remove(context, $"{who} track process", trackers.Processes, "vrrp_track_process",
            draft.Processes.Select(s => s.Name));
        Remove(context, $"{who} track bfd", trackers.Bfds, "bfd_instance",
            draft.Bfds.Where(s => s.ForVrrp).Select(s => s.Name));
        foreach (TrackDraft entry in trackers.Interfaces.ToArray())
        {
            if (!context.InterfacesMayBeAbsent && !context.CheckInterface(entry.Name, entry.Span,
                $"track_interface of {who}"))
            {
                trackers.Interfaces.Remove(entry);
            }
        }
    }

    private static void Remove(RuleContext context, string who, List<TrackDraft> entries, string block,
        IEnumerable<string> names)
    {
        if (entries.Count == 0)
        {
            return;
        }

        HashSet<string> known = [.. names];
        entries.RemoveAll(entry => Missing(context, entry.Span, !known.Contains(entry.Name),
            $"{who} {entry.Name} not found, ignoring...",
            NearestWord.Find(entry.Name, known) is { Length: > 0 } near
                ? $"did you mean '{near}'?"
                : $"{block} {entry.Name} {{ ... }} at top level defines it"));
    }

    // An owner's priority is always 255, so a weight cannot do anything.
    private static void Owner(RuleContext context, InstanceDraft d)
    {
        ConfigDraft draft = context.Draft;
        void Drop(List<TrackDraft> entries, string kind, Func<TrackDraft, int> weight) => entries.RemoveAll(entry =>
            Missing(context, entry.Span, weight(entry) != 0,
                $"({d.Name}) ignoring tracked {kind} {entry.Name} with weight {weight(entry)} due to address_owner"));
        Drop(d.Trackers.Interfaces, "interface", static t => t.Weight ?? 0);
        Drop(d.Trackers.Scripts, "script", t => t.Weight ?? draft.Scripts.Find(s => s.Name == t.Name)?.Weight ?? 0);
        Drop(d.Trackers.Files, "file", t => t.Weight ?? draft.TrackFiles.Find(s => s.Name == t.Name)?.Weight ?? 0);
        Drop(d.Trackers.Processes, "process", t => t.Weight
            ?? draft.Processes.Find(s => s.Name == t.Name)?.Config.Weight ?? 0);
        Drop(d.Trackers.Bfds, "bfd", t => t.Weight ?? draft.Bfds.Find(s => s.Name == t.Name)?.Config.Weight ?? 0);
    }
}
