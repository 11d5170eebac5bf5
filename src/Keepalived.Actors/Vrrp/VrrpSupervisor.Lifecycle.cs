using System.Collections.Immutable;
using Akka.Actor;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Links;
using Keepalived.Actors.Notify;
using Keepalived.Actors.Tracking;
using Keepalived.Config.Diff;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Notify;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Vrrp;

/// <content>Reload as a difference, and the orderly stop.</content>
public sealed partial class VrrpSupervisor
{
    private readonly HashSet<IActorRef> _ending = [];
    private readonly List<VrrpInstanceConfig> _waitingForEnd = [];
    private IActorRef? _stopRequester;
    private long _staticBatch;

    /// <summary>
    /// Instances are matched as a plan matches them: by what the network sees of them (VRID, family, interface, unicast
    /// or not, source), not by name. An equal record hears nothing; a changed one changes in place; another identity
    /// means a proper resignation and a new instance.
    /// </summary>
    private void Reload(KeepalivedConfig config, IActorRef requester)
    {
        KeepalivedConfig old = _config;
        _config = config;
        TellChildren(config);
        // Those that still wait for another one's end are new once more, if they are wanted at all.
        _waitingForEnd.Clear();
        int added = 0, changed = 0, untouched = 0;
        List<VrrpInstanceConfig> fresh = [];
        List<(IActorRef Actor, UpdateInstance Update)> updates = [];
        Dictionary<string, InstanceEntry> next = new(StringComparer.Ordinal);
        ObjectMatch<VrrpInstanceConfig> match = ConfigDiff.MatchInstances(old, config);
        foreach ((VrrpInstanceConfig? before, VrrpInstanceConfig instance) in match.Pairs)
        {
            if (before is null || !_instances.TryGetValue(before.Name, out InstanceEntry? entry) || entry.Actor is null)
            {
                fresh.Add(instance);
                added++;
                continue;
            }

            VrrpSyncGroupConfig? group = GroupOf(instance.Name);
            next[instance.Name] = entry;
            if (before == instance && GroupOf(before.Name, old) == group)
            {
                untouched++;
                continue;
            }

            changed++;
            updates.Add((entry.Actor, new UpdateInstance(instance, group)));
        }

        InstanceEntry[] gone =
            [.. match.Gone.Select(one => _instances.GetValueOrDefault(one.Name)).OfType<InstanceEntry>()];
        Enter(next);
        // Groups first: what an instance reports because of the reload finds a group that knows its members of now.
        ReloadGroups();
        updates.ForEach(static one => one.Actor.Tell(one.Update));
        Array.ForEach(gone, End);
        ApplyStatics(old);
        StartFresh(fresh);
        RepeatStates(Context.System.EventStream);
        requester.Tell(new VrrpConfigApplied(added, changed, match.Gone.Count, untouched));
    }

    private void TellChildren(KeepalivedConfig config)
    {
        JudgeLinks();
        _trackers.Tell(new ApplyTrackers(config));
        _router.Tell(RouterConfig());
    }

    private void Enter(Dictionary<string, InstanceEntry> kept)
    {
        _instances.Clear();
        foreach ((string name, InstanceEntry entry) in kept)
        {
            _instances[name] = entry;
        }
    }

    private void End(InstanceEntry entry)
    {
        if (entry.Actor is { } actor)
        {
            _ending.Add(actor);
            actor.Tell(new StopInstance(Deleted: true, KeepAddresses: false));
        }
    }

    /// <summary>
    /// A new instance may want the addresses of one that is just leaving: it starts when they are gone.
    /// </summary>
    private void StartFresh(List<VrrpInstanceConfig> fresh)
    {
        if (_ending.Count > 0)
        {
            _waitingForEnd.AddRange(fresh);
            return;
        }

        foreach (VrrpInstanceConfig instance in fresh)
        {
            StartInstance(instance);
        }
    }

    private void ReloadGroups()
    {
        Dictionary<string, VrrpSyncGroupConfig> wanted = _config.SyncGroups.ToDictionary(
            g => g.Name, StringComparer.Ordinal);
        foreach ((string name, GroupEntry entry) in _groups.ToArray())
        {
            if (!wanted.Remove(name, out VrrpSyncGroupConfig? config))
            {
                _groups.Remove(name);
                _directory.Groups.TryRemove(name, out _);
                if (entry.Actor is { } actor)
                {
                    Context.Unwatch(actor);
                    Context.Stop(actor);
                }
            }
            else
            {
                // Also when the file says the same of it: names of its members may be other ones' now.
                entry.Actor?.Tell(new UpdateGroup(config, MembersOf(config)));
            }
        }

        foreach (VrrpSyncGroupConfig config in wanted.Values)
        {
            StartGroup(config);
        }
    }

    private void ApplyStatics(KeepalivedConfig old)
    {
        if (_linkTable is null)
        {
            return;
        }

        ImmutableArray<KernelItem> before = Statics(old, _linkTable);
        ImmutableArray<KernelItem> now = Statics(_config, _linkTable);
        List<KernelCommand> commands = [.. before.Except(now).Select(item => item.ToRemoval())];
        commands.AddRange(now.Except(before).Select(item => item.ToAddition()));
        if (commands.Count > 0)
        {
            _kernel.Tell(new ApplyBatch(KernelGatewayActor.StaticOwner, ++_staticBatch, [.. commands]));
        }
    }

    private void StopAll(StopVrrp stop, IActorRef requester)
    {
        _stopRequester = requester;
        _waitingForEnd.Clear();

        // Static items go at stop even with -V (cli-and-runtime, section 8).
        _kernel.Tell(new ReleaseOwner(KernelGatewayActor.StaticOwner));
        foreach (InstanceEntry entry in _instances.Values)
        {
            if (entry.Actor is { } actor && _ending.Add(actor))
            {
                actor.Tell(new StopInstance(Deleted: false, stop.KeepAddresses));
            }
        }

        foreach (GroupEntry entry in _groups.Values)
        {
            if (entry.Actor is { } group)
            {
                // It ends by itself now: nobody has to be told that it failed.
                Context.Unwatch(group);
                group.Tell(new StopGroup());
            }
        }

        AnswerWhenAllEnded();
    }

    private void InstanceEnded(string name, IActorRef actor)
    {
        _ending.Remove(actor);
        Context.Unwatch(actor);
        if (_instances.TryGetValue(name, out InstanceEntry? entry) && actor.Equals(entry.Actor))
        {
            entry.Actor = null;
        }

        AnswerWhenAllEnded();
    }

    private void AnswerWhenAllEnded()
    {
        if (_ending.Count > 0)
        {
            return;
        }

        _stopRequester?.Tell(new VrrpStopped());
        _stopRequester = null;
        VrrpInstanceConfig[] fresh = [.. _waitingForEnd];
        _waitingForEnd.Clear();
        foreach (VrrpInstanceConfig instance in fresh)
        {
            StartInstance(instance);
        }
    }

    /// <summary>An instance that was given up is a Fault to everybody who watches.</summary>
    private static void PublishFailure(InstanceEntry entry) =>
        Context.System.EventStream.Publish(new InstanceTransitioned(
        entry.Slot.Config, VrrpState.Initialize, NotifiedState.Fault, VrrpReason.FaultRaised,
            entry.Slot.Config.Priority));
}
