using Keepalived.Core.Tracking;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// A script changes after as many equal results as written, the first one alone, and never runs twice at a time;
/// processes count when their number has been right or wrong for as long as written.
/// </summary>
internal sealed class TrackersAsWritten : ILanChecker
{
    private readonly Dictionary<(SimulatedTracker, int), List<bool>> _results = [];
    private readonly HashSet<(SimulatedTracker, int)> _begun = [];
    private readonly HashSet<(SimulatedTracker, int)> _running = [];
    private readonly Dictionary<(SimulatedTracker, int), Wrong> _wrongs = [];
    private readonly Dictionary<(SimulatedTracker, int), int> _counts = [];

    public void Tracked(in TrackerStep step)
    {
        if (step.Script is { } script)
        {
            Script(step, script);
        }
        else if (step.Process is { } process)
        {
            Processes(step, process);
        }
    }

    private void Script(in TrackerStep step, TrackScriptParameters script)
    {
        if (step.Result is not { } result)
        {
            Require(step, step.Before, "changed while it began to run");
            Require(step, step.Runs == _running.Add(Key(step)), $"runs: {step.Runs}");
            TrackStatus first = script.InitFail ? TrackStatus.Down : TrackStatus.Unknown;
            Require(step, !_begun.Add(Key(step)) || step.Before == first, $"begins as {step.Before}, not {first}");
            return;
        }

        _running.Remove(Key(step));

        if (!_results.TryGetValue(Key(step), out List<bool>? results))
        {
            _results.Add(Key(step), results = []);
        }

        results.Add(result);
        int needed = result ? script.Rise : script.Fall;
        bool isEnough = !step.Before.IsKnown || results.TakeLast(needed).Count(one => one == result) == needed;
        bool changes = isEnough && (!step.Before.IsKnown || step.Before.IsUp != result);
        Require(step, changes ? result ? TrackStatus.Up : TrackStatus.Down : step.Before, $"after {result}");
    }

    private void Processes(in TrackerStep step, TrackProcessParameters process)
    {
        Require(
            step,
            step.DelayRuns == (step.Delay != TrackProcessDelay.None),
            $"waits for {step.Delay}: {step.DelayRuns}");
        int before = _counts.GetValueOrDefault(Key(step));
        int count = step.Count ?? before;
        _counts[Key(step)] = count;
        bool isRight = process.QuorumMax == 0
            ? count == 0
            : count >= process.Quorum && (process.QuorumMax is not { } most || count <= most);
        TrackStatus wanted = isRight ? TrackStatus.Up : TrackStatus.Down;
        if (!step.Before.IsKnown || step.Before == wanted)
        {
            _wrongs.Remove(Key(step));
            Require(step, wanted, $"with {count} processes");
            return;
        }

        TimeSpan now = step.Router.LocalNow;
        if (!_wrongs.TryGetValue(Key(step), out Wrong wrong))
        {
            wrong = new Wrong(now, count > before ? process.ForkDelay : process.TerminateDelay);
            _wrongs.Add(Key(step), wrong);
        }

        bool isOver = now >= wrong.Since + wrong.Wait && (wrong.Wait == TimeSpan.Zero || step.Count is null);
        Require(step, isOver ? wanted : step.Before, $"with {count} processes since {wrong.Since}");
        if (isOver)
        {
            _wrongs.Remove(Key(step));
        }
    }

    private static (SimulatedTracker Tracker, int Incarnation) Key(in TrackerStep step) =>
        (step.Tracker, step.Tracker.Incarnation);

    private static void Require(in TrackerStep step, TrackStatus expected, string why) =>
        Require(step, step.After == expected, $"is {step.After}, not {expected}, {why}");

    private static void Require(in TrackerStep step, bool holds, string what)
    {
        if (!holds)
        {
            throw new InvariantBroken($"{step.Router.Name}: {step.Tracker.Key} {what}");
        }
    }

    private readonly record struct Wrong(TimeSpan Since, TimeSpan Wait);
}
