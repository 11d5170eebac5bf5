using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation;

/// <summary>Static items, link polling, delays and announcement groups: the interfaces they name.</summary>
internal static class StaticRules
{
    public static void Apply(RuleContext context)
    {
        ConfigDraft draft = context.Draft;
        for (int i = 0; i < draft.StaticAddresses.Count; i++)
        {
            VirtualAddressConfig address = draft.StaticAddresses[i];
            if (!address.HasOwnDevice)
            {
                address = address with { Device = context.Global.DefaultInterface };
            }

            context.CheckInterface(address.Device, address.Source.Span, $"ip address {address}");
            draft.StaticAddresses[i] = address with { TrackGroup = Group(context, address) };
        }

        foreach (RouteConfig route in draft.StaticRoutes)
        {
            context.CheckInterface(route.Device, route.Source.Span, "static route");
        }

        Interfaces(context);
    }

    private static string Group(RuleContext context, VirtualAddressConfig address)
    {
        string name = address.TrackGroup;
        bool hasDevice = address.HasOwnDevice;
        if (name.Length == 0)
        {
            return name;
        }

        if (hasDevice && context.Draft.TrackGroups.Exists(g => g.Name == name))
        {
            return name;
        }

        string why = hasDevice ? "there is no such group" : "the item names no interface";
        context.Diagnostics.Error(address.Source.Span, $"track_group {name} is ignored: {why}",
            "dev IF, and a track_group of that name");
        return "";
    }

    private static void Interfaces(RuleContext context)
    {
        foreach ((LinkbeatInterfaceConfig linkbeat, Text.SourceSpan span) in context.Draft.Linkbeats.ToArray())
        {
            if (!Exists(context, linkbeat.Interface))
            {
                context.Diagnostics.Error(span,
                    $"unknown interface {linkbeat.Interface} specified for linkbeat interface");
                context.Draft.Linkbeats.Remove((linkbeat, span));
            }
        }

        foreach ((InterfaceDelayConfig delay, Text.SourceSpan span) in context.Draft.Delays.ToArray())
        {
            if (!Exists(context, delay.Interface))
            {
                context.Diagnostics.Error(span, TestStatus.BadInterface,
                    $"unknown interface {delay.Interface} specified for up/down delay");
                context.Draft.Delays.Remove((delay, span));
            }
        }

        foreach (GarpGroupConfig group in context.Draft.GarpGroups)
        {
            foreach (string name in group.Interfaces)
            {
                if (!Exists(context, name))
                {
                    context.Diagnostics.Warning(group.Source.Span,
                        $"WARNING - interface {name} specified for garp_group doesn't exist");
                }
            }
        }
    }

    private static bool Exists(RuleContext context, string name) =>
        context.InterfacesMayBeAbsent || context.Host.InterfaceExists(name);
}
