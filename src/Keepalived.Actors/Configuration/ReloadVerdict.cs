using System.Collections.Immutable;
using Keepalived.Config;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;

namespace Keepalived.Actors.Configuration;

/// <summary>
/// Decision 5: a reload is refused as a whole if the file cannot be used, or has an error that the running
/// configuration did not have; errors that were tolerated before are tolerated again.
/// </summary>
public static class ReloadVerdict
{
    /// <summary>Null when the new configuration may be applied, else why not.</summary>
    public static string? Refusal(ConfigResult running, ConfigResult next, out ImmutableArray<ConfigDiagnostic> reasons)
    {
        if (!next.Start.CanRun)
        {
            reasons = [.. next.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Error)];
            return next.Start.Reason;
        }

        // What runs decides, and who asks for it in the new file wants it from now on.
        bool isChecked = running.Config.Global.Reload.CheckConfig || next.Config.Global.Reload.CheckConfig;
        if (isChecked && next.TestExitCode != 0)
        {
            reasons = [.. next.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning)];
            return $"reload_check_config: the configuration test says {next.TestExitCode}";
        }

        if (Fixed(running.Config.Global, next.Config.Global) is { } keyword)
        {
            reasons = [];
            return $"{keyword} cannot change while the daemon runs: restart it, or put the old value back";
        }

        // The text without its place: lines move when a file is edited.
        HashSet<string> tolerated = [.. Errors(running).Select(d => d.Text)];
        reasons = [.. Errors(next).Where(d => !tolerated.Contains(d.Text))];
        return reasons.IsEmpty ? null : $"{reasons.Length} new error(s), the first: {reasons[0]}";
    }

    /// <summary>A setting that decides what was made at start, if it differs.</summary>
    private static string? Fixed(GlobalConfig old, GlobalConfig next) =>
        old.NetNamespace != next.NetNamespace ? "net_namespace"
        : old.NetNamespaceIpvs != next.NetNamespaceIpvs ? "net_namespace_ipvs"
        : old.InstanceName != next.InstanceName ? "instance"
        : old.TemporaryConfigDirectory != next.TemporaryConfigDirectory ? "tmp_config_directory"
        : old.DisableLocalIgmp != next.DisableLocalIgmp ? "disable_local_igmp"
        : null;

    private static IEnumerable<ConfigDiagnostic> Errors(ConfigResult result) =>
        result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Error);
}
