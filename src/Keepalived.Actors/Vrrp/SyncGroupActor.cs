using Akka.Actor;
using Keepalived.Config.Model;

namespace Keepalived.Actors.Vrrp;

public sealed record UpdateGroup(VrrpSyncGroupConfig Config) : IVrrpMessage;

public sealed record StopGroup : IVrrpMessage;

public sealed class SyncGroupActor : UntypedActor
{
    internal static Props Props(KeepalivedServices services, GroupSlot slot, VrrpDirectory directory) =>
        ActorProps.Of(() => new SyncGroupActor()).WithDispatcher(DispatcherNames.Vrrp);

    protected override void OnReceive(object message) => Unhandled(message);
}
