using Keepalived.Config.Diff;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Core.SyncGroups;
using Keepalived.Core.Tracking;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Simulation;

/// <summary>
/// A router: instances, their sync group, trackers, a kernel and a clock of its own. It can be killed, stopped,
/// paused and cut off.
/// </summary>
public sealed partial class SimulatedRouter
{
    private readonly int _number;
    private readonly List<SyncGroupEffect> _groupEffects = [];
    private readonly List<SimulatedTracker> _trackers = [];
    private readonly Queue<Action> _backlog = [];
    private readonly Queue<Action> _unread = [];
    private SimulatedConf _conf;
    private SyncGroupState _group;
    private TimeSpan _startedAt;
    private TimeSpan _pausedAt;
    private int _resumes;
    private int _groupMail;
    private int _trackerMail;
    private int _renumbered;
    private int _life;
    private bool _isDeaf;

    internal SimulatedRouter(SimulatedLan lan, int number, RouterOptions options)
    {
        (Lan, _number, Options, Shared) = (lan, number, options, lan.Options.Shared);
        _conf = new SimulatedConf(lan.Options, Shared, options, number);
        Clock = new DriftingClock(TimeSpan.FromSeconds(1000 * (number + 1)), options.DriftPartsPerMillion);
        Kernel = new SimulatedKernel(this);
        ChangeTrackers();
    }

    public SimulatedLan Lan { get; }

    public RouterOptions Options { get; private set; }

    /// <summary>What it knows of what all have in common.</summary>
    public SharedOptions Shared { get; private set; }

    public SimulatedConf Conf => _conf;

    public string Name => Options.Name;

    public int Number => _number;

    public DriftingClock Clock { get; }

    public SimulatedKernel Kernel { get; }

    public TimeSpan LocalNow => Clock.ToLocal(Lan.Clock.Now);

    /// <summary>By its own clock.</summary>
    public TimeSpan StartedAt => _startedAt;

    public IpAddress Address => AddressOf(_number + _renumbered, Lan.Options.IsIpv6);

    public bool IsRunning { get; private set; }

    public bool IsPaused { get; private set; }

    public bool IsLinkUp { get; private set; } = true;

    public bool IsGrouped => _conf.Group is not null;

    public SimulatedInstance[] Instances { get; private set; } = [];

    internal IReadOnlyList<SimulatedTracker> Trackers => _trackers;

    /// <summary>For how long it did not run, while it does what it has missed; then 0 again.</summary>
    public TimeSpan Unscheduled { get; private set; }

    /// <summary>No message between group and members is on its way.</summary>
    public bool IsGroupSettled => _groupMail == 0 && !IsPaused && Array.TrueForAll(Instances, one => one.IsSettled);

    /// <summary>No news of a tracker is on its way.</summary>
    public bool IsTrackingSettled => _trackerMail == 0 && !IsPaused;

    private int CountOfInstances => Lan.Options.VirtualRouters;

    public static IpAddress AddressOf(int number, bool isIpv6 = false) => isIpv6
        ? IpAddress.Parse($"fe80::{number + 1:x}")
        : IpAddress.FromV4(0xC000_0201u + (uint)number);

    public SimulatedInstance this[int index] => Instances[index];

    public void Start()
    {
        if (IsRunning)
        {
            return;
        }

        _life++;
        (IsRunning, _startedAt) = (true, LocalNow);
        Kernel.Abandon();
        Kernel.Recover();
        _group = SyncGroupState.Initial(CountOfInstances);
        (_groupMail, _trackerMail) = (0, 0);
        Instances = new SimulatedInstance[CountOfInstances];
        for (int i = 0; i < Instances.Length; i++)
        {
            Instances[i] = new SimulatedInstance(this, i);
        }

        _trackers.ForEach(tracker => tracker.Start(_conf.Config));
        Array.ForEach(Instances, StartInstance);
    }

    /// <summary>kill -9: silence, and the addresses stay.</summary>
    public void Kill()
    {
        _life++;
        IsRunning = false;
        (IsPaused, _isDeaf) = (false, false);
        _backlog.Clear();
        _unread.Clear();
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
        if (IsRunning && !IsPaused)
        {
            (IsPaused, _isDeaf, _pausedAt) = (true, isDeaf, LocalNow);
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
        Lan.Resumed(this, _pausedAt);

        // The protocol clock wakes first: it reads what stands in its sockets, then fires what is due, and sends what
        // is due. Actors may have read their mail before that or not.
        Unscheduled = LocalNow - _pausedAt;
        bool actorsFirst = _resumes++ % 2 == 0;
        while (actorsFirst && _unread.TryDequeue(out Action? packet))
        {
            packet();
        }

        Array.ForEach(Instances, one => one.Transmitter.WakeUp());
        while (!IsPaused && (_unread.TryDequeue(out Action? action) || _backlog.TryDequeue(out action)))
        {
            action();
        }

        Unscheduled = TimeSpan.Zero;
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
            instance.Post(one => one.Handle(one.Event(kind) with { Fault = VrrpFaults.InterfaceDown }));
        }
    }

    /// <summary>The primary address of the interface changes to another one of this router, or back.</summary>
    public void Renumber()
    {
        _renumbered = _renumbered == 0 ? Lan.Routers.Length : 0;
        Lan.Note(this, $"has {Address}");
        foreach (SimulatedInstance instance in IsRunning ? Instances : [])
        {
            instance.Post(static one => one.ChangeSource());
        }
    }

    internal void Receive(byte[] datagram, in PacketBatch.Entry entry)
    {
        if (!IsRunning || !IsLinkUp || _isDeaf)
        {
            return;
        }

        // As the socket router has it: the VRID tells which instance.
        System.Net.Sockets.AddressFamily family = Lan.Options.IsIpv6
            ? System.Net.Sockets.AddressFamily.InterNetworkV6
            : System.Net.Sockets.AddressFamily.InterNetwork;
        if (VrrpReceiver.TryRead(datagram, entry, family, out VrrpPacketView packet, out _))
        {
            byte virtualRouterId = packet.VirtualRouterId;
            SimulatedInstance? instance = Array.Find(
                Instances, one => one.Parameters.VirtualRouterId == virtualRouterId);
            PacketBatch.Entry of = entry;
            if (IsPaused)
            {
                _unread.Enqueue(() => instance?.Post(one => one.Receive(datagram, of)));
            }
            else
            {
                instance?.Post(one => one.Receive(datagram, of));
            }
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

    private void Run(int life, Action action)
    {
        if (life != _life || !IsRunning)
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
}
