using System.Collections.Concurrent;
using Keepalived.Core.Ports;
using Keepalived.Linux.Sockets;
using Linux.Tests.Support;

namespace Linux.Tests.Sockets;

public sealed class ProtocolLoopTimerTests : IDisposable
{
    private readonly ProtocolLoop _loop = new();

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void Timers_fire_in_the_order_of_their_deadlines_and_never_early()
    {
        var target = new Target();
        ManualResetEventSlim go = Hold();
        TimeSpan now = _loop.Now;
        int[] delays = [30, 5, 20, 10, 15, 25];
        foreach (int delay in delays)
        {
            _loop.CreateTimer(target, delay).Start(now + TimeSpan.FromMilliseconds(delay), 1);
        }

        go.Set();
        Firing[] firings = [.. delays.Select(_ => target.Next())];

        Assert.Equal(delays.Order(), firings.Select(firing => firing.Id));
        Assert.All(firings, firing => Assert.True(firing.Now >= firing.DueAt));
        Assert.All(firings, firing => Assert.Equal(now + TimeSpan.FromMilliseconds(firing.Id), firing.DueAt));
    }

    [Fact]
    public void A_timer_moved_later_fires_once_with_its_last_generation()
    {
        var target = new Target();
        ManualResetEventSlim go = Hold();
        IProtocolTimer moved = _loop.CreateTimer(target, 1);
        IProtocolTimer last = _loop.CreateTimer(target, 2);
        TimeSpan now = _loop.Now;
        for (int generation = 1; generation <= 20; generation++)
        {
            moved.Start(now + TimeSpan.FromMilliseconds(generation * 2), generation);
        }

        last.Start(now + TimeSpan.FromMilliseconds(60), 0);
        go.Set();

        Assert.Equal((1, 20), target.NextKey());
        Assert.Equal((2, 0), target.NextKey());
    }

    [Fact]
    public void A_timer_moved_earlier_fires_at_the_earlier_time()
    {
        var target = new Target();
        IProtocolTimer timer = _loop.CreateTimer(target, 1);
        timer.Start(_loop.Now + TimeSpan.FromHours(1), 1);
        timer.Start(_loop.Now + TimeSpan.FromMilliseconds(1), 2);
        Assert.Equal((1, 2), target.NextKey());
    }

    [Fact]
    public void A_stopped_or_disposed_timer_does_not_fire()
    {
        var target = new Target();
        ManualResetEventSlim go = Hold();
        TimeSpan due = _loop.Now;
        IProtocolTimer stopped = _loop.CreateTimer(target, 1);
        IProtocolTimer disposed = _loop.CreateTimer(target, 2);
        stopped.Start(due, 1);
        disposed.Start(due, 1);
        _loop.CreateTimer(target, 3).Start(due + TimeSpan.FromMilliseconds(1), 1);
        stopped.Stop();
        disposed.Dispose();
        go.Set();
        Assert.Equal((3, 1), target.NextKey());
        Assert.Empty(target.Firings);
    }

    [Fact]
    public void A_callback_that_throws_is_reported_and_the_clock_goes_on()
    {
        var failures = new BlockingCollection<Exception>();
        using var loop = new ProtocolLoop(new ProtocolLoopOptions { CallbackFailed = failures.Add });
        loop.CreateTimer(new ThrowingTarget(), 1).Start(loop.Now, 1);
        Assert.True(failures.TryTake(out Exception? failure, Waits.Long));
        Assert.IsType<NotSupportedException>(failure);
        var target = new Target();
        loop.CreateTimer(target, 2).Start(loop.Now, 7);
        Assert.Equal((2, 7), target.NextKey());
    }

    [Fact]
    public void Lateness_of_an_overdue_wake_up_is_measured_and_taken_once()
    {
        var target = new Target();
        ManualResetEventSlim go = Hold();
        TimeSpan due = _loop.Now;
        _loop.CreateTimer(target, 2).Start(due, 1);
        while (_loop.Now < due + TimeSpan.FromMilliseconds(5))
        {
            Thread.Yield();
        }

        go.Set();
        target.Next();
        Assert.True(_loop.TakeWorstLateness() >= TimeSpan.FromMilliseconds(5));
        Assert.Equal(TimeSpan.Zero, _loop.TakeWorstLateness());
    }

    [PrivilegedFact]
    public void Real_time_priority_and_processors_apply_to_the_protocol_thread_alone()
    {
        string before = Processors(File.ReadAllText("/proc/thread-self/status"));
        using var loop = new ProtocolLoop(new ProtocolLoopOptions { RealTimePriority = 1, Processors = [0] });
        Assert.Contains(loop.PriorityError, new[] { 0, 1 });
        Assert.Equal(0, loop.AffinityError);
        Assert.Equal(before, Processors(File.ReadAllText("/proc/thread-self/status")));
        var target = new AffinityTarget();
        loop.CreateTimer(target, 1).Start(loop.Now, 1);
        Assert.True(target.Status.TryTake(out string? status, Waits.Long));
        Assert.Equal("0", Processors(status));
    }

    [Fact]
    public void Moving_timers_later_allocates_nothing()
    {
        IProtocolTimer timer = _loop.CreateTimer(new Target(), 1);
        TimeSpan due = _loop.Now + TimeSpan.FromHours(1);
        timer.Start(due, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i <= 1000; i++)
        {
            timer.Start(due + TimeSpan.FromSeconds(i), i);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void The_heap_gives_back_random_deadlines_in_order()
    {
        var random = new Random(7);
        var heap = new DeadlineHeap();
        var items = Enumerable.Range(0, 500).Select(_ => new Item()).ToArray();
        foreach (int _ in Enumerable.Range(0, 5000))
        {
            Item item = items[random.Next(items.Length)];
            if (random.Next(5) == 0)
            {
                heap.Remove(item);
            }
            else
            {
                heap.Set(item, random.Next(1, 100_000));
            }
        }

        long[] expected = [.. items.Where(item => item.DueAt != Deadline.Never).Select(item => item.DueAt).Order()];
        var taken = new List<long>();
        long lateness = 0;
        for (long now = 0; now <= 100_000; now += 50)
        {
            var due = new List<long>();
            while (heap.TakeDue(now, ref lateness) is { } item)
            {
                Assert.InRange(item.DueAt, now - 49, now);
                due.Add(item.DueAt);
            }

            taken.AddRange(due.Order());
        }

        Assert.Equal(expected, taken);
    }

    /// <summary>
    /// Keeps the loop from firing anything until the event is set, so that a slow test cannot race it.
    /// </summary>
    [PrivilegedFact]
    public void A_late_thread_raises_its_priority_step_by_step_and_says_so()
    {
        var lines = new ConcurrentQueue<string>();
        using var loop = new ProtocolLoop(new ProtocolLoopOptions
        {
            MaxAutoPriority = 2,
            MinAutoPriorityDelay = TimeSpan.FromTicks(1),
            Report = lines.Enqueue,
        });
        var target = new Target();
        for (int i = 1; i <= 4; i++)
        {
            ManualResetEventSlim go = Hold(loop);
            loop.CreateTimer(target, i).Start(loop.Now, i);
            go.Set();
            target.Next();
        }

        Assert.Equal(2, loop.RealTimePriority);
        Assert.Contains("Set realtime priority 1", lines);
        Assert.Contains("Set realtime priority 2", lines);
        Assert.Contains(lines, line => line.StartsWith("A protocol timer fired", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public void Without_a_higher_limit_a_late_thread_only_says_so_or_not_even_that(int limit, bool says)
    {
        var lines = new ConcurrentQueue<string>();
        using var loop = new ProtocolLoop(new ProtocolLoopOptions
        {
            MaxAutoPriority = limit,
            MinAutoPriorityDelay = TimeSpan.FromTicks(1),
            Report = lines.Enqueue,
        });
        var target = new Target();
        ManualResetEventSlim go = Hold(loop);
        loop.CreateTimer(target, 1).Start(loop.Now, 1);
        go.Set();
        target.Next();
        Assert.Equal(0, loop.RealTimePriority);
        // Of a second in which the whole process did not run it tells in any case.
        Assert.Equal(says, lines.Any(line => !line.StartsWith("The process was not", StringComparison.Ordinal)));
    }

    private static string Processors(string status) => status.Split('\n')
        .Single(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)).Split('\t')[1];

    private ManualResetEventSlim Hold() => Hold(_loop);

    private static ManualResetEventSlim Hold(ProtocolLoop loop)
    {
        var blocked = new BlockingTarget();
        loop.CreateTimer(blocked, 0).Start(loop.Now, 0);
        Assert.True(blocked.Entered.Wait(Waits.Long));
        return blocked.Go;
    }

    private sealed class Item : Deadline;

    private sealed record Firing(int Id, int Generation, TimeSpan DueAt, TimeSpan Now);

    private sealed class Target : IProtocolTimerTarget
    {
        public BlockingCollection<Firing> Firings { get; } = [];

        public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now) =>
            Firings.Add(new Firing(id, generation, dueAt, now));

        public Firing Next() => Firings.TryTake(out Firing? firing, Waits.Long)
            ? firing
            : throw new TimeoutException("no timer fired");

        public (int Id, int Generation) NextKey()
        {
            Firing firing = Next();
            return (firing.Id, firing.Generation);
        }
    }

    private sealed class AffinityTarget : IProtocolTimerTarget
    {
        public BlockingCollection<string> Status { get; } = [];

        public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now) =>
            Status.Add(File.ReadAllText("/proc/thread-self/status"));
    }

    private sealed class ThrowingTarget : IProtocolTimerTarget
    {
        public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now) =>
            throw new NotSupportedException();
    }

    private sealed class BlockingTarget : IProtocolTimerTarget
    {
        public ManualResetEventSlim Entered { get; } = new();

        public ManualResetEventSlim Go { get; } = new();

        public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now)
        {
            Entered.Set();
            Go.Wait(Waits.Long);
        }
    }
}
