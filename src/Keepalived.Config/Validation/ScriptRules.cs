using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;
using Keepalived.Config.Host;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Validation;

/// <summary>Scripts need a command, a user, a file that is there, and security that is on.</summary>
internal static class ScriptRules
{
    private const string DefaultUser = "keepalived_script";

    public static void Apply(RuleContext context)
    {
        bool usable = IsDefaultUserUsable(context);
        CompleteTrackScripts(context, usable);
        CompleteNotifies(context, usable);
        CompleteOthers(context, usable);
        CompleteCheckers(context, usable);
        // Without an instance nobody runs them, and the reference does not look.
        GlobalDraft global = context.Draft.Global;
        bool vrrpScripts = context.Draft.Instances.Count > 0
            && (CheckTrackScripts(context) | CheckNotifies(context)
                | AnyThere(context, global.FifoScript, global.VrrpFifoScript));
        bool checkScripts = CheckCheckers(context) || (context.Draft.Servers.Count > 0
            && AnyThere(context, global.FifoScript, global.LvsFifoScript));
        if (!context.Global.EnableScriptSecurity)
        {
            Insecure(context, AnyThere(context, context.Global.StartupScript, context.Global.ShutdownScript),
                "start/shutdown scripts");
            Insecure(context, vrrpScripts, "scripts");
            Insecure(context, checkScripts, "check scripts");
        }
    }

    private static void Insecure(RuleContext context, bool any, string what)
    {
        if (any)
        {
            context.Diagnostics.Error(SourceSpan.None, TestStatus.Security,
                $"SECURITY VIOLATION - {what} are being executed but script_security not enabled.",
                "add enable_script_security to global_defs");
        }
    }

    private static bool AnyThere(RuleContext context, params IEnumerable<NotifyScriptConfig?> scripts) =>
        scripts.Any(s => s is not null && Standing(context, s, s.User) is not (null or ScriptStanding.Missing));

    private static bool IsDefaultUserUsable(RuleContext context)
    {
        bool failed = context.Diagnostics.Items.Any(static d =>
            d.Text.StartsWith("Error setting global script uid/gid", StringComparison.Ordinal));
        bool given = context.Global.ScriptUser.Length > 0;
        return !failed && (given || !context.Global.EnableScriptSecurity || context.Host.UserExists(DefaultUser));
    }

    private static void CompleteTrackScripts(RuleContext context, bool defaultUser)
    {
        context.Draft.Scripts.RemoveAll(script =>
        {
            string? problem = script.Script is null ? $"No script set for vrrp_script {script.Name} - removing"
                : script.User.Length == 0 && !defaultUser
                    ? $"Unable to set default user for vrrp script {script.Name} - removing"
                : null;
            if (problem is not null)
            {
                context.Diagnostics.Error(script.Span, problem);
            }

            return problem is not null || script.Invalid;
        });
    }

    private static void CompleteNotifies(RuleContext context, bool defaultUser)
    {
        if (defaultUser)
        {
            return;
        }

        foreach (InstanceDraft instance in context.Draft.Instances)
        {
            instance.Notify = Filter(instance.Notify, s => HasUser(context, instance.Span, s));
        }

        foreach (SyncGroupDraft group in context.Draft.SyncGroups)
        {
            group.Notify = Filter(group.Notify, s => HasUser(context, group.Span, s));
        }
    }

    // Those of global_defs and of servers; what instances and groups have was told with them.
    private static void CompleteOthers(RuleContext context, bool defaultUser)
    {
        if (defaultUser)
        {
            return;
        }

        ConfigDraft draft = context.Draft;
        HashSet<NotifyScriptConfig> lost = new(ReferenceEqualityComparer.Instance);
        NotifyScriptConfig? WithUser(NotifyScriptConfig? script) =>
            Keep(script, s => s.User.Length > 0 || !lost.Add(s));
        GlobalDraft global = draft.Global;
        (global.FifoScript, global.VrrpFifoScript, global.LvsFifoScript) =
            (WithUser(global.FifoScript), WithUser(global.VrrpFifoScript), WithUser(global.LvsFifoScript));
        global.Config = global.Config with
        {
            StartupScript = WithUser(global.Config.StartupScript),
            ShutdownScript = WithUser(global.Config.ShutdownScript),
        };
        foreach (VirtualServerDraft server in draft.Servers)
        {
            (server.QuorumUp, server.QuorumDown) = (WithUser(server.QuorumUp), WithUser(server.QuorumDown));
            foreach (RealServerDraft real in server.RealServers)
            {
                (real.NotifyUp, real.NotifyDown) = (WithUser(real.NotifyUp), WithUser(real.NotifyDown));
            }
        }

        foreach ((NotifyScriptConfig script, SourceSpan span) in
            draft.ScriptsWithoutUser.Where(s => lost.Contains(s.Script)))
        {
            context.Diagnostics.Error(span,
                $"Unable to set default user for script {ConfigParser.Quote(script.Words)} - ignoring",
                "script_user USER in global_defs, or a user after the command");
        }
    }

    private static bool HasUser(RuleContext context, SourceSpan span, NotifyScriptConfig script)
    {
        if (script.User.Length > 0)
        {
            return true;
        }

        context.Diagnostics.Error(span,
            $"Unable to set default user for notify script {ConfigParser.Quote(script.Words)} - ignoring");
        return false;
    }

    private static void CompleteCheckers(RuleContext context, bool defaultUser)
    {
        if (defaultUser)
        {
            return;
        }

        foreach (RealServerDraft server in context.Draft.Servers.SelectMany(static s => s.RealServers))
        {
            server.Checkers.RemoveAll(checker =>
            {
                if (checker.Kind != CheckerKind.Misc || checker.User.Length > 0)
                {
                    return false;
                }

                context.Diagnostics.Error(checker.Span,
                    $"Unable to set default user for misc script {ConfigParser.Quote(checker.Script!.Words)} - " +
                        $"removing");
                return true;
            });
        }
    }

    private static bool CheckTrackScripts(RuleContext context)
    {
        bool any = false;
        context.Draft.Scripts.RemoveAll(script =>
        {
            ScriptStanding? standing = Standing(context, script.Script!, script.User);
            if (standing == ScriptStanding.Missing)
            {
                context.Diagnostics.Error(script.Span,
                    $"Disabling track script {script.Name} since not found/accessible",
                    script.Script!.Path);
                return true;
            }

            any |= standing is not null;
            if (standing == ScriptStanding.Insecure && context.Global.EnableScriptSecurity)
            {
                string flaw = context.Host.ScriptFlaw(script.Script!.Path, script.User);
                context.Diagnostics.Error(script.Span, TestStatus.Security,
                    $"Disabling track script {script.Name} due to insecure",
                    flaw.Length > 0 ? flaw : script.Script.Path);
                return true;
            }

            return false;
        });
        return any;
    }

    private static bool CheckNotifies(RuleContext context)
    {
        bool any = false;
        foreach (InstanceDraft instance in context.Draft.Instances)
        {
            instance.Notify = Filter(instance.Notify, s => IsThere(context, instance.Span, s, ref any));
        }

        foreach (SyncGroupDraft group in context.Draft.SyncGroups.Where(g => HasMember(context, g)))
        {
            group.Notify = Filter(group.Notify, s => IsThere(context, group.Span, s, ref any));
        }

        return any;
    }

    // A group of nothing is removed later, and its scripts with it.
    private static bool HasMember(RuleContext context, SyncGroupDraft group) =>
        group.Members.Exists(m => context.Draft.Instances.Exists(i => i.Name == m.Name));

    private static bool CheckCheckers(RuleContext context)
    {
        bool any = false;
        foreach (VirtualServerDraft vs in context.Draft.Servers)
        {
            vs.QuorumUp = IfThere(context, vs.Span, vs.QuorumUp, ref any);
            vs.QuorumDown = IfThere(context, vs.Span, vs.QuorumDown, ref any);
            foreach (RealServerDraft rs in vs.RealServers)
            {
                rs.NotifyUp = IfThere(context, rs.Span, rs.NotifyUp, ref any);
                rs.NotifyDown = IfThere(context, rs.Span, rs.NotifyDown, ref any);
                if (rs.Checkers.Exists(static c => c.Kind == CheckerKind.Misc))
                {
                    CheckMisc(context, rs, ref any);
                }
            }
        }

        return any;
    }

    private static void CheckMisc(RuleContext context, RealServerDraft rs, ref bool any)
    {
        bool found = false;
        rs.Checkers.RemoveAll(c => c.Kind == CheckerKind.Misc
            && !IsThere(context, c.Span, c.Script! with { User = c.User, Group = c.Group }, ref found));
        any |= found;
    }

    private static NotifyScriptConfig? IfThere(
        RuleContext context, SourceSpan span, NotifyScriptConfig? script, ref bool any) =>
        script is null || IsThere(context, span, script, ref any) ? script : null;

    // A script that is not there is only told: the reference's configuration test lets it pass too.
    private static bool IsThere(RuleContext context, SourceSpan span, NotifyScriptConfig script, ref bool any)
    {
        ScriptStanding? standing = Standing(context, script, script.User);
        if (standing == ScriptStanding.Missing)
        {
            context.Diagnostics.Notice(span, $"Unable to access script `{script.Path}` - disabling");
            return false;
        }

        any |= standing is not null;
        if (standing == ScriptStanding.Insecure && context.Global.EnableScriptSecurity)
        {
            context.Diagnostics.Error(span, TestStatus.Security,
                $"Unsafe permissions found for script '{script.Path}' - disabling.",
                context.Host.ScriptFlaw(script.Path, script.User));
            return false;
        }

        return true;
    }

    /// <summary>Null for "&lt;/file", which is only opened, never run.</summary>
    private static ScriptStanding? Standing(RuleContext context, NotifyScriptConfig script, string user) =>
        script.Path.StartsWith('<') ? null : context.Host.CheckScript(script.Path, user);

    private static NotifyScriptConfig? Keep(NotifyScriptConfig? script, Func<NotifyScriptConfig, bool> keep) =>
        script is null || keep(script) ? script : null;

    private static NotifyScriptsConfig Filter(NotifyScriptsConfig scripts, Func<NotifyScriptConfig, bool> keep) =>
        scripts with
    {
        Master = Keep(scripts.Master, keep),
        Backup = Keep(scripts.Backup, keep),
        Fault = Keep(scripts.Fault, keep),
        Stop = Keep(scripts.Stop, keep),
        Deleted = Keep(scripts.Deleted, keep),
        Any = Keep(scripts.Any, keep),
        MasterReceivesLowerPriority = Keep(scripts.MasterReceivesLowerPriority, keep),
    };
}
