using Keepalived.Config.Model;
using Keepalived.Core.SyncGroups;
using Keepalived.Core.Tracking;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Simulation;

/// <summary>
/// A router: instances, their sync group, a tracked script, a kernel and a clock of its own. It can be killed, stopped,
/// paused and cut off.
/// </summary>
public sealed class SimulatedRouter
{
    private readonly int _number;
    private readonly List<SyncGroupEffect> _groupEffects = [];
    private readonly List<TrackScriptEffectKind> _scriptEffects = [];
    private readonly Queue<Action> _backlog = [];
    private KeepalivedConfig _config;
    private SyncGroupState _group;
    private int _groupMail;
    private TrackScriptState _script;
    private int _life;
    private bool _isDeaf;

    internal SimulatedRouter(SimulatedLan lan, int number, RouterOptions options)
    {
        (Lan, _number, Options) = (lan, number, options);
        _config = SimulatedConf.Of(lan.Options, options, number);
        Clock = new DriftingClock(TimeSpan.FromSeconds(1000 * (number + 1)), options.DriftPartsPerMillion);
        Kernel = new SimulatedKernel(this);
    }

    public SimulatedLan Lan { get; }

    public RouterOptions Options { get; private set; }

    public string Name => Options.Name;

    public int Number => _number;

    public DriftingClock Clock { get; }

    public SimulatedKernel Kernel { get; }

    public TimeSpan LocalNow => Clock.ToLocal(Lan.Clock.Now);

    public IpAddress Address => AddressOf(_number);

    public bool IsRunning { get; private set; }

    public bool IsPaused { get; private set; }

    public bool IsLinkUp { get; private set; } = true;

    /// <summary>The script succeeds when it is run.</summary>
    public bool ScriptSucceeds { get; set; } = true;

    public SimulatedInstance[] Instances { get; private set; } = [];

    /// <summary>No message between group and members is on its way.</summary>
    public bool IsGroupSettled => _groupMail == 0 && !IsPaused && Array.TrueForAll(Instances, one => one.IsSettled);

    public static IpAddress AddressOf(int number) => IpAddress.FromV4(0xC000_0201u + (uint)number);

    public SimulatedInstance this[int index] => Instances[index];

    public void Start()
    {
        if (IsRunning)
        {
            return;
        }

        _life++;
        IsRunning = true;
        Kernel.Abandon();
        Kernel.Recover();
        _group = SyncGroupState.Initial(Lan.Options.VirtualRouters);
        _groupMail = 0;
        Instances = new SimulatedInstance[Lan.Options.VirtualRouters];
        for (int i = 0; i < Instances.Length; i++)
        {
            Instances[i] = new SimulatedInstance(this, i);
        }

        VrrpFaults faults = IsLinkUp ? VrrpFaults.None : VrrpFaults.InterfaceDown;
        _script = default;
        Array.ForEach(Instances, one => one.Startup(Verdict(one.Index), faults));
        if (ScriptParameters is { } script)
        {
            RunScript(script);
        }
    }

    /// <summary>kill -9: silence, and the addresses stay.</summary>
    public void Kill()
    {
        _life++;
        IsRunning = false;
        (IsPaused, _isDeaf) = (false, false);
        _backlog.Clear();
        Kernel.Abandon();
        foreach (SimulatedInstance instance in Instances)
        {
            instance.Transmitter.Revoke();
        }

        Lan.Note(this, "killed");
    }

    /// <summary>An orderly stop: the process ends when the kernel has done the last of it.</summary>
    public void Stop()
    {
        if (!IsRunning || IsPaused)
        {
            return;
        }

        Lan.Note(this, "stopped");
        Array.ForEach(Instances, one => one.Handle(one.Event(VrrpEventKind.Shutdown)));
        _life++;
        IsRunning = false;
    }

    /// <summary>
    /// The process is not scheduled; or, deaf, the whole machine stands still and what is sent to it is lost.
    /// </summary>
    public void Pause(bool isDeaf = false)
    {
        if (IsRunning)
        {
            (IsPaused, _isDeaf) = (true, isDeaf);
            Lan.Note(this, isDeaf ? "suspended" : "paused");
        }
    }

    public void Resume()
    {
        if (!IsPaused)
        {
            return;
        }

        Lan.Note(this, "resumed");
        (IsPaused, _isDeaf) = (false, false);
        while (!IsPaused && _backlog.TryDequeue(out Action? action))
        {
            action();
        }
    }

    public void SetLink(bool isUp)
    {
        if (isUp == IsLinkUp)
        {
            return;
        }

        IsLinkUp = isUp;
        Lan.Note(this, isUp ? "link up" : "link down");
        foreach (SimulatedInstance instance in IsRunning ? Instances : [])
        {
            VrrpEventKind kind = isUp ? VrrpEventKind.FaultCleared : VrrpEventKind.FaultRaised;
            instance.Post(() => instance.Handle(instance.Event(kind) with { Fault = VrrpFaults.InterfaceDown }));
        }
    }

    public void Reload(RouterOptions options)
    {
        Options = options;
        _config = SimulatedConf.Of(Lan.Options, options, _number);
        if (IsRunning && !IsPaused)
        {
            Lan.Note(this, $"reloaded with priority {options.Priority}");
            Array.ForEach(Instances, one => one.Reload());
        }
    }

    internal void Receive(int instance, byte[] datagram)
    {
        if (IsRunning && IsLinkUp && !_isDeaf && instance < Instances.Length)
        {
            Instances[instance].Post(() => Instances[instance].Receive(datagram));
        }
    }

    internal void Post(Action action)
    {
        int life = _life;
        Lan.Clock.After(Lan.Options.MailDelay, () => Run(life, action));
    }

    internal void At(TimeSpan local, Action action)
    {
        int life = _life;
        Lan.Clock.At(Clock.ToGlobal(local), () => Run(life, action));
    }

    internal void Report(int instance, VrrpGroupReport report)
    {
        _groupMail++;
        Post(() =>
        {
            _groupMail--;
            _groupEffects.Clear();
            _group = SyncGroupMachine.Handle(_group, instance, report, _groupEffects);
            foreach (SyncGroupEffect effect in _groupEffects)
            {
                if (effect.Kind == SyncGroupEffectKind.Require)
                {
                    SimulatedInstance member = Instances[effect.Member];
                    member.Post(() => member.Require(effect.To));
                }
            }
        });
    }

    internal VrrpSendParameters SendParameters(int index) =>
        VrrpParametersFactory.CreateSend(_config.Instances[index], Address);

    internal VrrpReceiveParameters ReceiveParameters(int index) =>
        VrrpParametersFactory.CreateReceive(_config.Instances[index]);

    internal VrrpParameters Parameters(int index) =>
        VrrpParametersFactory.Create(_config.Instances[index], Group is not null, _config.Global.StartupDelay) with
        {
            Rules = Lan.Rules,
        };

    private VrrpSyncGroupConfig? Group => _config.SyncGroups.IsEmpty ? null : _config.SyncGroups[0];

    private TrackScriptParameters? ScriptParameters => _config.Scripts.IsEmpty ? null : new TrackScriptParameters
    {
        Name = _config.Scripts[0].Name,
        Interval = _config.Scripts[0].Interval,
        Rise = _config.Scripts[0].Rise,
        Fall = _config.Scripts[0].Fall,
    };

    private void Run(int life, Action action)
    {
        if (life != _life)
        {
            return;
        }

        Lan.Touch(this);
        if (IsPaused)
        {
            _backlog.Enqueue(action);
            return;
        }

        action();
    }

    /// <summary>There is one script at most, so that each tracker has its status.</summary>
    private TrackVerdict Verdict(int index)
    {
        TrackVerdict verdict = default;
        foreach (TrackerParameters tracker in TrackerSelection.Of(_config.Instances[index], Group))
        {
            verdict += EffectivePriority.Judge(tracker, _script.Status);
        }

        return verdict;
    }

    private void RunScript(TrackScriptParameters script)
    {
        Advance(script, TrackScriptEventKind.IntervalElapsed);
        Post(() => Advance(script, ScriptSucceeds ? TrackScriptEventKind.Succeeded : TrackScriptEventKind.Failed));
        At(LocalNow + script.Interval, () => RunScript(script));
    }

    private void Advance(TrackScriptParameters script, TrackScriptEventKind e)
    {
        _scriptEffects.Clear();
        _script = TrackScriptMachine.Handle(script, _script, e, _scriptEffects);
        if (_scriptEffects.Contains(TrackScriptEffectKind.NotifyStatus))
        {
            Array.ForEach(Instances, one => one.Track(Verdict(one.Index)));
        }
    }
}
