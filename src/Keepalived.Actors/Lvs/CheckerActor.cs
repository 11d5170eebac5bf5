using Akka.Actor;
using Akka.Event;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Lvs;

/// <summary>
/// One checker: owns its run, stands for it in the tree, and is restarted, with a new run, when that broke down.
/// </summary>
internal sealed class CheckerActor(LvsServices services, CheckerSlot slot) : UntypedActor
{
    private CheckerRun? _run;

    public static Props Props(LvsServices services, CheckerSlot slot) =>
        ActorProps.Of(() => new CheckerActor(services, slot)).WithDispatcher(DispatcherNames.Checks);

    protected override void PreStart()
    {
        try
        {
            Begin();
        }
        finally
        {
            CountStart();
        }
    }

    private void Begin()
    {
        CheckerSetup setup = slot.Setup;
        ICheckTransport? transport = services.Checks.Create(setup.Checker, setup.Config);
        if (transport is null)
        {
            LvsLog.NotBuilt(Context.GetLogger(), setup);
            // A check that is never made must not keep a server out for ever.
            if (slot.Standing.IsFailed)
            {
                Context.Parent.Tell(new CheckCompleted(slot.Id, true, CheckResult.Pass(CheckReason.None)));
            }

            return;
        }

        _run = new CheckerRun(services, slot, transport, Context);
        _run.Start();
    }

    private void CountStart()
    {
        bool isFirst = slot.IsStarting;
        slot.IsStarting = false;
        if (isFirst)
        {
            services.Starting.Release(Context.System.EventStream);
        }
    }

    protected override void PreRestart(Exception reason, object message)
    {
        slot.CountRestart(reason);
        base.PreRestart(reason, message);
    }

    protected override void PostStop() => _run?.Dispose();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AttemptBroke broke:
                throw new InvalidOperationException(broke.Reason.Message, broke.Reason);
            case SuspendChecker:
                _run?.Suspend();
                break;
            case ResumeChecker:
                _run?.Resume();
                break;
            case RetimeChecker:
                _run?.Retime();
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
