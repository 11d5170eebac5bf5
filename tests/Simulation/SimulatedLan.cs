using System.Globalization;
using Keepalived.Core.Ports;
using Keepalived.Core.SyncGroups;
using Keepalived.Core.Vrrp;
using Keepalived.Simulation.Checkers;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Simulation;

/// <summary>
/// A LAN of routers on one thread and one clock. It carries encoded bytes; each checker looks after each event. The
/// same
/// options give the same history, bit for bit.
/// </summary>
public sealed class SimulatedLan
{
    private const int ClogPercent = 5;

    private readonly bool[,] _cut;
    private readonly List<LanNote> _notes = [];
    private readonly ILanChecker[] _checkers;
    private SimulatedRouter? _touched;
    private ulong _digest = 14695981039346656037;

    public SimulatedLan(LanOptions options)
        : this(options, VrrpRules.All)
    {
    }

    internal SimulatedLan(LanOptions options, VrrpRules rules)
    {
        (Options, Rules) = (options, rules);
        Random = new SimulationRandom(options.Seed ^ 0x5EED);
        WallClock = new SimulatedWallClock(Clock);
        Routers = [.. options.Routers.Select((router, number) => new SimulatedRouter(this, number, router))];
        _cut = new bool[Routers.Length, Routers.Length];
        _checkers = AllCheckers.Create();
        foreach (SimulatedRouter router in Routers)
        {
            Clock.At(router.Options.StartsAt, router.Start);
        }
    }

    public LanOptions Options { get; }

    public VirtualClock Clock { get; } = new();

    public SimulationRandom Random { get; }

    /// <summary>The same for all routers: <c>auth_hmac</c> asks for that.</summary>
    public TimeProvider WallClock { get; }

    public SimulatedRouter[] Routers { get; }

    /// <summary>Nothing is lost, late or changed on its way any more.</summary>
    public bool IsHealed { get; private set; }

    /// <summary>A number over all transitions and datagrams, to compare two runs of a seed.</summary>
    public ulong Digest => _digest;

    internal VrrpRules Rules { get; }

    public SimulatedRouter this[string name] => Array.Find(Routers, router => router.Name == name)
        ?? throw new ArgumentException($"no router {name}", nameof(name));

    public void Run(TimeSpan time) => Clock.RunUntil(Clock.Now + time, CheckMoment);

    /// <summary>Datagrams from <paramref name="from"/> no longer reach <paramref name="to"/>.</summary>
    public void CutOneWay(SimulatedRouter from, SimulatedRouter to) => _cut[from.Number, to.Number] = true;

    public void Cut(SimulatedRouter one, SimulatedRouter other)
    {
        CutOneWay(one, other);
        CutOneWay(other, one);
    }

    public void Isolate(SimulatedRouter router) =>
        Array.ForEach(Array.FindAll(Routers, other => other != router), other => Cut(router, other));

    public void JoinAll() => Array.Clear(_cut);

    public bool IsCut(SimulatedRouter from, SimulatedRouter to) => _cut[from.Number, to.Number];

    /// <summary>From here on the network is perfect.</summary>
    public void Heal()
    {
        IsHealed = true;
        JoinAll();
    }

    public Expectation Expect(SimulatedRouter router) => new(this, router);

    /// <summary>One line per transition and per trouble.</summary>
    public string History() => string.Join('\n', _notes);

    public IReadOnlyList<LanNote> Notes => _notes;

    /// <summary>Something of this router changed: its invariants are looked at when the event is over.</summary>
    internal void Touch(SimulatedRouter router) => _touched = router;

    internal void Note(SimulatedRouter router, string text) => _notes.Add(new LanNote(Clock.Now, router.Name, text));

    internal void Transited(SimulatedInstance instance, in VrrpEffect effect)
    {
        Mix((ulong)Clock.Now.Ticks);
        Mix(((ulong)instance.Router.Number << 16) | ((ulong)effect.From << 8) | (ulong)effect.To);
        string from = effect.Source.IsNone ? string.Empty : $" from {effect.Source} {effect.Priority}";
        string what = $"{effect.From} -> {effect.To} because {effect.Reason}{from}";
        _notes.Add(new LanNote(Clock.Now, instance.Name, what));
    }

    internal void Checked(in MachineStep step)
    {
        foreach (ILanChecker checker in _checkers)
        {
            checker.AfterStep(step);
        }
    }

    internal void Tracked(in TrackerStep step)
    {
        foreach (ILanChecker checker in _checkers)
        {
            checker.Tracked(step);
        }
    }

    internal void Decided(in GroupStep step)
    {
        foreach (ILanChecker checker in _checkers)
        {
            checker.Decided(step);
        }
    }

    internal void Reloaded(SimulatedRouter router, SimulatedConf before, ReadOnlySpan<bool> told)
    {
        foreach (ILanChecker checker in _checkers)
        {
            checker.Reloaded(router, before, told);
        }
    }

    internal void Resumed(SimulatedRouter router, TimeSpan since)
    {
        foreach (ILanChecker checker in _checkers)
        {
            checker.Resumed(router, since);
        }
    }

    internal void Send(SimulatedInstance sender, byte priority, ReadOnlySpan<byte> datagram, IpAddress destination)
    {
        foreach (ILanChecker checker in _checkers)
        {
            checker.Sent(sender, priority, datagram, destination);
        }

        Mix((ulong)Clock.Now.Ticks ^ priority);
        if (!sender.Router.IsLinkUp)
        {
            return;
        }

        byte[] bytes = datagram.ToArray();
        foreach (SimulatedRouter receiver in Routers)
        {
            bool isFor = destination.IsMulticast || destination == receiver.Address;
            if (receiver != sender.Router && isFor && !IsCut(sender.Router, receiver))
            {
                var entry = new PacketBatch.Entry(
                    bytes.Length, sender.Source.SourceAddress, destination, VrrpCodec.RequiredTimeToLive, 0);
                Carry(bytes, receiver, entry);
            }
        }
    }

    private void Carry(byte[] bytes, SimulatedRouter receiver, in PacketBatch.Entry entry)
    {
        if (!IsHealed)
        {
            if (Random.Percent(Options.LossPercent))
            {
                return;
            }

            if (Random.Percent(Options.DuplicationPercent))
            {
                Deliver(bytes, receiver, entry);
            }

            if (Random.Percent(Options.CorruptionPercent))
            {
                bytes = [.. bytes];
                int first = Options.IsIpv6 ? 0 : Ipv4Header.MinLength;
                bytes[Random.Between(first, bytes.Length - 1)] ^= (byte)(1 << Random.Below(8));
            }
        }

        Deliver(bytes, receiver, entry);
    }

    private void Deliver(byte[] bytes, SimulatedRouter receiver, PacketBatch.Entry entry)
    {
        TimeSpan delay = Random.Between(Options.SmallestDelay, Options.LargestDelay);
        if (!IsHealed && Options.ClogDelay > TimeSpan.Zero && Random.Percent(ClogPercent))
        {
            delay += Random.Between(TimeSpan.Zero, Options.ClogDelay);
        }

        Clock.After(delay, () => receiver.Receive(bytes, entry));
    }

    private void CheckMoment()
    {
        if (_touched is { IsRunning: true, IsPaused: false } router)
        {
            foreach (ILanChecker checker in _checkers)
            {
                checker.AtMoment(router);
            }
        }

        _touched = null;
    }

    private void Mix(ulong value) => _digest = (_digest ^ value) * 1099511628211;
}

/// <summary>One line of a history.</summary>
public readonly record struct LanNote(TimeSpan At, string Who, string What)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{At.TotalSeconds,11:0.000000} {Who,-6} {What}");
}

/// <summary>What a directed scenario demands of a router: <c>lan.Expect(b).Is(VrrpState.Master)</c>.</summary>
public readonly struct Expectation(SimulatedLan lan, SimulatedRouter router)
{
    public void Is(VrrpState state, int instance = 0)
    {
        VrrpState actual = router.IsRunning ? router[instance].State.State : VrrpState.Initialize;
        if (actual != state)
        {
            throw new InvariantBroken(
                $"{router.Name} is {actual} and not {state} at {lan.Clock.Now.TotalSeconds} s\n{lan.History()}");
        }
    }
}
