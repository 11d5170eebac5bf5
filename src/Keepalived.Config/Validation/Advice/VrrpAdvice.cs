using Keepalived.Config.Model;

namespace Keepalived.Config.Validation.Advice;

/// <summary>Virtual routers that will not fail over as meant, or that believe anybody.</summary>
internal static class VrrpAdvice
{
    // RFC 9568 5.2.4: 255 is the address owner's; weights move a priority within 1..254.
    private const int Highest = 254;
    private const int Lowest = 1;

    public static void Apply(AdviceContext context)
    {
        foreach (VrrpInstanceConfig instance in context.Config.Instances)
        {
            Weights(context, instance);
            Unicast(context, instance);
        }

        foreach (VrrpSyncGroupConfig group in context.Config.SyncGroups)
        {
            Members(context, group);
        }
    }

    // Files are left out: their weight is a factor of what is in them.
    private static void Weights(AdviceContext context, VrrpInstanceConfig instance)
    {
        foreach ((string kind, TrackConfig tracked) in Trackers(instance).Where(static t => t.Tracked.Weight != 0))
        {
            string why = instance.Priority > Highest ? "an address owner (priority 255) keeps its priority"
                : instance.Priority == Highest && tracked.Weight > 0 ? $"{Highest} is the highest priority there is"
                : instance.Priority == Lowest && tracked.Weight < 0 ? $"{Lowest} is the lowest priority there is"
                : "";
            if (why.Length > 0 && kind != "track_file")
            {
                context.Advise(instance.Source.Span,
                    $"({instance.Name}) weight {tracked.Weight} of {kind} {tracked.Name} changes nothing: {why}",
                    "no weight, so that a failure is a FAULT; or another priority");
            }
        }
    }

    private static void Unicast(AdviceContext context, VrrpInstanceConfig instance)
    {
        if (!instance.UnicastPeers.IsEmpty && instance.Hmac is null
            && instance.AuthenticationType == AuthenticationType.None)
        {
            context.Advise(instance.Source.Span,
                $"({instance.Name}) unicast adverts are not authenticated: whoever can send a packet to this host can "
                + "become its Master",
                "auth_hmac { ... } on all routers, and check_unicast_src");
        }
    }

    private static void Members(AdviceContext context, VrrpSyncGroupConfig group)
    {
        VrrpInstanceConfig[] members =
            [.. context.Config.Instances.Where(i => group.Members.Contains(i.Name))];
        VrrpInstanceConfig? other = members.Skip(1).FirstOrDefault(i => Tracked(i) != Tracked(members[0]));
        if (other is not null)
        {
            context.Advise(group.Source.Span,
                $"sync group {group.Name}: {other.Name} tracks {Tracked(other)} and {members[0].Name} "
                + $"{Tracked(members[0])}: what hits one of them hits the whole group, and different weights make its "
                + "members disagree",
                "the trackers into the vrrp_sync_group, or the same ones into each member");
        }
    }

    // Each member follows its own interface; that is what the group is for.
    private static string Tracked(VrrpInstanceConfig instance)
    {
        string[] names =
        [
            .. Trackers(instance).Where(static t => t.Kind != "track_interface" || t.Tracked.Weight != 0)
                .Select(static t => t.Tracked.Name + (t.Tracked.Weight == 0 ? "" : $" weight {t.Tracked.Weight}"))
                .Order(StringComparer.Ordinal),
        ];
        return names.Length == 0 ? "nothing" : string.Join(", ", names);
    }

    private static IEnumerable<(string Kind, TrackConfig Tracked)> Trackers(VrrpInstanceConfig instance) =>
        instance.TrackScripts.Select(static t => ("track_script", t))
            .Concat(instance.TrackInterfaces.Select(static t => ("track_interface", t)))
            .Concat(instance.TrackProcesses.Select(static t => ("track_process", t)))
            .Concat(instance.TrackBfds.Select(static t => ("track_bfd", t)))
            .Concat(instance.TrackFiles.Select(static t => ("track_file", t)));
}
