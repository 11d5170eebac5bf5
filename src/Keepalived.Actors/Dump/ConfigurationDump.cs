using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Dump;

/// <summary>
/// The configuration as understood, before anything runs (<c>-d</c>): the data file of instances that have not begun.
/// </summary>
public static class ConfigurationDump
{
    public static IEnumerable<string> Lines(KeepalivedConfig config, IScriptResolver scripts)
    {
        DumpState state = new()
        {
            Config = config,
            Scripts = scripts,
            Vrrp = new VrrpSnapshot(
                [.. config.Instances.Select(instance => NotBegun(instance, config))],
                [.. config.SyncGroups.Select(group =>
                    new SyncGroupSnapshot(group, VrrpState.Initialize, default, "", 0))],
                [],
                []),
        };
        return DataText.Configuration(state).TrimEnd('\n').Split('\n');
    }

    private static VrrpInstanceSnapshot NotBegun(VrrpInstanceConfig instance, KeepalivedConfig config) => new()
    {
        Config = instance,
        State = VrrpState.Initialize,
        WantedState = instance.WantsMaster ? VrrpState.Master : VrrpState.Backup,
        EffectivePriority = instance.Priority,
        TotalWeight = 0,
        Faults = VrrpFaults.None,
        LastTransition = DateTimeOffset.UnixEpoch,
        LastReason = VrrpReason.None,
        Source = default,
        InterfaceIndex = 0,
        Statistics = VrrpStatistics.Zero,
        Group = config.SyncGroups.FirstOrDefault(group => group.Members.Contains(instance.Name))?.Name,
    };
}
