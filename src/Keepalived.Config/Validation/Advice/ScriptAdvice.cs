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

    private static IEnumerable<(SourceSpan At, NotifyScriptConfig Script)> Scripts(KeepalivedConfig config)
    {
        IEnumerable<(SourceSpan, NotifyScriptConfig?)> all =
            config.Scripts.Select(static s => (s.Source.Span, (NotifyScriptConfig?)s.Script))
                .Concat(config.Instances.SelectMany(static i => Notifies(i.Source.Span, i.Notify)))
                .Concat(config.SyncGroups.SelectMany(static g => Notifies(g.Source.Span, g.Notify)))
                .Concat(config.VirtualServers.SelectMany(OfServer));
        return all.Where(static s => s.Item2 is not null)!;
    }

    private static IEnumerable<(SourceSpan At, NotifyScriptConfig? Script)> OfServer(VirtualServerConfig server)
    {
        SourceSpan at = server.Source.Span;
        return server.RealServers
            .SelectMany(static r => r.Checkers.OfType<CheckerConfig.Misc>()
                .Select(static c => c.Script).Concat([r.NotifyUp, r.NotifyDown])
                .Select(s => (r.Source.Span, (NotifyScriptConfig?)s)))
            .Concat([(at, server.QuorumUp), (at, server.QuorumDown)]);
    }

    private static IEnumerable<(SourceSpan At, NotifyScriptConfig? Script)> Notifies(
        SourceSpan at, NotifyScriptsConfig n)
    {
        NotifyScriptConfig?[] all =
            [n.Master, n.Backup, n.Fault, n.Stop, n.Deleted, n.Any, n.MasterReceivesLowerPriority];
        return all.Select(s => (at, s));
    }
}
