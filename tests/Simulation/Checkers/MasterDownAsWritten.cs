using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>The Master_Down_Timer of a Backup is due when the documents say, to the microsecond.</summary>
internal sealed class MasterDownAsWritten : ILanChecker
{
    private static readonly TimeSpan Rounding = TimeSpan.FromMicroseconds(2);
    private static readonly TimeSpan AtOnce = TimeSpan.FromMicroseconds(1);

    private readonly Dictionary<SimulatedInstance, ElectionModel> _models = [];

    public void AfterStep(in MachineStep step)
    {
        if (!_models.TryGetValue(step.Instance, out ElectionModel? model))
        {
            model = new ElectionModel();
            _models.Add(step.Instance, model);
        }

        TimeSpan fullBefore = step.Before.State == VrrpState.Backup
            ? model.MasterDown(step.Parameters, step.Before.EffectivePriority)
            : default;
        bool makesWait = step.Event.Kind == VrrpEventKind.AdvertisementReceived && model.MakesWait(step);
        model.Learn(step);
        if (step.After.State == VrrpState.Backup && Expected(step, model, fullBefore, makesWait) is { } expected)
        {
            TimeSpan off = step.After.Timers[VrrpTimer.MasterDown].DueAt - expected;
            InvariantBroken.Unless(
                off.Duration() <= Rounding,
                step.Instance,
                $"waits {off.TotalMilliseconds} ms more than written after {step.Event.Kind} {step.Event.Priority}");
        }
    }

    private static TimeSpan? Expected(in MachineStep step, ElectionModel model, TimeSpan fullBefore, bool makesWait)
    {
        TimeSpan full = model.MasterDown(step.Parameters, step.After.EffectivePriority);
        TimeSpan running = step.Before.Timers[VrrpTimer.MasterDown].DueAt;
        if (step.Before.State != VrrpState.Backup)
        {
            return From(step, model, Entry(step, full));
        }

        return step.Event.Kind switch
        {
            VrrpEventKind.AdvertisementReceived when step.Event.Priority == 0 =>
                From(step, model, model.Skew(step.Parameters, step.After.EffectivePriority)),
            VrrpEventKind.AdvertisementReceived => makesWait ? From(step, model, full) : running,
            VrrpEventKind.WeightChanged when full != fullBefore => Later(step.Now, running + full - fullBefore),
            VrrpEventKind.ParametersChanged =>
                From(step, model, Owns(step) && !step.Before.ClaimsMaster ? AtOnce : full),

            // A claim that waits for the group, or a stall.
            VrrpEventKind.TimerFired => null,
            _ => running,
        };
    }

    /// <summary>Only an address owner need not listen first.</summary>
    private static TimeSpan Entry(in MachineStep step, TimeSpan full)
    {
        bool isFirst = !step.Before.WasNotified;
        bool isOwner = Owns(step) && (step.Parameters.WantsMaster || !isFirst);
        return isOwner && step.Before.State != VrrpState.Master ? AtOnce : full;
    }

    private static bool Owns(in MachineStep step) => step.Parameters.Priority == 255;

    private static TimeSpan From(in MachineStep step, ElectionModel model, TimeSpan wait) =>
        Later(step.Now, model.StartupEndsAt) + wait;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
