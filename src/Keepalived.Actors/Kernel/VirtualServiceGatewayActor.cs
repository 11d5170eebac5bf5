using Akka.Actor;
using Akka.Event;

namespace Keepalived.Actors.Kernel;

/// <summary>
/// The gateway's part for virtual services, on a thread of its own: loading a module, a large transaction or a dump of
/// thousands of servers takes its time, and no address waits for it (decision 19).
/// </summary>
internal sealed class VirtualServiceGatewayActor(KeepalivedServices services) : UntypedActor
{
    private IpvsGateway? _ipvs;

    public static Props Props(KeepalivedServices services) =>
        ActorProps.Of(() => new VirtualServiceGatewayActor(services)).WithDispatcher(DispatcherNames.VirtualServices);

    protected override void PreStart() =>
        _ipvs = new IpvsGateway(services.OpenIpvs!(), services.Clock, Self, Context.GetLogger());

    protected override void PostStop() => _ipvs?.Dispose();

    protected override void OnReceive(object message)
    {
        if (_ipvs?.TryHandle(message, Sender) != true)
        {
            Unhandled(message);
        }
    }
}
