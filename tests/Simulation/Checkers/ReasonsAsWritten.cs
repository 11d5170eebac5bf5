using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>
/// What people are told beside a transition: why it happened, and whose advertisement did it. The reasons are kept here
/// a second time, from what the instance has heard.
/// </summary>
internal sealed class ReasonsAsWritten : ILanChecker
{
    private readonly Dictionary<SimulatedInstance, Heard> _heard = [];

    public void AfterStep(in MachineStep step)
    {
        if (!_heard.TryGetValue(step.Instance, out Heard? heard))
        {
            _heard.Add(step.Instance, heard = new Heard());
        }

        foreach (ref readonly VrrpEffect effect in step.Effects)
        {
            if (effect.Kind == VrrpEffectKind.NotifyTransition)
            {
                RequireReason(step, effect, heard);
            }
        }

        RequireLogOfYielding(step);
        heard.Learn(step);
    }

    private static void RequireReason(in MachineStep step, in VrrpEffect told, Heard heard)
    {
        VrrpReason expected = told.To switch
        {
            VrrpState.Initialize => VrrpReason.Shutdown,
            VrrpState.Fault => step.Event.Kind == VrrpEventKind.GroupRequires
                ? VrrpReason.SyncGroup
                : VrrpReason.FaultRaised,
            VrrpState.Master => step.Event.Kind == VrrpEventKind.GroupRequires
                ? VrrpReason.SyncGroup
                : heard.WhyMaster(step),
            _ => WhyBackup(step),
        };
        bool isHeard = step.Event.Kind == VrrpEventKind.AdvertisementReceived;
        InvariantBroken.Unless(
            told.Reason == expected, step.Instance, $"is {told.To} because {told.Reason}, not {expected}");
        InvariantBroken.Unless(
            told.Source == (isHeard ? step.Event.Source : default)
                && told.Priority == (isHeard ? step.Event.Priority : step.After.EffectivePriority),
            step.Instance,
            $"is {told.To} by {told.Source} with {told.Priority}");
    }

    private static VrrpReason WhyBackup(in MachineStep step) => step.Before.State switch
    {
        VrrpState.Master => step.Event.Kind switch
        {
            VrrpEventKind.AdvertisementReceived => step.Event.Priority == step.Before.EffectivePriority
                ? VrrpReason.EqualPriorityHigherAddress
                : VrrpReason.HigherPriority,
            VrrpEventKind.AddressesLost => VrrpReason.AddressesLost,
            VrrpEventKind.SilenceExceeded => VrrpReason.Stalled,
            _ => VrrpReason.SyncGroup,
        },
        _ => step.Before.WasNotified ? VrrpReason.FaultCleared : VrrpReason.Startup,
    };

    /// <summary>Whoever gives way is told of the higher priority, and of a second owner of the addresses.</summary>
    private static void RequireLogOfYielding(in MachineStep step)
    {
        if (!step.Transits(VrrpState.Master, VrrpState.Backup)
            || step.Event.Kind != VrrpEventKind.AdvertisementReceived)
        {
            return;
        }

        VrrpReport expected = step.Event.Priority == 255 && step.Parameters.Priority == 255
            ? VrrpReport.TwoAddressOwners
            : VrrpReport.HigherPriorityReceived;
        foreach (ref readonly VrrpEffect effect in step.Effects)
        {
            bool isOne = effect is
                { Kind: VrrpEffectKind.Log, Report: VrrpReport.TwoAddressOwners or VrrpReport.HigherPriorityReceived };
            InvariantBroken.Unless(
                !isOne || effect.Report == expected, step.Instance, $"logged {effect.Report}, not {expected}");
        }
    }

    private sealed class Heard
    {
        private readonly ElectionModel _model = new();
        private bool _knowsMaster;
        private bool _resigned;
        private bool _isLower;
        private bool _delayPassed;

        public VrrpReason WhyMaster(in MachineStep step) =>
            !_knowsMaster && step.Parameters.Priority == 255 ? VrrpReason.AddressOwner
            : _delayPassed ? VrrpReason.PreemptDelayExpired
            : _isLower ? VrrpReason.LowerPriorityMaster
            : _knowsMaster && _resigned ? VrrpReason.MasterResigned
            : VrrpReason.MasterDown;

        public void Learn(in MachineStep step)
        {
            if (step.Event.Kind == VrrpEventKind.AdvertisementReceived && step.Before.State == VrrpState.Backup)
            {
                Hear(step, _model.MakesWait(step));
            }

            _model.Learn(step);
            bool delayEnds = step.Event is { Kind: VrrpEventKind.TimerFired, Timer: VrrpTimer.PreemptDelay }
                && step.Before.Timers.IsCurrent(VrrpTimer.PreemptDelay, step.Event.Generation);
            if (step.After.State == VrrpState.Backup && delayEnds)
            {
                _delayPassed = true;
            }

            if (step.After.State != VrrpState.Backup)
            {
                (_isLower, _delayPassed) = (false, false);
            }

            if (step.After.State == VrrpState.Master)
            {
                (_knowsMaster, _resigned) = (true, false);
            }
            else if (step.Before.State is VrrpState.Initialize or VrrpState.Fault
                && step.After.State != step.Before.State)
            {
                (_knowsMaster, _resigned) = (false, false);
            }
        }

        private void Hear(in MachineStep step, bool isAccepted)
        {
            if (step.Event.Priority >= step.Before.EffectivePriority)
            {
                _delayPassed = false;
            }

            if (step.Event.Priority == 0)
            {
                (_resigned, _isLower) = (true, false);
            }
            else if (isAccepted)
            {
                (_knowsMaster, _resigned, _isLower) = (true, false, false);
            }
            else
            {
                _isLower = true;
            }
        }
    }
}
