using Keepalived.Config.Grammar;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation;

/// <summary>Members of sync groups, and the weights of their trackers.</summary>
internal static class SyncGroupRules
{
    public static void Apply(RuleContext context)
    {
        Dictionary<string, string> memberOf = new(StringComparer.Ordinal);
        foreach (SyncGroupDraft group in context.Draft.SyncGroups)
        {
            if (group.Members.Count == 0)
            {
                context.Diagnostics.Error(group.Span, $"Sync group {group.Name} has no virtual router(s). removing");
                group.Dropped = true;
                continue;
            }

            group.Members.RemoveAll(member => !IsUsable(context, group, member.Name, memberOf));
            if (group.Members.Count == 0)
            {
                context.Diagnostics.Error(group.Span,
                    $"Sync group {group.Name}, no matching virtual router found in group declaration - removing");
                group.Dropped = true;
            }
            else if (group.Members.Count == 1)
            {
                context.Diagnostics.Error(group.Span,
                    $"Sync group {group.Name} has only 1 virtual router(s) - this probably isn't what you want");
            }

            Inherit(context, group);
        }

        context.Draft.SyncGroups.RemoveAll(static group => group.Dropped);
    }

    private static bool IsUsable(RuleContext context, SyncGroupDraft group, string name, Dictionary<string,
        string> memberOf)
    {
        if (!context.Draft.Instances.Exists(i => i.Name == name))
        {
            context.Diagnostics.Error(group.Span,
                $"Virtual router {name} specified in sync group {group.Name} doesn't exist - ignoring");
            return false;
        }

        if (memberOf.TryAdd(name, group.Name))
        {
            return true;
        }

        context.Diagnostics.Error(group.Span,
            $"Virtual router {name} cannot exist in more than one sync group; ignoring {group.Name}");
        return false;
    }

    // Members move together, so a member's own weight would only pull them apart.
    private static void Inherit(RuleContext context, SyncGroupDraft group)
    {
        foreach ((string name, _) in group.Members)
        {
            InstanceDraft d = context.Draft.Instances.First(i => i.Name == name);
            if (!group.TrackingWeight)
            {
                Unweight(context, d);
            }

            CheckTwice(context, d, group, "track_interface", d.Trackers.Interfaces, group.Trackers.Interfaces);
            CheckTwice(context, d, group, "track_script", d.Trackers.Scripts, group.Trackers.Scripts);
            CheckTwice(context, d, group, "track_file", d.Trackers.Files, group.Trackers.Files);
            CheckTwice(context, d, group, "track_process", d.Trackers.Processes, group.Trackers.Processes);
            CheckTwice(context, d, group, "track_bfd", d.Trackers.Bfds, group.Trackers.Bfds);
        }
    }

    private static void CheckTwice(
        RuleContext context, InstanceDraft d, SyncGroupDraft group, string kind, List<TrackDraft> own,
            List<TrackDraft> shared)
    {
        own.RemoveAll(entry =>
        {
            TrackDraft? twin = shared.Find(s => s.Name == entry.Name);
            if (twin is null)
            {
                return false;
            }

            context.Diagnostics.Error(entry.Span,
                $"({d.Name}) {kind} {entry.Name} is configured on VRRP instance and sync group. " +
                "Remove vrrp instance or sync group config", $"group {group.Name}");
            return true;
        });
    }

    private static void Unweight(RuleContext context, InstanceDraft d)
    {
        ConfigDraft draft = context.Draft;
        for (int i = 0; i < d.Trackers.Interfaces.Count; i++)
        {
            if ((d.Trackers.Interfaces[i].Weight ?? 0) != 0)
            {
                context.Diagnostics.Error(d.Trackers.Interfaces[i].Span,
                    $"({d.Name}) ignoring {d.Trackers.Interfaces[i].Name} tracked interface weight due to SYNC group");
                d.Trackers.Interfaces[i] = d.Trackers.Interfaces[i] with { Weight = 0 };
            }
        }

        Drop(context, d, "script", d.Trackers.Scripts, t => t.Weight
            ?? draft.Scripts.Find(s => s.Name == t.Name)?.Weight ?? 0);
        Drop(context, d, "bfd", d.Trackers.Bfds, t => t.Weight ?? draft.Bfds.Find(s => s.Name == t.Name)?.Config.Weight
            ?? 0);
        Drop(context, d, "process", d.Trackers.Processes,
            t => t.Weight ?? draft.Processes.Find(s => s.Name == t.Name)?.Config.Weight ?? 0);
        for (int i = 0; i < d.Trackers.Files.Count; i++)
        {
            TrackDraft entry = d.Trackers.Files[i];
            int weight = entry.Weight ?? draft.TrackFiles.Find(f => f.Name == entry.Name)?.Weight ?? 0;
            if (weight is 0 or 1)
            {
                d.Trackers.Files[i] = entry with { Weight = 0 };
            }
        }

        Drop(context, d, "file", d.Trackers.Files, static t => t.Weight ?? 1);
    }

    private static void Drop(RuleContext context, InstanceDraft d, string kind, List<TrackDraft> entries,
        Func<TrackDraft, int> weight) =>
        entries.RemoveAll(entry =>
        {
            bool weighted = weight(entry) != 0;
            if (weighted)
            {
                context.Diagnostics.Error(entry.Span,
                    $"({d.Name}) ignoring weight from tracked {kind} {entry.Name} due to SYNC group");
            }

            return weighted;
        });
}
