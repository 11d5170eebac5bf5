using Keepalived.Config.Grammar;
using Keepalived.Config.Host;
using Keepalived.Config.Model;

namespace Keepalived.Config.Resolution;

/// <summary>Fills in the global values that depend on other values.</summary>
internal static class GlobalResolver
{
    public static GlobalConfig Resolve(GlobalDraft draft, IConfigEnvironment host)
    {
        GlobalConfig c = draft.Config;
        bool least = c.MinGarp;
        TimeSpan delay = draft.MasterDelay ?? (least ? TimeSpan.Zero : c.Garp.MasterDelay);
        uint repeat = draft.MasterRepeat ?? (least ? 1 : c.Garp.MasterRepeat);
        return c with
        {
            RouterId = c.RouterId.Length > 0 ? c.RouterId : host.HostName,
            Garp = c.Garp with
            {
                MasterDelay = delay,
                MasterRepeat = repeat,
                MasterRefresh = draft.MasterRefresh ?? c.Garp.MasterRefresh,
                MasterRefreshRepeat = draft.MasterRefreshRepeat ?? (least ? 0 : c.Garp.MasterRefreshRepeat),
                LowerPriorityDelay = draft.LowerPriorityDelay ?? delay,
                LowerPriorityRepeat = draft.LowerPriorityRepeat ?? repeat,
            },
            Mail = c.Mail with
            {
                HeloName = c.Mail.HeloName.Length > 0 ? c.Mail.HeloName : host.HostName,
            },
            NotifyFifo = WithScript(c.NotifyFifo, draft.FifoScript),
            VrrpNotifyFifo = WithScript(c.VrrpNotifyFifo, draft.VrrpFifoScript),
            LvsNotifyFifo = WithScript(c.LvsNotifyFifo, draft.LvsFifoScript),
            Vrrp = Named(c.Vrrp, c, "keepalived_vrrp"),
            Checkers = Named(c.Checkers, c, "keepalived_lvs"),
            Bfd = Named(c.Bfd, c, "keepalived_bfd"),
            VmacAddressPrefix = draft.VmacAddressPrefixGiven ? c.VmacAddressPrefix : c.VmacPrefix,
        };
    }

    /// <summary>With process_names each part has a name, unless it was given another one.</summary>
    private static ProcessConfig Named(ProcessConfig part, GlobalConfig global, string name) =>
        global.ProcessNames && part.Name.Length == 0 ? part with { Name = name } : part;

    private static NotifyFifoConfig? WithScript(NotifyFifoConfig? fifo, NotifyScriptConfig? script) =>
        fifo is null ? null : fifo with { Script = script };
}
