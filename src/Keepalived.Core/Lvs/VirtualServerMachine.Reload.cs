using System.Collections.Immutable;
using Keepalived.Config.Diff;
using Keepalived.Config.Model;

namespace Keepalived.Core.Lvs;

/// <summary>A reload changed the configuration of a running virtual server.</summary>
public static partial class VirtualServerMachine
{
    /// <summary>
    /// Carries everything over that is still the same: servers and checkers as a plan matches them.
    /// Servers that are gone are shut down, by their index in <paramref name="before"/>; effects that follow use the
    /// new indexes.
    /// </summary>
    /// <param name="mapping">For each new server: index of the same one before, or -1.</param>
    public static VirtualServerState Reconfigure(
        VirtualServerConfig before,
        VirtualServerState state,
        VirtualServerConfig after,
        List<VirtualServerEffect> effects,
        out ImmutableArray<int> mapping)
    {
        mapping = [.. ConfigDiff.MatchRealServers(before, after).Origins];
        HashSet<int> kept = [.. mapping];
        for (int i = 0; i < before.RealServers.Count; i++)
        {
            if (!kept.Contains(i))
            {
                effects.Add(new VirtualServerEffect(VirtualServerEffectKind.ServerShutDown)
                {
                    Server = i, IsUp = state.Servers[i].IsUp,
                });
            }
        }

        RealServerState[] servers = new RealServerState[after.RealServers.Count];
        for (int i = 0; i < after.RealServers.Count; i++)
        {
            RealServerConfig server = after.RealServers[i];
            servers[i] = mapping[i] < 0
                ? InitialServer(server)
                : Carry(before.RealServers[mapping[i]], state.Servers[mapping[i]], server);
        }

        VirtualServerState next = state with { Servers = RealServerStates.Create(servers) };
        TellChanges(state, next, mapping, effects);
        bool sorryServerStays = state.SorryServerIsActive && after.SorryServer is not null;
        bool sorryServerComes = !state.HasQuorum && !state.SorryServerIsActive && after.SorryServer is not null;
        next = next with { SorryServerIsActive = sorryServerStays };
        next = DecideQuorum(after, next, initial: sorryServerComes, effects);
        effects.Add(new VirtualServerEffect(VirtualServerEffectKind.TableChanged));
        return next;
    }

    private static RealServerState Carry(RealServerConfig before, RealServerState state, RealServerConfig after)
    {
        var checkers = ImmutableArray.CreateBuilder<CheckerStanding>(after.Checkers.Count);
        IReadOnlyList<int> origins = ConfigDiff.MatchCheckers(before, after);
        for (int i = 0; i < origins.Count; i++)
        {
            // A server that failed is not up again because it is asked the same at other times. A checker that asks
            // something else decides with its first run.
            int old = origins[i];
            checkers.Add(old >= 0
                ? state.Checkers[old]
                : new CheckerStanding(after.Checkers[i].Alpha && !state.IsUp, HasRun: false, 0));
        }

        ImmutableArray<CheckerStanding> standings = checkers.MoveToImmutable();
        bool isUp = !standings.Any(checker => checker.IsFailed);
        return new RealServerState(isUp, RealServerState.EffectiveWeight(after.Weight, standings), standings);
    }

    private static void TellChanges(
        VirtualServerState before,
        VirtualServerState after,
        ImmutableArray<int> mapping,
        List<VirtualServerEffect> effects)
    {
        for (int i = 0; i < mapping.Length; i++)
        {
            RealServerState now = after.Servers[i];
            RealServerState? then = mapping[i] < 0 ? null : before.Servers[mapping[i]];
            if (now.IsUp != (then?.IsUp ?? false))
            {
                effects.Add(new VirtualServerEffect(
                    now.IsUp ? VirtualServerEffectKind.ServerUp : VirtualServerEffectKind.ServerDown)
                {
                    Server = i, Checker = -1, IsUp = now.IsUp, Initial = then is null,
                });
            }

            if (then is not null && then.Weight != now.Weight)
            {
                effects.Add(new VirtualServerEffect(VirtualServerEffectKind.WeightChanged)
                {
                    Server = i, Checker = -1, From = then.Weight, To = now.Weight, IsUp = now.IsUp,
                });
            }
        }
    }
}
