using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Core.Tracking;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Simulation;

/// <summary>
/// One instance of one router: the real machine, receive checks and sender, around a simulated clock and kernel.
/// </summary>
public sealed class SimulatedInstance
{
    private const int TimerCount = (int)VrrpTimer.AnnounceElsewhere + 1;

    private readonly SimulatedRouter _router;
    private readonly VrrpEffects _effects = new();
    private readonly byte[] _buffer = new byte[VrrpCodec.MaxDatagramLength];
    private readonly List<VrrpEvent> _changes = [];
    private readonly int[] _armed = new int[TimerCount];
    private VrrpReceiveState _receiveState;
    private TrackVerdict _verdict;
    private Action? _ended;
    private bool _isGone;
    private int _mail;

    internal SimulatedInstance(SimulatedRouter router, int index)
    {
        _router = router;
        Index = index;
        Config = router.InstanceConfig(index);
        Parameters = router.Parameters(index);
        ReceiveParameters = VrrpParametersFactory.CreateReceive(Config);
        State = VrrpInstanceState.Initial(Parameters);
        Sequence = new VrrpSequence();
        _receiveState = new VrrpReceiveState(Sequence);
        Source = new VrrpAdvertSource(
            VrrpParametersFactory.CreateSend(Config, router.Address), Sequence, router.Lan.WallClock);
        Transmitter = new SimulatedTransmitter(router, Send, OnSilence) { LongestSilence = Parameters.LongestSilence };
    }

    public int Index { get; }

    public string Name => $"{_router.Name}/{Parameters.VirtualRouterId}";

    public SimulatedRouter Router => _router;

    public VrrpInstanceConfig Config { get; private set; }

    public VrrpParameters Parameters { get; private set; }

    public VrrpReceiveParameters ReceiveParameters { get; private set; }

    public VrrpInstanceState State { get; private set; }

    public VrrpSequence Sequence { get; }

    public VrrpAdvertSource Source { get; }

    public SimulatedTransmitter Transmitter { get; }

    /// <summary>Events that were handled so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Faults and weight that the trackers mean.</summary>
    public TrackVerdict Tracked => _verdict;

    /// <summary>Events on their way: what the instance is may not be what it will be in a moment.</summary>
    public bool IsSettled => _mail == 0 && _router.Kernel.Pending(Index) == 0 && _ended is null;

    /// <summary>It ends by a reload; another one will take its place.</summary>
    public bool IsEnding => _ended is not null;

    /// <summary>It has its new parameters, and has not answered them yet.</summary>
    public bool IsReloading { get; private set; }

    /// <summary>Addresses were taken away and the instance does not know yet.</summary>
    public bool IsRobbed { get; private set; }

    private TimeSpan Now => _router.LocalNow;

    public void Startup(TrackVerdict verdict, VrrpFaults faults)
    {
        _verdict = verdict;
        Handle(Event(VrrpEventKind.Startup) with
        {
            Source = _router.Address,
            Fault = faults | verdict.Faults,
            Weight = verdict.Weight,
        });
    }

    public void Receive(ReadOnlySpan<byte> datagram, in PacketBatch.Entry entry)
    {
        ulong stamp = VrrpHmacClock.StampOf(_router.Lan.WallClock.GetUtcNow());
        VrrpReceiveVerdict verdict =
            VrrpReceiver.Check(datagram, entry, ReceiveParameters, ref _receiveState, stamp);
        if (verdict.IsAccepted)
        {
            Handle(verdict.ToEvent(Now));
        }
    }

    public void Track(TrackVerdict verdict)
    {
        _changes.Clear();
        verdict.AddChanges(_verdict, Now, _changes);
        _verdict = verdict;
        foreach (VrrpEvent change in _changes)
        {
            Handle(change);
        }
    }

    /// <summary>What the actor does with new parameters for the same virtual router.</summary>
    public void Reload()
    {
        if (_ended is not null)
        {
            return;
        }

        GiveUpIfSilentTooLong();
        VrrpInstanceConfig old = Config;
        Config = _router.InstanceConfig(Index);
        VrrpParameters before = Parameters;
        Parameters = _router.Parameters(Index);
        Transmitter.LongestSilence = Parameters.LongestSilence;
        VrrpReloadDifference difference = VrrpReloadDifference.Of(old, Config);
        if (difference.Packet)
        {
            ReceiveParameters = VrrpParametersFactory.CreateReceive(Config);
            _receiveState = new VrrpReceiveState(Sequence);
        }

        Source.Update(VrrpParametersFactory.CreateSend(Config, _router.Address));
        IsReloading = true;
        Track(_router.Verdict(Index));
        IsReloading = false;
        if (before != Parameters || difference.Packet || difference.Items)
        {
            Handle(Event(VrrpEventKind.ParametersChanged));
        }
    }

    /// <summary>An orderly end; <paramref name="ended"/> is called when the kernel has none of its addresses.</summary>
    public void End(Action ended)
    {
        if (_ended is not null)
        {
            return;
        }

        _ended = ended;
        Post(one =>
        {
            one.Handle(one.Event(VrrpEventKind.Shutdown));
            _router.Kernel.Request(Index, install: false, _ => Post(static it =>
            {
                it._isGone = true;
                it._ended!();
            }));
        });
    }

    public void ChangeSource()
    {
        Source.Update(VrrpParametersFactory.CreateSend(Config, _router.Address));
        _receiveState = new VrrpReceiveState(Sequence);
        Handle(Event(VrrpEventKind.PrimaryAddressChanged) with { Source = _router.Address });
    }

    public void Rob()
    {
        if (_router.Kernel.TakeAway(Index))
        {
            IsRobbed = true;
            Post(static one =>
            {
                one.IsRobbed = false;
                one.Handle(one.Event(VrrpEventKind.AddressesLost));
            });
        }
    }

    public void ReportToGroup() => _router.Report(Index, State.GroupReport);

    public void Require(VrrpState state) => Handle(Event(VrrpEventKind.GroupRequires) with { RequiredState = state });

    public VrrpEvent Event(VrrpEventKind kind) => new() { Kind = kind, Now = Now };

    public void Handle(in VrrpEvent e)
    {
        if (e.Kind != VrrpEventKind.SilenceExceeded)
        {
            GiveUpIfSilentTooLong();
        }

        Step(e);
    }

    private void GiveUpIfSilentTooLong()
    {
        if ((Transmitter.IsRunning || Transmitter.IsSilenced) && Transmitter.WasSilentTooLong)
        {
            Step(Event(VrrpEventKind.SilenceExceeded));
        }
    }

    private void Step(in VrrpEvent e)
    {
        VrrpInstanceState before = State;
        Steps++;
        _effects.Clear();
        State = VrrpStateMachine.Handle(Parameters, before, e, _effects);
        foreach (ref readonly VrrpEffect effect in _effects.Items)
        {
            Run(effect, before);
        }

        _router.Lan.Checked(new MachineStep
        {
            Instance = this,
            Event = e,
            Before = before,
            After = State,
            Effects = _effects.Items,
        });
    }

    /// <summary>
    /// To the instance's mailbox: it arrives a little later, and not at all if the process or the instance dies first.
    /// </summary>
    internal void Post(Action<SimulatedInstance> action)
    {
        _mail++;
        _router.Post(() =>
        {
            _mail--;
            if (!_isGone)
            {
                action(this);
            }
        });
    }

    private void Run(in VrrpEffect effect, in VrrpInstanceState before)
    {
        switch (effect.Kind)
        {
            case VrrpEffectKind.StartTimer:
                StartTimer(effect.Timer, Now + effect.After, effect.Generation);
                break;
            case VrrpEffectKind.StopTimer:
                _armed[(int)effect.Timer] = 0;
                break;
            case VrrpEffectKind.Advertise:
                Transmitter.Start(effect);
                break;
            case VrrpEffectKind.StopAdvertising:
                Transmitter.Revoke();
                break;
            case VrrpEffectKind.SendAdvertisement:
                Send(effect.Priority);
                break;
            case VrrpEffectKind.InstallAddresses:
                Install(effect.Generation);
                break;
            case VrrpEffectKind.RemoveAddresses:
                _router.Kernel.Request(Index, install: false, static _ => { });
                break;
            case VrrpEffectKind.RaiseSequence:
                Source.RaiseSequence(effect.Sequence);
                break;
            case VrrpEffectKind.ReportToGroup:
                ReportToGroup();
                break;
            case VrrpEffectKind.NotifyTransition:
                _router.Lan.Transited(this, effect);
                _receiveState.ForgetReports();
                break;
            case VrrpEffectKind.Announce or VrrpEffectKind.AnnounceElsewhere or VrrpEffectKind.NotifyLowerPriority
                or VrrpEffectKind.NotifyPriority or VrrpEffectKind.Increment or VrrpEffectKind.Log:
                break;
            default:
                throw new InvariantBroken($"{Name}: nobody does {effect.Kind} in {before.State}");
        }
    }

    private void StartTimer(VrrpTimer timer, TimeSpan dueAt, int generation)
    {
        _armed[(int)timer] = generation;
        _router.At(dueAt, () =>
        {
            if (_armed[(int)timer] != generation)
            {
                return;
            }

            // From here it is on its way: the machine may stop or restart the timer before it arrives.
            _armed[(int)timer] = 0;
            TimeSpan unscheduled = _router.Unscheduled;
            Post(one => one.Handle(one.Event(VrrpEventKind.TimerFired) with
            {
                Timer = timer,
                Generation = generation,
                Unscheduled = unscheduled,
            }));
        });
    }

    private void Install(int generation) => _router.Kernel.Request(Index, install: true, refused =>
    {
        if (refused)
        {
            Post(static one => one.Handle(one.Event(VrrpEventKind.KernelRefused)));
        }

        Post(one => one.Handle(one.Event(VrrpEventKind.AddressesInstalled) with { Generation = generation }));
    });

    private void OnSilence() => Post(static one => one.Handle(one.Event(VrrpEventKind.SilenceExceeded)));

    private void Send(byte priority)
    {
        for (int i = 0; i < Source.DestinationCount; i++)
        {
            int length = Source.WriteNext(i, priority, _buffer, out IpAddress destination);
            ReadOnlySpan<byte> datagram = _buffer.AsSpan(0, length);
            _router.Lan.Send(this, priority, datagram, destination);
        }
    }
}
