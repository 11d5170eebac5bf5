using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>The notify scripts that instances and sync groups share.</summary>
internal static class NotifyGrammar
{
    public static void Add<T>(
        BlockGrammar<T> b,
        string what,
        Func<T, NotifyScriptsConfig> get,
        Action<T, NotifyScriptsConfig> set)
    {
        b.Command("notify_backup", $"Run when the {what} becomes BACKUP.", d => get(d).Backup,
            (d, s) => set(d, get(d) with { Backup = s }));
        b.Command("notify_master", $"Run when the {what} becomes MASTER.", d => get(d).Master,
            (d, s) => set(d, get(d) with { Master = s }));
        b.Command("notify_fault", $"Run when the {what} goes to FAULT.", d => get(d).Fault,
            (d, s) => set(d, get(d) with { Fault = s }));
        b.Command("notify_stop", $"Run when the daemon stops with this {what}.", d => get(d).Stop,
            (d, s) => set(d, get(d) with { Stop = s }));
        b.Command("notify", $"Run at every change of the {what}; kind, name, state and priority are appended.",
            d => get(d).Any, (d, s) => set(d, get(d) with { Any = s }));
    }
}
