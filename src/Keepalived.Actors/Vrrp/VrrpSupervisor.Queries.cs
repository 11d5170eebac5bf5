using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Keepalived.Actors.Notify;
using Keepalived.Actors.Tracking;
using Keepalived.Core.Notify;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Vrrp;

/// <content>Questions to all children at once, answered by a short-lived collector so that nobody here waits.</content>
public sealed partial class VrrpSupervisor
{
    private static readonly TimeSpan s_answerTime = TimeSpan.FromSeconds(2);

    private void Collect(IActorRef requester) => Collect(snapshot => requester.Tell(snapshot));

    /// <summary>
    /// Every state once more, instances first (<c>fifo_write_vrrp_states_on_reload</c>); on the collector's thread.
    /// </summary>
    private void RepeatStates(EventStream stream)
    {
        if (_config.Global.FifoWriteVrrpStatesOnReload)
        {
            Collect(snapshot => RepeatStates(snapshot, stream));
        }
    }

    private static void RepeatStates(VrrpSnapshot snapshot, EventStream stream)
    {
        foreach (VrrpInstanceSnapshot instance in snapshot.Instances)
        {
            // An instance that waits for its trackers has not been told of before.
            if (NotifiedStates.Of(instance.State) is { } state && instance.LastReason != VrrpReason.None)
            {
                stream.Publish(new InstanceStateRepeated(instance.Config, state, instance.EffectivePriority));
            }
        }

        foreach (SyncGroupSnapshot group in snapshot.Groups)
        {
            if (NotifiedStates.Of(group.State) is { } state)
            {
                stream.Publish(new GroupStateRepeated(group.Config.Name, state));
            }
        }
    }

    private void Collect(Action<VrrpSnapshot> use)
    {
        // Those that were given up cannot answer for themselves.
        ImmutableArray<VrrpInstanceSnapshot> given = [.. _instances.Values.Where(e => e.Actor is null).Select(GivenUp)];
        List<(IActorRef Actor, object Question)> questions = [];
        questions.AddRange(_instances.Values.Where(e => e.Actor is not null)
            .Select(e => (e.Actor!, (object)new GetInstanceState())));
        questions.AddRange(_groups.Values.Where(e => e.Actor is not null)
            .Select(e => (e.Actor!, (object)new GetGroupState())));
        questions.Add((_trackers, new GetTrackers()));
        Context.ActorOf(SnapshotCollector.Props(questions, s_answerTime, answers =>
            use(new VrrpSnapshot(
                [.. InConfigOrder(answers.OfType<VrrpInstanceSnapshot>().Concat(given))],
                [.. answers.OfType<SyncGroupSnapshot>().OrderBy(g => IndexOfGroup(g.Config.Name))],
                [.. answers.OfType<TrackersSnapshot>().SelectMany(t => t.Trackers)],
                []))));
    }

    private IEnumerable<VrrpInstanceSnapshot> InConfigOrder(IEnumerable<VrrpInstanceSnapshot> snapshots)
    {
        Dictionary<string, int> order = [];
        for (int i = 0; i < _config.Instances.Length; i++)
        {
            order[_config.Instances[i].Name] = i;
        }

        return snapshots.OrderBy(s => order.GetValueOrDefault(s.Config.Name, int.MaxValue));
    }

    private int IndexOfGroup(string name)
    {
        for (int i = 0; i < _config.SyncGroups.Length; i++)
        {
            if (_config.SyncGroups[i].Name == name)
            {
                return i;
            }
        }

        return int.MaxValue;
    }

    private static VrrpInstanceSnapshot GivenUp(InstanceEntry entry) => new()
    {
        Config = entry.Slot.Config,
        State = VrrpState.Fault,
        WantedState = VrrpState.Fault,
        EffectivePriority = entry.Slot.Config.Priority,
        TotalWeight = 0,
        Faults = VrrpFaults.Configuration,
        LastTransition = default,
        LastReason = VrrpReason.FaultRaised,
        Source = default,
        InterfaceIndex = 0,
        Statistics = entry.Slot.Statistics(entry.Slot.SentBefore, entry.Slot.PriorityZeroSentBefore),
        Group = entry.Slot.Group,
        Restarts = entry.Slot.Restarts,
        LastError = entry.Slot.LastError,
    };

    /// <summary>
    /// The watchdog's round trip goes through the router's and the instances' dispatcher: one instance answers.
    /// </summary>
    private void ProbeInstances(AreYouAlive question, IActorRef requester)
    {
        IActorRef? probe = _instances.Values.FirstOrDefault(e => e.Actor is not null)?.Actor;
        if (probe is null)
        {
            requester.Tell(new Alive(question.Number));
        }
        else
        {
            probe.Tell(question, requester);
        }
    }
}
