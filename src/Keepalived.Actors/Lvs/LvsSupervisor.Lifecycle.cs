using Akka.Actor;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Links;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Lvs;
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
    /// An equal virtual server hears nothing; a changed one changes in place; keys decide which is which.
    /// </summary>
    private void Reload(KeepalivedConfig config)
    {
        if (_stop is not null)
        {
            return;
        }

        LvsTimeoutsConfig? timeoutsBefore = _config.Global.LvsTimeouts;
        Remember(config);
        _waiting.Clear();
        Dictionary<string, VirtualServerSetup> setups = Setups(config);
        int added = 0, changed = 0, removed = 0, untouched = 0;
        foreach ((string name, VirtualServerSlot slot) in _slots.ToArray())
        {
            if (slot.Actor is null || !setups.ContainsKey(name))
            {
                removed++;
                _slots.Remove(name);
                End(slot, new StopVirtualServer(Deleted: true, KeepServices: false));
            }
        }

        foreach ((string name, VirtualServerSetup setup) in setups)
        {
            if (!_slots.TryGetValue(name, out VirtualServerSlot? slot))
            {
                added++;
                _waiting.Add(name, setup);
            }
            else if (slot.Setup.IsSameAs(setup))
            {
                untouched++;
                slot.Setup = setup;
            }
            else
            {
                changed++;
                slot.Setup = setup;
                slot.Actor!.Tell(new UpdateVirtualServer(setup));
            }
        }

        StartWaiting();
        ApplyTimeouts(timeoutsBefore);
        FollowLinks();
        LvsLog.Reloaded(_log, added, changed, removed, untouched);
    }

    private void Remember(KeepalivedConfig config)
    {
        if (config.Global.LvsBackend != _config.Global.LvsBackend)
        {
            LvsLog.BackendWaits(_log, config.Global.LvsBackend);
        }

        _config = config;
        _remember(config);
    }

    private void End(VirtualServerSlot slot, StopVirtualServer stop)
    {
        if (slot.Actor is { } actor)
        {
            _ending.Add(actor);
            actor.Tell(stop);
        }
        else
        {
            _services.Gateway.Tell(new ReleaseVirtualServices(slot.Name));
        }
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
        else if (Find(actor) is { } slot)
        {
            slot.Actor = null;
            slot.HasSpoken = true;
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

        HashSet<IpAddress> wanted = [.. WantedServices.Keys(slot.Setup.Config, slot.Setup.Group)
            .Where(key => key.Fwmark == 0)
            .Select(key => key.Address)];
        bool isPresent = _links.Addresses.Values
            .Any(addresses => addresses.Any(address => wanted.Contains(address.Address)));
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
