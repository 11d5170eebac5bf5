using System.Collections.Immutable;
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
    private readonly List<SyncGroupEffect> _effects = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private SyncGroupState _state;
    private DateTimeOffset _lastTransition;

    internal SyncGroupActor(KeepalivedServices services, GroupSlot slot)
    {
        _services = services;
        _slot = slot;
        _state = SyncGroupState.Initial(slot.Config.Members.Length);
    }

    private string Name => _slot.Config.Name;

    internal static Props Props(KeepalivedServices services, GroupSlot slot) =>
        ActorProps.Of(() => new SyncGroupActor(services, slot)).WithDispatcher(DispatcherNames.Vrrp);

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
                Update(update.Config, update.Members);
                break;
            case MemberStarted started:
                Admit(started);
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

    private void AskMembers()
    {
        foreach (IActorRef member in _slot.Members)
        {
            member.Tell(new GroupAsks(Name));
        }
    }

    private void Report(MemberReported reported)
    {
        int member = _slot.Members.IndexOf(Sender);
        if (member < 0)
        {
            // A reload took it out of the group or ends it, and its name may be another member's. Or it is new, and
            // will be asked as soon as the supervisor has said that it is a member.
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
            _slot.Members[effect.Member].Tell(new GroupRequires(Name, effect.To));
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

    private void Update(VrrpSyncGroupConfig config, ImmutableArray<IActorRef> members)
    {
        ImmutableArray<IActorRef> known = _slot.Members;
        _state = SyncGroupMembership.Carry(
            _state, [.. members.Select(one => one.IsNobody() ? -1 : known.IndexOf(one))]);
        _slot.Config = config;
        _slot.Members = members;
        if (_state.Reports.Any(static report => report.State == VrrpState.Initialize))
        {
            AskMembers();
        }
    }

    private void Admit(MemberStarted started)
    {
        int member = _slot.Config.Members.AsSpan().IndexOf(started.Instance);
        if (member >= 0)
        {
            _slot.Members = _slot.Members.SetItem(member, started.Actor);
            started.Actor.Tell(new GroupAsks(Name));
        }
    }
}
