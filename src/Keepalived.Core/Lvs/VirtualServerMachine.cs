using System.Collections.Immutable;
using Keepalived.Config.Model;

namespace Keepalived.Core.Lvs;

/// <summary>
/// Decides which real servers of a virtual server are up, whether they are a quorum, and when the sorry server answers.
/// Pure: state and event in, state and effects out.
/// </summary>
public static partial class VirtualServerMachine
{
    /// <summary>
    /// The state before <see cref="VirtualServerEventKind.Startup"/>: servers are up but for <c>alpha</c>.
    /// </summary>
    public static VirtualServerState Initial(VirtualServerConfig config) =>
        new(HasQuorum: false, SorryServerIsActive: false, [.. config.RealServers.Items.Select(InitialServer)]);

    public static VirtualServerState Handle(
        VirtualServerConfig config,
        VirtualServerState state,
        in VirtualServerEvent e,
        List<VirtualServerEffect> effects)
    {
        VirtualServerState next = e.Kind switch
        {
            VirtualServerEventKind.Startup => Start(config, state, effects),
            VirtualServerEventKind.CheckerReported => Report(config, state, e, effects),
            VirtualServerEventKind.WeightReported => Weigh(config, state, e, effects),
            VirtualServerEventKind.Shutdown => ShutDown(config, state, effects),
            _ => throw new ArgumentOutOfRangeException(nameof(e), e.Kind, "no rule"),
        };
        if (ChangesTable(state, next, e))
        {
            effects.Add(new VirtualServerEffect(VirtualServerEffectKind.TableChanged));
        }

        return next;
    }

    /// <summary>That a checker has run for the first time is news to who asks, and none to the table.</summary>
    private static bool ChangesTable(VirtualServerState before, VirtualServerState after, in VirtualServerEvent e)
    {
        if (ReferenceEquals(before, after))
        {
            return false;
        }

        if (e.Server < 0 || before.SorryServerIsActive != after.SorryServerIsActive)
        {
            return true;
        }

        RealServerState then = before.Servers[e.Server];
        RealServerState now = after.Servers[e.Server];
        return then.IsUp != now.IsUp || then.Weight != now.Weight;
    }

    internal static RealServerState InitialServer(RealServerConfig server)
    {
        ImmutableArray<CheckerStanding> checkers =
            [.. server.Checkers.Items.Select(checker => new CheckerStanding(checker.Alpha, HasRun: false, 0))];
        bool isUp = !checkers.Any(checker => checker.IsFailed);
        return new RealServerState(isUp, RealServerState.EffectiveWeight(server.Weight, checkers), checkers);
    }

    private static VirtualServerState Start(
        VirtualServerConfig config, VirtualServerState state, List<VirtualServerEffect> effects)
    {
        for (int i = 0; i < state.Servers.Length; i++)
        {
            // An alpha server is not announced as down: nothing is known of it yet.
            if (state.Servers[i].IsUp)
            {
                effects.Add(new VirtualServerEffect(VirtualServerEffectKind.ServerUp)
                {
                    Server = i, IsUp = true, Initial = true,
                });
            }
        }

        // A copy, so that the table is told in any case.
        return DecideQuorum(config, state with { }, initial: true, effects);
    }

    private static VirtualServerState Report(
        VirtualServerConfig config,
        VirtualServerState state,
        in VirtualServerEvent e,
        List<VirtualServerEffect> effects)
    {
        RealServerState server = state.Servers[e.Server];
        CheckerStanding before = server.Checkers[e.Checker];
        CheckerStanding after = before with { IsFailed = !e.Passed, HasRun = true };
        if (after == before)
        {
            return state;
        }

        RealServerState changed = server with { Checkers = server.Checkers.SetItem(e.Checker, after) };
        bool isUp = changed.FailedCheckers == 0;
        changed = changed with { IsUp = isUp };
        VirtualServerState next = state with { Servers = state.Servers.SetItem(e.Server, changed) };
        if (isUp != server.IsUp)
        {
            effects.Add(new VirtualServerEffect(
                isUp ? VirtualServerEffectKind.ServerUp : VirtualServerEffectKind.ServerDown)
            {
                Server = e.Server, Checker = e.Checker, IsUp = isUp,
            });
        }

        if (after.IsFailed != before.IsFailed)
        {
            effects.Add(new VirtualServerEffect(VirtualServerEffectKind.CheckerChanged)
            {
                Server = e.Server, Checker = e.Checker, IsUp = e.Passed, ServerChanged = isUp != server.IsUp,
            });
        }

        return DecideQuorum(config, next, initial: false, effects);
    }

    private static VirtualServerState Weigh(
        VirtualServerConfig config,
        VirtualServerState state,
        in VirtualServerEvent e,
        List<VirtualServerEffect> effects)
    {
        RealServerState server = state.Servers[e.Server];
        ImmutableArray<CheckerStanding> checkers =
            server.Checkers.SetItem(e.Checker, server.Checkers[e.Checker] with { WeightDelta = e.WeightDelta });
        RealServerState changed = server with { Checkers = checkers };
        uint configured = config.RealServers[e.Server].Weight;
        changed = changed with { Weight = RealServerState.EffectiveWeight(configured, checkers) };
        if (changed.Weight == server.Weight)
        {
            return state with { Servers = state.Servers.SetItem(e.Server, changed) };
        }

        effects.Add(new VirtualServerEffect(VirtualServerEffectKind.WeightChanged)
        {
            Server = e.Server, Checker = e.Checker, From = server.Weight, To = changed.Weight, IsUp = server.IsUp,
        });
        return DecideQuorum(
            config, state with { Servers = state.Servers.SetItem(e.Server, changed) }, initial: false, effects);
    }

    private static VirtualServerState ShutDown(
        VirtualServerConfig config, VirtualServerState state, List<VirtualServerEffect> effects)
    {
        long total = state.LiveWeight;
        for (int i = 0; i < state.Servers.Length; i++)
        {
            effects.Add(new VirtualServerEffect(VirtualServerEffectKind.ServerShutDown)
            {
                Server = i, IsUp = state.Servers[i].IsUp,
            });
        }

        if (state.HasQuorum)
        {
            effects.Add(new VirtualServerEffect(VirtualServerEffectKind.QuorumShutDown) { To = total });
        }

        RealServerStates down = [.. state.Servers.Select(server => server with { IsUp = false })];
        return new VirtualServerState(HasQuorum: false, SorryServerIsActive: false, down);
    }

    private static VirtualServerState DecideQuorum(
        VirtualServerConfig config, VirtualServerState state, bool initial, List<VirtualServerEffect> effects)
    {
        long weight = state.LiveWeight;
        if (!state.HasQuorum && weight >= (long)config.Quorum + config.Hysteresis)
        {
            effects.Add(
                new VirtualServerEffect(VirtualServerEffectKind.QuorumGained) { To = weight, Initial = initial });
            if (state.SorryServerIsActive)
            {
                effects.Add(new VirtualServerEffect(VirtualServerEffectKind.SorryServerRemoved));
            }

            return state with { HasQuorum = true, SorryServerIsActive = false };
        }

        bool isLost = state.HasQuorum && (weight == 0 || weight < (long)config.Quorum - config.Hysteresis);
        // Without a quorum from the start, the sorry server has to answer at once.
        bool neverWas = initial && !state.HasQuorum && config.SorryServer is not null;
        if (!isLost && !neverWas)
        {
            return state;
        }

        effects.Add(new VirtualServerEffect(VirtualServerEffectKind.QuorumLost) { To = weight, Initial = initial });
        if (config.SorryServer is not null && !state.SorryServerIsActive)
        {
            effects.Add(new VirtualServerEffect(VirtualServerEffectKind.SorryServerAdded));
        }

        return state with { HasQuorum = false, SorryServerIsActive = config.SorryServer is not null };
    }
}
