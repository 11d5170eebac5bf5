using Akka.Actor;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Links;
using Keepalived.Config.Diff;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Lvs;
using Keepalived.Core.Lvs.Marking;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Lvs;

/// <content>Reload, stop, <c>ha_suspend</c> and questions.</content>
public sealed partial class LvsSupervisor
{
    private readonly HashSet<IActorRef> _ending = [];
    private readonly Dictionary<string, VirtualServerSetup> _waiting = new(StringComparer.Ordinal);
    private IActorRef? _stopRequester;
    private StopLvs? _stop;
    private ICancelable? _stopTimer;
    private LinkTable? _links;

    /// <summary>
    /// Virtual and real servers are matched as a plan matches them. An equal one hears nothing; a changed one changes
    /// in place.
    /// </summary>
    private void Reload(KeepalivedConfig config)
    {
        if (_stop is not null)
        {
            return;
        }

        KeepalivedConfig old = _config;
        Remember(config);
        _waiting.Clear();
        VirtualServerSetups setups = new(config, _marks);
        ObjectMatch<VirtualServerConfig> match = ConfigDiff.MatchVirtualServers(old, config);
        Dictionary<VirtualServerConfig, VirtualServerSlot> kept = EndWhatIsGone(match);
        List<VirtualServerConfig> fresh = [];
        int changed = 0, untouched = 0;
        foreach ((VirtualServerConfig? before, VirtualServerConfig server) in match.Pairs)
        {
            if (before is null || !kept.TryGetValue(before, out VirtualServerSlot? slot))
            {
                fresh.Add(server);
                continue;
            }

            VirtualServerSetup setup = setups.Of(server);
            bool isSame = slot.Setup.IsSameAs(setup);
            (changed, untouched) = isSame ? (changed, untouched + 1) : (changed + 1, untouched);
            slot.Setup = setup;
            if (!isSame)
            {
                slot.Actor!.Tell(new UpdateVirtualServer(setup));
            }
        }

        Enter(fresh, setups);
        ApplyTimeouts(old.Global.LvsTimeouts);
        ApplyMarking();
        FollowLinks();
        LvsLog.Reloaded(_log, fresh.Count, changed, match.Gone.Count, untouched);
    }

    /// <summary>Those that go on, by the configuration that they run with; one that was given up begins anew.</summary>
    private Dictionary<VirtualServerConfig, VirtualServerSlot> EndWhatIsGone(ObjectMatch<VirtualServerConfig> match)
    {
        Dictionary<VirtualServerConfig, VirtualServerSlot> kept = new(ReferenceEqualityComparer.Instance);
        HashSet<VirtualServerConfig> gone = new(match.Gone, ReferenceEqualityComparer.Instance);
        foreach ((string name, VirtualServerSlot slot) in _slots.ToArray())
        {
            if (slot.Actor is not null && !gone.Contains(slot.Setup.Config))
            {
                kept.Add(slot.Setup.Config, slot);
                continue;
            }

            _slots.Remove(name);
            End(slot, new StopVirtualServer(Deleted: true, KeepServices: false));
        }

        return kept;
    }

    private void Enter(List<VirtualServerConfig> fresh, VirtualServerSetups setups)
    {
        foreach (VirtualServerConfig server in fresh)
        {
            string name = NamedVirtualServer.NameOf(server, n => _slots.ContainsKey(n) || _waiting.ContainsKey(n));
            _waiting.Add(name, setups.Of(server));
        }

        StartWaiting();
    }

    private void Remember(KeepalivedConfig config)
    {
        if (config.Global.LvsBackend != _config.Global.LvsBackend)
        {
            LvsLog.BackendWaits(_log, config.Global.LvsBackend);
        }

        _config = config;
        _marks = GroupMarks.Of(config, _marks);
        _remember((_config, _marks));
    }

    private void End(VirtualServerSlot slot, StopVirtualServer stop)
    {
        if (slot.Actor is { } actor)
        {
            Forget(slot, actor);
            _ending.Add(actor);
            actor.Tell(stop);
        }
        else
        {
            _services.Gateway.Tell(new ReleaseVirtualServices(slot.Name));
        }
    }

    private void Forget(VirtualServerSlot slot, IActorRef actor)
    {
        _silent -= _byActor.Remove(actor) && !slot.HasSpoken ? 1 : 0;
        slot.HasSpoken = true;
        Count(slot);
    }

    /// <summary>A new one may have the name of one that is just ending: it starts when that is gone.</summary>
    private void StartWaiting()
    {
        foreach ((string name, VirtualServerSetup setup) in _waiting.ToArray())
        {
            if (Context.Child(ActorNames.VirtualServer(name)).IsNobody())
            {
                _waiting.Remove(name);
                Start(name, setup);
            }
        }
    }

    private void StopAll(StopLvs stop, IActorRef requester)
    {
        if (_stop is not null)
        {
            return;
        }

        (_stop, _stopRequester) = (stop, requester);
        _waiting.Clear();
        bool flushAll = _config.Global.LvsFlushOnStop == LvsFlushOnStop.All && !stop.KeepServices;
        if (flushAll)
        {
            // One command instead of thousands, and it was asked for that foreign services go too.
            _services.Gateway.Tell(new FlushVirtualServices());
        }

        if (!stop.KeepServices)
        {
            _services.Gateway.Tell(new SetGroupMarking(null));
            if (_config.Global.LvsTimeouts is not null)
            {
                // The connections of others get the time-outs back that they had.
                _services.Gateway.Tell(new SetConnectionTimeouts(null));
            }
        }

        foreach (VirtualServerSlot slot in _slots.Values)
        {
            End(slot, new StopVirtualServer(Deleted: false, stop.KeepServices));
        }

        _stopTimer = Context.System.Scheduler.ScheduleTellOnceCancelable(
            _services.StopLimit, Self, new StopTimedOut(), ActorRefs.NoSender);
        AnswerStopIfDone();
    }

    private void Ended(IActorRef actor)
    {
        if (_ending.Remove(actor))
        {
            StartWaiting();
            AnswerStopIfDone();
        }
        else if (_byActor.TryGetValue(actor, out VirtualServerSlot? slot))
        {
            Forget(slot, actor);
            slot.Actor = null;
            LvsLog.VirtualServerGivenUp(_log, slot.Name);
            CompleteIfAllSpoke();
        }
    }

    private void AnswerStopIfDone()
    {
        if (_stop is not null && _ending.Count == 0)
        {
            AnswerStop();
        }
    }

    private void AnswerStop()
    {
        _stopTimer?.Cancel();
        _stopRequester?.Tell(new LvsStopped());
        _stopRequester = null;
    }

    private void FollowLinks()
    {
        if (_config.VirtualServers.Items.Any(server => server.HaSuspend))
        {
            // Subscribing again only brings the table once more.
            _services.Links.Tell(new SubscribeLinks(Self, []));
        }
    }

    private void TellPresence(LinkTable links)
    {
        _links = links;
        foreach (string name in _slots.Keys)
        {
            TellPresence(name);
        }
    }

    private void TellPresence(string name)
    {
        if (_links is null || !_slots.TryGetValue(name, out VirtualServerSlot? slot) || !slot.Setup.Config.HaSuspend)
        {
            return;
        }

        bool isPresent = _links.Addresses.Values.Any(addresses => addresses.Any(
            address => WantedServices.Covers(slot.Setup.Config, slot.Setup.Group, address.Address)));
        slot.Actor?.Tell(new SetPresence(isPresent));
    }

    private void Collect(IActorRef requester)
    {
        Dictionary<VirtualServerKey, int> order = [];
        for (int i = 0; i < _config.VirtualServers.Count; i++)
        {
            order.TryAdd(_config.VirtualServers[i].Key, i);
        }

        VirtualServerSnapshot[] given = [.. _slots.Values.Where(slot => slot.Actor is null).Select(GivenUp)];
        List<(IActorRef Actor, object Question)> questions = [.. _slots.Values
            .Where(slot => slot.Actor is not null)
            .Select(slot => (slot.Actor!, (object)new GetVirtualServerState()))];
        Context.ActorOf(SnapshotCollector.Props(questions, s_answerTime, answers => requester.Tell(new LvsSnapshot(
            [.. answers.OfType<VirtualServerSnapshot>().Concat(given)
                .OrderBy(snapshot => order.GetValueOrDefault(snapshot.Config.Key, int.MaxValue))]))));
    }

    /// <summary>One that was given up cannot answer for itself.</summary>
    private static VirtualServerSnapshot GivenUp(VirtualServerSlot slot) => new(
        slot.Setup.Config,
        slot.State ?? VirtualServerMachine.Initial(slot.Setup.Config),
        [],
        InKernel: false,
        Suspended: false,
        GivenUp: true);

    private sealed record StopTimedOut : ILvsMessage;
}
