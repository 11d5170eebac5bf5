using System.Collections.Immutable;
using Akka.Actor;
using Keepalived.Config.Diff;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Actors.Lvs;

/// <content>The checkers: start, verdicts, reload, end.</content>
internal sealed partial class VirtualServerActor
{
    private readonly Dictionary<long, CheckerSlot> _checkers = [];
    private long _lastChecker;

    private void AddCheckers()
    {
        for (int server = 0; server < Config.RealServers.Count; server++)
        {
            for (int checker = 0; checker < Config.RealServers[server].Checkers.Count; checker++)
            {
                AddChecker(server, checker);
            }
        }
    }

    private void BeginChecks()
    {
        _mayCheck = _stopping is null;
        RunAll();
        Context.Parent.Tell(ChecksStarted.Instance);
    }

    private void AddChecker(int server, int checker)
    {
        RealServerConfig config = Config.RealServers[server];
        CheckerSetup setup = new(_setup.Shared, Config, server, config.Checkers[checker]);
        CheckerSlot slot = new(++_lastChecker, setup, _state.Servers[server].Checkers[checker]) { Index = checker };
        _checkers.Add(slot.Id, slot);
        RunIfDue(slot);
    }

    private void RunAll()
    {
        foreach (CheckerSlot slot in _checkers.Values)
        {
            RunIfDue(slot);
        }
    }

    private void RunIfDue(CheckerSlot slot)
    {
        if (!_mayCheck || _isSuspended || slot.GivenUp || slot.Actor is not null)
        {
            return;
        }

        RealServerConfig server = Config.RealServers[slot.Setup.Server];
        slot.IsStarting = true;
        _services.Starting.Add();
        slot.Actor = Context.ActorOf(
            CheckerActor.Props(_services, slot),
            ActorNames.Checker($"{server.Address}:{server.Port}", slot.Id));
        Context.Watch(slot.Actor);
    }

    private void Completed(CheckCompleted completed)
    {
        // What a checker says that is no longer configured comes too late.
        if (_stopping is null && _checkers.TryGetValue(completed.Checker, out CheckerSlot? slot))
        {
            slot.LastResult = completed.Result;
            Handle(VirtualServerEvent.Reported(slot.Setup.Server, slot.Index, completed.Passed));
            Remember(slot);
        }
    }

    private void Weigh(WeightChanged weight)
    {
        if (_stopping is null && _checkers.TryGetValue(weight.Checker, out CheckerSlot? slot))
        {
            Handle(VirtualServerEvent.Weighed(slot.Setup.Server, slot.Index, weight.Delta));
            Remember(slot);
        }
    }

    private void Remember(CheckerSlot slot) => slot.Standing = _state.Servers[slot.Setup.Server].Checkers[slot.Index];

    private void CheckerEnded(IActorRef actor)
    {
        foreach (CheckerSlot slot in _checkers.Values)
        {
            if (actor.Equals(slot.Actor))
            {
                slot.GivenUp = true;
                slot.Actor = null;
                LvsLog.CheckerGivenUp(_log, slot.Setup, slot.LastError);
                Completed(
                    new CheckCompleted(slot.Id, false, CheckResult.Fail(CheckReason.CheckerFailed, 0, slot.LastError)));
                return;
            }
        }
    }

    private void StopCheckers()
    {
        foreach (CheckerSlot slot in _checkers.Values)
        {
            StopChecker(slot);
        }

        _checkers.Clear();
    }

    private static void StopChecker(CheckerSlot slot)
    {
        if (slot.Actor is { } actor)
        {
            Context.Unwatch(actor);
            Context.Stop(actor);
        }
    }

    /// <summary>Servers and checkers that are the same go on as if nothing had happened.</summary>
    private void Update(VirtualServerSetup setup)
    {
        if (_stopping is not null)
        {
            return;
        }

        VirtualServerConfig before = Config;
        bool tlsChanged = setup.Shared.Ssl != _setup.Shared.Ssl;
        _effects.Clear();
        _state = VirtualServerMachine.Reconfigure(
            before, _state, setup.Config, _effects, out ImmutableArray<int> mapping);
        _setup = setup;
        RunEffects(before, reloading: true);
        ReplaceCheckers(before, mapping, tlsChanged);
        if (before.HaSuspend && !Config.HaSuspend)
        {
            SetPresence(true);
        }
    }

    private void ReplaceCheckers(VirtualServerConfig before, ImmutableArray<int> mapping, bool tlsChanged)
    {
        Dictionary<(int Server, int Checker), CheckerSlot> running = [];
        foreach (CheckerSlot slot in _checkers.Values)
        {
            running.Add((slot.Setup.Server, slot.Index), slot);
        }

        _checkers.Clear();
        List<(int Server, int Checker)> fresh = [];
        for (int server = 0; server < mapping.Length; server++)
        {
            RealServerConfig config = Config.RealServers[server];
            IReadOnlyList<int>? origins = mapping[server] < 0
                ? null
                : ConfigDiff.MatchCheckers(before.RealServers[mapping[server]], config);
            for (int checker = 0; checker < config.Checkers.Count; checker++)
            {
                int old = origins?[checker] ?? -1;
                bool isStale = tlsChanged && config.Checkers[checker] is CheckerConfig.Http { UseTls: true };
                if (old >= 0 && !isStale
                    && running.Remove((mapping[server], old), out CheckerSlot? slot) && !slot.GivenUp)
                {
                    Keep(slot, server, checker);
                }
                else
                {
                    fresh.Add((server, checker));
                }
            }
        }

        foreach (CheckerSlot gone in running.Values)
        {
            StopChecker(gone);
        }

        foreach ((int server, int checker) in fresh)
        {
            AddChecker(server, checker);
        }
    }

    private void Keep(CheckerSlot slot, int server, int checker)
    {
        CheckerConfig before = slot.Setup.Checker;
        slot.Setup = new CheckerSetup(_setup.Shared, Config, server, Config.RealServers[server].Checkers[checker]);
        slot.Index = checker;
        _checkers.Add(slot.Id, slot);
        if (slot.Setup.Checker != before)
        {
            slot.Actor?.Tell(new RetimeChecker());
        }
    }

    /// <summary><c>ha_suspend</c>: checks run only where the virtual address is.</summary>
    private void SetPresence(bool isPresent)
    {
        if (_isSuspended == !isPresent || _stopping is not null)
        {
            return;
        }

        _isSuspended = !isPresent;
        foreach (CheckerSlot slot in _checkers.Values)
        {
            if (slot.Actor is not null)
            {
                slot.Actor.Tell(isPresent ? new ResumeChecker() : new SuspendChecker());
            }
            else
            {
                RunIfDue(slot);
            }
        }
    }

    private VirtualServerSnapshot Snapshot() => new(
        Config,
        _state,
        [.. _checkers.Values.Select(slot => new CheckerSnapshot(
            slot.Setup.Server,
            slot.Index,
            slot.Standing,
            slot.GivenUp ? slot.LastResult : slot.Attempt?.Result ?? slot.LastResult,
            slot.Attempt,
            slot.Attempt is { } attempt ? _services.Clock.Now - attempt.EndedAt : TimeSpan.Zero,
            slot.Restarts,
            slot.LastError,
            slot.GivenUp))],
        _isInKernel,
        _isSuspended,
        GivenUp: false)
    {
        Mark = _setup.Mark,
    };
}
