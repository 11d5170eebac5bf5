using Keepalived.Config.Model;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Netlink;

namespace Keepalived.Core.Kernel;

/// <summary>From the rule lines of a configuration to items for the kernel.</summary>
public static class VirtualRules
{
    // FIB_RULE_INVERT of linux/fib_rules.h.
    private const uint Invert = 2;

    public static IEnumerable<RuleItem> Items(IEnumerable<RuleConfig> lines)
    {
        foreach (RuleConfig line in lines)
        {
            yield return new RuleItem(Convert(line)) { NoTrack = line.NoTrack };
        }
    }

    private static RuleMessage Convert(RuleConfig line) => new()
    {
        Family = line.Family,
        From = Prefix(line.From),
        To = Prefix(line.To),
        TypeOfService = line.Tos,
        Table = line.Table,
        Action = (byte)line.Action,
        Flags = line.Invert ? Invert : 0,
        Priority = line.Priority,
        Goto = line.Action == RuleAction.Goto ? line.GotoTarget : null,
        FirewallMark = line.Fwmark,
        FirewallMask = line.FwmarkMask,
        Realms = line.Realms,
        TunnelId = line.TunnelId,
        SuppressPrefixLength = line.SuppressPrefixLength,
        SuppressInterfaceGroup = line.SuppressGroup,
        InputInterface = line.InputInterface,
        OutputInterface = line.OutputInterface,
        IsL3MasterDevice = line.L3Mdev,
        UserIds = Range(line.UidRange),
        Protocol = line.Protocol,
        IpProtocol = line.IpProtocol ?? 0,
        SourcePorts = Range(line.SourcePorts),
        DestinationPorts = Range(line.DestinationPorts),
    };

    private static Wire.Netlink.NumberRange? Range(Config.Model.NumberRange? range) =>
        range is null ? null : new Wire.Netlink.NumberRange(range.First, range.Last);

    private static IpPrefix Prefix(IPPrefix? prefix) =>
        prefix is null ? default : new IpPrefix(IpAddress.From(prefix.Address), (byte)prefix.Length);
}
