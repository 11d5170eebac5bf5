using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Wire.Netlink;

namespace Keepalived.Core.Kernel;

/// <summary>A route as an item: the kernel's key is table, destination, source, type of service and metric.</summary>
public sealed record RouteItem(RouteMessage Route) : KernelItem
{
    // net/ipv6/route.h: IP6_RT_PRIO_USER, what the kernel takes when nobody gives a metric.
    private const uint DefaultMetricV6 = 1024;

    /// <summary>Its loss is nobody's business (<c>no_track</c>).</summary>
    public bool NoTrack { get; init; }

    /// <summary>How it goes beside others of the same key.</summary>
    public RouteInsertion Insertion { get; init; }

    private uint Metric => Route.Priority ?? (Route.Family == AddressFamily.InterNetworkV6 ? DefaultMetricV6 : 0);

    public bool Equals(RouteItem? other) =>
        other is not null && Route.Family == other.Route.Family && Route.Table == other.Route.Table
        && Route.Destination == other.Route.Destination && Route.Source == other.Route.Source
        && Route.TypeOfService == other.Route.TypeOfService && Metric == other.Metric;

    public override int GetHashCode() =>
        HashCode.Combine(Route.Family, Route.Table, Route.Destination, Route.Source, Route.TypeOfService, Metric);

    /// <summary>No interface is named: the kernel finds one, or there is none as with <c>prohibit</c>.</summary>
    public bool LeadsNowhere => Route.OutputInterface == 0 && Route.NextHops.All(hop => hop.OutputInterface == 0);

    /// <summary>True if it leads through this interface, or through none by name.</summary>
    public bool Uses(int interfaceIndex) =>
        LeadsNowhere || Route.OutputInterface == interfaceIndex
        || Route.NextHops.Any(hop => hop.OutputInterface == interfaceIndex);

    public override AddCommand ToAddition() => new AddRoute(Route) { Item = this };

    public override RemoveCommand ToRemoval() => new RemoveRoute(Route);
}

/// <summary>A policy rule as an item; all that it says is its key.</summary>
public sealed record RuleItem(RuleMessage Rule) : KernelItem
{
    /// <summary>Its loss is nobody's business (<c>no_track</c>).</summary>
    public bool NoTrack { get; init; }

    public bool Equals(RuleItem? other) => other is not null && Rule == other.Rule;

    public override int GetHashCode() => Rule.GetHashCode();

    public override AddCommand ToAddition() => new AddRule(Rule) { Item = this };

    public override RemoveCommand ToRemoval() => new RemoveRule(Rule);
}

/// <summary>An interface of ours (macvlan, ipvlan) as an item; its name is the key.</summary>
public sealed record LinkItem(LinkRequest Link) : KernelItem
{
    public bool Equals(LinkItem? other) => other is not null && Link.Name == other.Link.Name;

    public override int GetHashCode() => Link.Name?.GetHashCode(StringComparison.Ordinal) ?? 0;

    public override AddCommand ToAddition() => new CreateLink(Link);

    public override RemoveCommand ToRemoval() => new DeleteLink(Link);
}

public sealed record AddRoute(RouteMessage Route) : AddCommand(new RouteItem(Route))
{
    /// <summary>Only if there is none of the same key, whatever the item says.</summary>
    public bool IsExclusive { get; init; }
}

public sealed record RemoveRoute(RouteMessage Route) : RemoveCommand(new RouteItem(Route));

public sealed record AddRule(RuleMessage Rule) : AddCommand(new RuleItem(Rule));

public sealed record RemoveRule(RuleMessage Rule) : RemoveCommand(new RuleItem(Rule));

/// <summary>Makes an interface; <see cref="LinkRequest.Macvlan"/> is one of a virtual router.</summary>
public sealed record CreateLink(LinkRequest Link) : AddCommand(new LinkItem(Link));

public sealed record DeleteLink(LinkRequest Link) : RemoveCommand(new LinkItem(Link));

/// <summary>Changes an existing interface: up, MTU, address generation.</summary>
public sealed record ChangeLink(LinkRequest Link) : KernelCommand;

/// <summary>A route that carries our protocol mark went away.</summary>
public sealed record RouteRemoved(RouteMessage Route) : KernelEvent;

/// <summary>A rule that carries our protocol mark went away.</summary>
public sealed record RuleRemoved(RuleMessage Rule) : KernelEvent;
