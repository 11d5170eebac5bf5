using Akka.Actor;
using Keepalived.Core.Bfd;

namespace Keepalived.Actors.Bfd;

/// <summary>
/// One <c>bfd_instance</c>: owns its run, stands for it in the tree, and is restarted, with a new run, when that broke
/// down.
/// </summary>
internal sealed class BfdSessionActor(
    BfdServices services, BfdStatusBoard board, BfdDirectory directory, BfdSessionSlot slot) : UntypedActor
{
    private BfdSessionRun? _run;

    public static Props Props(
        BfdServices services, BfdStatusBoard board, BfdDirectory directory, BfdSessionSlot slot) =>
        ActorProps.Of(() => new BfdSessionActor(services, board, directory, slot))
            .WithDispatcher(DispatcherNames.Vrrp);

    protected override void PreStart()
    {
        _run = new BfdSessionRun(services, board, slot.Config, services.Discriminator(), Context);
        slot.Run = _run;
        directory.Add(_run);
        _run.Start();
    }

    protected override void PreRestart(Exception reason, object message)
    {
        slot.CountRestart(reason);
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        if (_run is { } run)
        {
            directory.Remove(run);
            run.Dispose();
            slot.Run = null;
        }

        // Also when the run broke before it could say so.
        board.Report(slot.Config.Name, isUp: false);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BfdSessionBroke broke:
                throw new InvalidOperationException(broke.Reason.Message, broke.Reason);
            case UpdateBfdSession update:
                slot.Config = update.Config;
                _run?.Reconfigure(update.Config);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
