using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// Nobody becomes Master while a Master that it has to accept is heard: not within down_timer_adverts intervals of
/// the last
/// such advertisement. A sync group may take a member along earlier.
/// </summary>
internal sealed class ClaimsAreJustified : ILanChecker
{
    private readonly Dictionary<SimulatedInstance, Heard> _heard = [];

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

        bool makesWait = step.Event.Kind == VrrpEventKind.AdvertisementReceived && heard.Model.MakesWait(step);
        heard.Model.Learn(step);
        Update(step, heard, makesWait);
    }

    private static void RequireSilence(in MachineStep step, Heard heard)
    {
        InvariantBroken.Unless(
            step.Before.State == VrrpState.Backup, step.Instance, "became Master without being Backup");
        if (heard.At is { } at && !step.Parameters.InSyncGroup)
        {
            InvariantBroken.Unless(
                step.Now - at >= heard.Needed,
                step.Instance,
                $"became Master {(step.Now - at).TotalMilliseconds} ms after a Master's advertisement, "
                + $"not {heard.Needed.TotalMilliseconds} ms");
        }
    }

    private static void Update(in MachineStep step, Heard heard, bool makesWait)
    {
        if (step.After.State != VrrpState.Backup)
        {
            heard.At = null;
            return;
        }

        if (step.Event.Kind == VrrpEventKind.ParametersChanged && heard.At is not null)
        {
            // The wait begins again, in the new interval.
            heard.At = step.Parameters.Priority == 255 ? null : step.Now;
            heard.Needed = step.Parameters.DownTimerAdverts * heard.Model.Interval;
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
        else if (yielded || makesWait)
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
