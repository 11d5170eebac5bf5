using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Linux.Host;

namespace Keepalived.Daemon.Hosting;

/// <summary>Opens FIFOs; a new one belongs to its own user, or else to the user that scripts run as.</summary>
internal sealed class NotifyPipes(Func<GlobalConfig> global) : INotifyPipes
{
    public INotifyPipe? TryOpen(NotifyFifoConfig fifo, out string failure) =>
        ScriptResolver.TryFindUser(
            fifo.User, fifo.Group, global(), out UserEntry? user, out int group, out failure)
            ? NotifyPipe.TryOpen(fifo.Path, user?.UserId ?? ScriptResolver.DaemonsOwn, group, out failure)
            : null;
}
