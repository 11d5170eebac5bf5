using Akka.Actor;
using Akka.Event;
using Keepalived.Actors.Notify;
using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Core.SyncGroups;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Vrrp;

/// <summary>One <c>vrrp_sync_group</c>: gathers its members' reports and tells them what the group requires.</summary>
public sealed class SyncGroupActor : UntypedActor
{
    private readonly KeepalivedServices _services;
    private readonly GroupSlot _slot;
    private readonly VrrpDirectory _directory;
    private readonly List<SyncGroupEffect> _effects = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private SyncGroupState _state;
    private DateTimeOffset _lastTransition;

    internal SyncGroupActor(KeepalivedServices services, GroupSlot slot, VrrpDirectory directory)
    {
        _services = services;
        _slot = slot;
        _directory = directory;
        _state = SyncGroupState.Initial(slot.Config.Members.Length);
    }

    private string Name => _slot.Config.Name;

    internal static Props Props(KeepalivedServices services, GroupSlot slot, VrrpDirectory directory) =>
        ActorProps.Of(() => new SyncGroupActor(services, slot, directory)).WithDispatcher(DispatcherNames.Vrrp);

    protected override void PreStart() => AskMembers();

    protected override void PreRestart(Exception reason, object message)
    {
        _slot.Restarts++;
        base.PreRestart(reason, message);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case MemberReported reported:
                Report(reported);
                break;
            case UpdateGroup update:
                Update(update.Config);
                break;
            case StopGroup:
                PublishTransition(_state.State, NotifiedState.Stop, VrrpReason.Shutdown);
                Context.Stop(Self);
                break;
            case GetGroupState:
                Sender.Tell(new SyncGroupSnapshot(
                    _slot.Config, _state.State, _lastTransition, Self.Path.ToStringWithoutAddress(), _slot.Restarts));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void AskMembers() => Context.System.EventStream.Publish(new GroupStarted(Name));

    private void Report(MemberReported reported)
    {
        int member = _slot.Config.Members.AsSpan().IndexOf(reported.Instance);
        if (member < 0)
        {
            // It left the group by a reload while its report was on the way.
            return;
        }

        _effects.Clear();
        _state = SyncGroupMachine.Handle(_state, member, reported.Report, _effects);
        foreach (SyncGroupEffect effect in _effects)
        {
            Run(effect);
        }
    }

    private void Run(in SyncGroupEffect effect)
    {
        if (effect.Kind == SyncGroupEffectKind.Require)
        {
            _directory.Instance(_slot.Config.Members[effect.Member]).Tell(new GroupRequires(effect.To));
            return;
        }

        _lastTransition = _services.WallClock.GetUtcNow();
        VrrpLog.GroupEntering(_log, Name, effect.To);
        if (NotifiedStates.Of(effect.To) is { } notified)
        {
            PublishTransition(effect.From, notified, VrrpReason.SyncGroup);
        }
    }

    private void PublishTransition(VrrpState from, NotifiedState to, VrrpReason reason) =>
        Context.System.EventStream.Publish(new GroupTransitioned(_slot.Config, from, to, reason));

    private void Update(VrrpSyncGroupConfig config)
    {
        bool sameMembers = config.Members == _slot.Config.Members;
        _slot.Config = config;
        if (!sameMembers)
        {
            _state = SyncGroupState.Initial(config.Members.Length);
            AskMembers();
        }
    }
}
