using System.Collections.Concurrent;
using System.Net.Sockets;
using Keepalived.Core.Ports;
using Keepalived.Linux.Native;
using Keepalived.Linux.Sockets;
using Keepalived.Wire.Ip;
using Linux.Tests.Support;

namespace Linux.Tests.Sockets;

/// <summary>
/// The loop's thread did not run for a while: what it has missed, and in which order it makes up for it.
/// </summary>
public sealed class StalledLoopTests
{
    // More than twice what one epoll_wait tells of.
    private const int ManySockets = 150;

    private static readonly IpAddress _group = IpAddress.Parse("224.0.0.18");
    private static readonly IpAddress _left = IpAddress.Parse("192.0.2.1");
    private static readonly TimeSpan _while = TimeSpan.FromMilliseconds(40);

    [PrivilegedFact]
    public void What_waits_in_many_sockets_is_handed_on_before_a_late_timer_fires()
    {
        using var network = new TestNetwork();
        using var left = new ProtocolLoop();
        using var right = new ProtocolLoop();
        var receiver = new RecordingReceiver();
        IPacketSocket sender = Open(network.Left, left, new RecordingReceiver());
        for (int i = 0; i < ManySockets; i++)
        {
            Open(network.Right, right, receiver);
        }

        var target = new Target(() => receiver.Arrivals.Count);
        Blocker blocker = Blocker.Of(right);
        right.CreateTimer(target, 1).Start(right.Now, 1);
        using IAdvertTransmitter transmitter =
            left.CreateTransmitter(sender, new NumberedSource(_left, _group), new RecordingHolder());
        transmitter.Start(100, TimeSpan.FromHours(1), TimeSpan.FromHours(3), sendNow: true, 1);
        AwaitWaiting(network.Right, ManySockets);
        blocker.Go.Set();

        Assert.Equal(ManySockets, target.Next());
    }

    [Fact]
    public void A_timer_that_fires_can_learn_for_how_long_the_thread_had_not_run()
    {
        using var loop = new ProtocolLoop();
        var target = new Target(() => loop.LastGap);
        Blocker blocker = Blocker.Of(loop);
        loop.CreateTimer(target, 1).Start(loop.Now, 1);
        WaitAWhile();
        blocker.Go.Set();

        Assert.True((TimeSpan)target.Next() >= _while);
    }

    /// <summary>Else a quiet wait would look like one in which the process did not run.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_thread_that_waits_for_a_timer_looks_in_between_where_it_is_told_to(bool wasMoved)
    {
        // On a machine with other work the thread itself may have slept through one.
        Assert.Contains(Enumerable.Range(0, 20), _ => LooksInAWait(wasMoved) >= 3);
    }

    /// <summary>Whoever comes first after the stall can ask; the loop ends the schedule and tells of it.</summary>
    [PrivilegedFact]
    public void A_schedule_that_was_silent_too_long_says_so_before_the_loop_has_noticed()
    {
        using var network = new TestNetwork();
        using var loop = new ProtocolLoop();
        IPacketSocket socket = Open(network.Left, loop, new RecordingReceiver());
        var holder = new RecordingHolder();
        using IAdvertTransmitter transmitter =
            loop.CreateTransmitter(socket, new NumberedSource(_left, _group), holder);
        transmitter.LimitSilence(_while / 2);
        Assert.False(transmitter.WasSilentTooLong, "it has not begun");
        Blocker blocker = Blocker.Of(loop);
        transmitter.Start(100, TimeSpan.FromMilliseconds(2), TimeSpan.FromMinutes(1), sendNow: true, 7);
        WaitAWhile();

        Assert.True(transmitter.WasSilentTooLong);
        blocker.Go.Set();
        Assert.True(holder.Silences.TryTake(out int generation, Waits.Long));
        Assert.Equal(7, generation);
        Assert.Equal(1, transmitter.SentCount);
    }

    /// <summary>Else the interface that it leaves through may be gone before the loop's thread runs.</summary>
    [PrivilegedFact]
    public void A_resignation_does_not_wait_for_the_loop()
    {
        using var network = new TestNetwork();
        using var left = new ProtocolLoop();
        using var right = new ProtocolLoop();
        var receiver = new RecordingReceiver();
        IPacketSocket socket = Open(network.Left, left, new RecordingReceiver());
        Open(network.Right, right, receiver);
        using IAdvertTransmitter transmitter =
            left.CreateTransmitter(socket, new NumberedSource(_left, _group), new RecordingHolder());
        Blocker blocker = Blocker.Of(left);

        transmitter.SendOnce(0);

        Assert.Equal(1, transmitter.PriorityZeroSentCount);
        receiver.Next();
        blocker.Go.Set();
    }

    private static long LooksInAWait(bool wasMoved)
    {
        using var loop = new ProtocolLoop();
        var target = new Target(() => loop.Counters.WakeUps);
        IProtocolTimer timer = loop.CreateTimer(target, 1);
        TimeSpan look = _while / 4;
        if (wasMoved)
        {
            // Its place in the queue is that of an earlier start, as with a timer that each advertisement moves.
            timer.Start(loop.Now + _while, 0, look);
        }

        long before = loop.Counters.WakeUps;
        timer.Start(loop.Now + (2 * _while), 1, look);
        return (long)target.Next() - before;
    }

    /// <summary>A busy kernel may hand a packet to the sockets a moment after it was sent.</summary>
    private static void AwaitWaiting(string network, int sockets)
    {
        // Of the columns the fifth is the octets that were not sent, a colon, and those that were not read.
        while (TestNetwork.In(network, () => File.ReadLines("/proc/thread-self/net/raw").Skip(1)
            .Count(line => !line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4].EndsWith(":00000000"))) < sockets)
        {
            Thread.Yield();
        }
    }

    private static void WaitAWhile()
    {
        using var other = new ProtocolLoop();
        var whileOver = new Target(static () => true);
        other.CreateTimer(whileOver, 1).Start(other.Now + _while, 1);
        whileOver.Next();
    }

    private static IPacketSocket Open(string network, ProtocolLoop loop, IPacketReceiver receiver) =>
        TestNetwork.In(network, () =>
        {
            int index = (int)Libc.InterfaceIndex("v0");
            var options = new PacketSocketOptions(index, "v0", AddressFamily.InterNetwork, 112, _group, 1 << 16);
            IPacketSocket? socket = loop.TryOpen(options, receiver, out _, out string failure);
            return socket ?? throw new InvalidOperationException(failure);
        });

    /// <summary>Asks a question at the moment at which it fires.</summary>
    private sealed class Target(Func<object> question) : IProtocolTimerTarget
    {
        private readonly BlockingCollection<object> _answers = [];

        public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now) => _answers.Add(question());

        public object Next() => _answers.TryTake(out object? answer, Waits.Long)
            ? answer
            : throw new TimeoutException("no timer fired");
    }

    /// <summary>Keeps the loop's thread busy.</summary>
    private sealed class Blocker : IProtocolTimerTarget
    {
        private readonly ManualResetEventSlim _entered = new();

        public ManualResetEventSlim Go { get; } = new();

        public static Blocker Of(ProtocolLoop loop)
        {
            var blocker = new Blocker();
            loop.CreateTimer(blocker, 0).Start(loop.Now, 0);
            Assert.True(blocker._entered.Wait(Waits.Long));
            return blocker;
        }

        public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now)
        {
            _entered.Set();
            Go.Wait(Waits.Long);
        }
    }
}
