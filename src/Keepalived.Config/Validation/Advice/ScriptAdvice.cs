using Keepalived.Config.Host;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Validation.Advice;

/// <summary>Scripts that run today, as root perhaps, and that enable_script_security will refuse.</summary>
internal static class ScriptAdvice
{
    public static void Apply(AdviceContext context)
    {
        if (context.Config.Global.EnableScriptSecurity)
        {
            return;
        }

        HashSet<string> told = new(StringComparer.Ordinal);
        foreach ((SourceSpan at, NotifyScriptConfig script) in Scripts(context.Config))
        {
            if (!script.Path.StartsWith('<') && told.Add(script.Path)
                && context.Host.CheckScript(script.Path, script.User) == ScriptStanding.Insecure)
            {
                context.Advise(at,
                    $"{script.Path} can be changed by others than root: enable_script_security will refuse it",
                    $"chown root, chmod go-w for {script.Path} and every folder above it");
            }
        }
    }

    private static List<(SourceSpan At, NotifyScriptConfig Script)> Scripts(KeepalivedConfig config)
    {
        List<(SourceSpan At, NotifyScriptConfig Script)> all = [];
        foreach (TrackScriptConfig script in config.Scripts)
        {
            Add(all, script.Source, script.Script);
        }

        foreach (VrrpInstanceConfig instance in config.Instances)
        {
            AddNotifies(all, instance.Source, instance.Notify);
        }

        foreach (VrrpSyncGroupConfig group in config.SyncGroups)
        {
            AddNotifies(all, group.Source, group.Notify);
        }

        foreach (VirtualServerConfig server in config.VirtualServers)
        {
            AddServer(all, server);
        }

        return all;
    }

    private static void AddServer(List<(SourceSpan, NotifyScriptConfig)> all, VirtualServerConfig server)
    {
        foreach (RealServerConfig real in server.RealServers)
        {
            foreach (CheckerConfig checker in real.Checkers)
            {
                Add(all, real.Source, (checker as CheckerConfig.Misc)?.Script);
            }

            Add(all, real.Source, real.NotifyUp);
            Add(all, real.Source, real.NotifyDown);
        }

        Add(all, server.Source, server.QuorumUp);
        Add(all, server.Source, server.QuorumDown);
    }

    private static void AddNotifies(
        List<(SourceSpan, NotifyScriptConfig)> all, DefinedAt at, NotifyScriptsConfig notify)
    {
        Add(all, at, notify.Master);
        Add(all, at, notify.Backup);
        Add(all, at, notify.Fault);
        Add(all, at, notify.Stop);
        Add(all, at, notify.Deleted);
        Add(all, at, notify.Any);
        Add(all, at, notify.MasterReceivesLowerPriority);
    }

    private static void Add(List<(SourceSpan, NotifyScriptConfig)> all, DefinedAt at, NotifyScriptConfig? script)
    {
        if (script is not null)
        {
            all.Add((at.Span, script));
        }
    }
}
