using Akka.Actor;
using Keepalived.Actors.Kernel;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Vrrp;

/// <content>Reload, stop, crash, and what the dumps show.</content>
public sealed partial class VrrpInstanceActor
{
    private VrrpParameters MakeParameters() =>
        VrrpParametersFactory.Create(_slot.Config, _slot.Group is not null, _services.StartupDelay());

    /// <summary>
    /// Everything that a reload can change without a new instance: priority, addresses, trackers, scripts, times.
    /// </summary>
    private void Update(UpdateInstance update)
    {
        // By what held while it stood still.
        GiveUpIfSilentTooLong();
        VrrpInstanceConfig old = _slot.Config;
        string? groupBefore = _slot.Group;
        _slot.Config = update.Config;
        _slot.GroupConfig = update.Group;
        VrrpParameters before = _parameters;
        _parameters = MakeParameters();
        _transmitter?.LimitSilence(_parameters.LongestSilence);
        VrrpReloadDifference difference = VrrpReloadDifference.Of(old, update.Config);
        if (difference.Packet && _boundKey is not null)
        {
            Bind();
        }

        SubscribeToWorld();
        JudgeTrackers();
        if (_started && (before != _parameters || difference.Packet || difference.Items))
        {
            Handle(Event(VrrpEventKind.ParametersChanged));
        }

        if (_slot.Group != groupBefore)
        {
            // It may have asked already, while this instance was still another one's.
            ReportToGroup();
        }
    }

    private void Stop(StopInstance stop)
    {
        if (_stopping is not null)
        {
            return;
        }

        _stopping = stop;
        _stopRequester = Sender;
        bool hadAddresses = _state.State == VrrpState.Master && !stop.KeepAddresses;
        Handle(Event(VrrpEventKind.Shutdown) with { KeepAddresses = stop.KeepAddresses });
        if (!hadAddresses)
        {
            FinishStop();
        }
    }

    private void FinishStop()
    {
        if (_stopping is not { KeepAddresses: true })
        {
            DropInterfaces();
        }

        _stopRequester?.Tell(new InstanceStopped(Name));
        _stopRequester = null;
        Context.Stop(Self);
    }

    /// <summary>The end of an incarnation, orderly or not: who is still Master resigns (twice does no harm).</summary>
    private void Resign()
    {
        if (_stopping is { KeepAddresses: true })
        {
            _transmitter?.Revoke();
            return;
        }

        if (_state.State == VrrpState.Master)
        {
            _transmitter?.Revoke();
            _transmitter?.SendOnce(0);
            _neighbours.Kernel.Tell(new ReleaseOwner(Owner));
        }
    }

    private VrrpInstanceSnapshot Snapshot() => new()
    {
        Config = _slot.Config,
        State = _state.State,
        WantedState = _state.ClaimsMaster || _state.State == VrrpState.Master ? VrrpState.Master : VrrpState.Backup,
        EffectivePriority = _state.EffectivePriority,
        TotalWeight = _state.Weight,
        Faults = _state.Faults,
        LastTransition = _lastTransition,
        LastReason = _lastReason,
        Source = _binding.Source,
        InterfaceIndex = _binding.InterfaceIndex,
        MasterAddress = _state.MasterAddress,
        MasterPriority = _state.MasterPriority,
        MasterInterval = _state.MasterInterval,
        MasterDownInterval = VrrpTimers.MasterDownInterval(_parameters, _state),
        Statistics = _slot.Statistics(
            _slot.SentBefore + (_transmitter?.SentCount ?? 0),
            _slot.PriorityZeroSentBefore + (_transmitter?.PriorityZeroSentCount ?? 0)),
        Installed = [.. _installed.OfType<AddressItem>()],
        InstalledItems = _installed,
        Group = _slot.Group,
        Path = Self.Path.ToStringWithoutAddress(),
        Restarts = _slot.Restarts,
        LastError = _slot.LastError,
    };
}
