using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;
using Keepalived.Config.Host;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation;

/// <summary>Rules over global_defs as a whole.</summary>
internal static class GlobalRules
{
    public static void Apply(RuleContext context)
    {
        FollowInstance(context);
        GlobalConfig global = context.Global;
        if (global.LvsSyncDaemon is { Instance.Length: > 0 } sync
            && !context.Draft.Instances.Exists(i => i.Name == sync.Instance))
        {
            context.Diagnostics.Notice(Text.SourceSpan.None,
                $"lvs_sync_daemon: there is no vrrp_instance {sync.Instance} - ignoring lvs_sync_daemon");
            context.Draft.Global.Config = global with { LvsSyncDaemon = null };
        }

        context.Draft.Global.Config = context.Global with
        {
            StartupScript = Usable(context, context.Global.StartupScript, "startup"),
            ShutdownScript = Usable(context, context.Global.ShutdownScript, "shutdown"),
        };
    }

    /// <summary>The old dialect: the first instance that names an interface is the one that is followed.</summary>
    private static void FollowInstance(RuleContext context)
    {
        foreach (InstanceDraft instance in context.Draft.Instances)
        {
            string name = instance.Config.LvsSyncDaemonInterface;
            if (name.Length > 0 && context.Global.LvsSyncDaemon is null)
            {
                context.Draft.Global.Config = context.Global with
                {
                    LvsSyncDaemon = new LvsSyncDaemonConfig(name) { Instance = instance.Name },
                };
            }
        }
    }

    private static NotifyScriptConfig? Usable(RuleContext context, NotifyScriptConfig? script, string which)
    {
        if (script is null || context.Host.CheckScript(script.Path, script.User) != ScriptStanding.Missing)
        {
            return script;
        }

        context.Diagnostics.Error(Text.SourceSpan.None, TestStatus.General, $"Invalid {which} script", script.Path);
        return null;
    }
}
