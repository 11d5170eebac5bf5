using Akka.Event;
using Keepalived.Core.Kernel;

namespace Keepalived.Actors.Kernel;

internal static class KernelLog
{
    public static void Refused(ILoggingAdapter log, string owner, in KernelFailure failure) =>
        log.Warning("({0}) The kernel refused {1}: {2}", owner, Describe(failure.Command), failure.Text);

    public static void LeftoversRemoved(ILoggingAdapter log, int count) =>
        log.Info("Removed {0} left-over item(s) of an earlier run", count);

    public static void Lost(ILoggingAdapter log, string owner, KernelItem item) =>
        log.Warning("({0}) {1} was removed by another program", owner, Describe(item));

    public static void Restored(ILoggingAdapter log, string owner, KernelItem item) =>
        log.Info("({0}) {1} put back", owner, Describe(item));

    public static string Describe(KernelCommand command) => command switch
    {
        AddCommand add => $"to add {Describe(add.Item)}",
        RemoveCommand remove => $"to remove {Describe(remove.Item)}",
        WriteSysctl sysctl => $"to write {sysctl.Value} to {sysctl.Path}",
        ChangeLink change => $"to change interface {change.Link.Name ?? $"#{change.Link.Index}"}",
        _ => command.ToString(),
    };

    public static string Describe(KernelItem item) => item switch
    {
        AddressItem address => $"{address.Address.Address}/{address.Address.PrefixLength}",
        RouteItem route => $"route {(route.Route.Destination.Length == 0 ? "default" : route.Route.Destination)}",
        RuleItem rule => $"rule {rule.Rule.Priority}",
        FirewallTable table => $"firewall table {table.Name}",
        SysctlItem sysctl => $"{sysctl.Path} = {sysctl.Value}",
        LinkItem link => $"interface {link.Link.Name}",
        _ => item.ToString() ?? "",
    };
}
