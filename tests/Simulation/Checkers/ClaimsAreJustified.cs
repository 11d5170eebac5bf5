using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// Nobody becomes Master while a Master that it has to accept is heard: not within down_timer_adverts intervals of
/// the last
/// such advertisement, not before the end of the start-up delay. A sync group may take a member along earlier.
/// </summary>
internal sealed class ClaimsAreJustified(SimulatedLan lan) : ILanChecker
{
    private readonly Dictionary<SimulatedInstance, Heard> _heard = [];
    private readonly SimulatedLan _lan = lan;

    public void AfterStep(in MachineStep step)
    {
        if (!_heard.TryGetValue(step.Instance, out Heard? heard))
        {
            heard = new Heard();
            _heard.Add(step.Instance, heard);
        }

        if (step.After.State == VrrpState.Master && step.Before.State != VrrpState.Master)
        {
            RequireSilence(step, heard);
        }

        Update(step, heard);
        heard.Model.Learn(step);
    }

    private void RequireSilence(in MachineStep step, Heard heard)
    {
        InvariantBroken.Unless(
            step.Before.State == VrrpState.Backup, step.Instance, "became Master without being Backup");
        TimeSpan late = step.Now - step.Before.Timers[VrrpTimer.MasterDown].DueAt;
        bool isStalled = step.Event.Kind == VrrpEventKind.TimerFired
            && late > heard.Model.MasterDown(step.Parameters, step.Before.EffectivePriority);
        InvariantBroken.Unless(!isStalled, step.Instance, "became Master by a timer that proves nothing");
        bool isEarly = step.Now < heard.Model.StartedAt + step.Parameters.StartupDelay;
        InvariantBroken.Unless(
            !isEarly || _lan.Options.HasGroups, step.Instance, "became Master during its start-up delay");
        if (heard.At is { } at && !_lan.Options.HasGroups)
        {
            InvariantBroken.Unless(
                step.Now - at >= heard.Needed,
                step.Instance,
                $"became Master {(step.Now - at).TotalMilliseconds} ms after a Master's advertisement, "
                + $"not {heard.Needed.TotalMilliseconds} ms");
        }
    }

    private static void Update(in MachineStep step, Heard heard)
    {
        if (step.After.State != VrrpState.Backup)
        {
            heard.At = null;
            return;
        }

        if (step.Event.Kind != VrrpEventKind.AdvertisementReceived)
        {
            return;
        }

        bool yielded = step.Before.State == VrrpState.Master;
        if (step.Event.Priority == 0)
        {
            heard.At = null;
        }
        else if (yielded || heard.Model.MakesWait(step))
        {
            TimeSpan interval = step.Parameters.Version == 3
                ? step.Event.Interval
                : step.Parameters.AdvertisementInterval;
            (heard.At, heard.Needed) = (step.Now, step.Parameters.DownTimerAdverts * interval);
        }
    }

    private sealed class Heard
    {
        public ElectionModel Model { get; } = new();

        public TimeSpan? At { get; set; }

        public TimeSpan Needed { get; set; }
    }
}
