using System.Collections.Concurrent;
using Akka.Dispatch;
using Keepalived.Actors;
using Keepalived.Config.Model;
using Keepalived.Daemon.Hosting;
using Keepalived.Linux.Processes;

namespace Keepalived.Daemon.Tests.Hosting;

public sealed class ThreadExecutorTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(20);

    [Fact]
    public void Everything_runs_in_order_on_one_thread_whoever_asks_for_it()
    {
        using BlockingCollection<(int Number, int Thread)> ran = [];
        ThreadExecutor executor = new("order", new ThreadSettings());
        const int each = 2000;
        Parallel.For(0, 4, part =>
        {
            for (int i = 0; i < each; i++)
            {
                executor.Execute(new Job(() => ran.Add((part, Environment.CurrentManagedThreadId))));
                if (i % 100 == 0)
                {
                    // Now and then it has nothing left and lies down.
                    Thread.Yield();
                }
            }
        });

        HashSet<int> threads = [];
        for (int i = 0; i < 4 * each; i++)
        {
            Assert.True(ran.TryTake(out (int Number, int Thread) one, s_long));
            threads.Add(one.Thread);
        }

        Assert.Single(threads);
        executor.Shutdown();
    }

    [Fact]
    public void What_throws_does_not_end_the_thread_and_what_comes_late_runs_all_the_same()
    {
        using ManualResetEventSlim after = new();
        using ManualResetEventSlim late = new();
        ThreadExecutor executor = new("late", new ThreadSettings());
        executor.Execute(new Job(() => throw new InvalidOperationException("bug")));
        executor.Execute(new Job(after.Set));
        Assert.True(after.Wait(s_long));

        executor.Shutdown();
        executor.Execute(new Job(late.Set));
        Assert.True(late.Wait(s_long));
    }

    [Theory]
    [InlineData(DispatcherNames.Vrrp, 7, true)]
    [InlineData(DispatcherNames.Kernel, 7, true)]
    [InlineData(DispatcherNames.Checks, 0, false)]
    public void Threads_of_the_protocol_are_scheduled_as_vrrp_rt_priority_says(
        string dispatcher, int priority, bool isUrgent)
    {
        ActorThreads.Use(new ProcessConfig { RealTimePriority = 7, CpuAffinity = [0] });

        ThreadSettings settings = ActorThreads.SettingsOf(dispatcher);

        ActorThreads.Use(new ProcessConfig());
        Assert.Equal((priority, isUrgent), (settings.RealTimePriority, settings.IsUrgent));
        Assert.Equal(priority > 0 ? [0] : [], settings.Processors);
    }

    [Fact]
    public void Real_time_begins_on_the_thread_itself_and_not_before_the_start_is_over()
    {
        using BlockingCollection<string> policies = [];
        ThreadExecutor executor = new("rt", new ThreadSettings { RealTimePriority = 1 });
        Job look = new(() => policies.Add(File.ReadAllText("/proc/thread-self/stat").Split(' ')[40]));

        executor.Execute(look);
        Assert.True(policies.TryTake(out string? before, s_long));
        ActorThreads.BeginRealTime();
        executor.Execute(look);
        Assert.True(policies.TryTake(out string? after, s_long));

        executor.Shutdown();
        Assert.Equal(("0", Environment.IsPrivilegedProcess ? "2" : "0"), (before, after));
    }

    private sealed class Job(Action run) : IRunnable
    {
        public void Run() => run();

        public void Execute() => run();
    }
}
