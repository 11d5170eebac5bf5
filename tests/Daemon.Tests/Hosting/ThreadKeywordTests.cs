using System.Collections.Concurrent;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;
using Keepalived.Core.Tests;
using Keepalived.Daemon.Hosting;
using Keepalived.Linux.Sockets;

namespace Keepalived.Daemon.Tests.Hosting;

/// <summary>From the line in global_defs to the thread that runs as it says.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ThreadKeywordTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    [Fact]
    public void The_protocol_thread_runs_on_the_processors_that_were_named()
    {
        using ProtocolLoop loop = ProtocolThreads.OfVrrp(ConfLines.Global("vrrp_cpu_affinity 0"));

        Assert.Contains("Cpus_allowed_list:\t0\n", new Late(loop).Fire(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("max_auto_priority 1\nmin_auto_priority_delay 1", 1)]
    [InlineData("max_auto_priority 1", 0)]
    [InlineData("min_auto_priority_delay 1", 0)]
    public void A_late_thread_raises_its_priority_as_far_as_it_may_when_it_is_late_enough(string lines, int priority)
    {
        GlobalConfig global = ConfLines.Global(lines);
        using ProtocolLoop loop = ProtocolThreads.OfVrrp(global);
        new Late(loop).Fire();

        // On a busy machine it may have been late enough for the default, too.
        bool isLate = loop.TakeWorstLateness() >= global.MinAutoPriorityDelay;
        int most = isLate ? global.MaxAutoPriority : priority;
        Assert.Equal(Environment.IsPrivilegedProcess ? most : 0, loop.RealTimePriority);
    }

    [Fact]
    public void The_thread_of_the_sessions_has_its_name_its_processors_and_its_priority()
    {
        using ProtocolLoop loop = ProtocolThreads.OfBfd(ConfLines.Global(
            "bfd_process_name ka_bfd\nbfd_cpu_affinity 0\nbfd_priority 5").Bfd);

        string status = new Late(loop).Fire();

        Assert.StartsWith("Name:\tka_bfd\n", status, StringComparison.Ordinal);
        Assert.Contains("Cpus_allowed_list:\t0\n", status, StringComparison.Ordinal);
        Assert.Contains("\nnice 5\n", status, StringComparison.Ordinal);
    }

    [Fact]
    public void The_thread_of_the_sessions_runs_in_real_time_if_it_may()
    {
        using ProtocolLoop loop = ProtocolThreads.OfBfd(ConfLines.Global("bfd_rt_priority 1").Bfd);
        new Late(loop).Fire();

        Assert.Equal(Environment.IsPrivilegedProcess ? 1 : 0, loop.RealTimePriority);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("bfd_rlimit_rttime 600000", null)]
    [InlineData("bfd_rt_priority 1\nbfd_rlimit_rttime 600000", 600000u)]
    [InlineData("bfd_rt_priority 1\nbfd_rlimit_rtime 600000", 600000u)]
    [InlineData(
        "bfd_rt_priority 1\nbfd_rlimit_rttime 600000\nchecker_rt_priority 1\nchecker_rlimit_rttime 500000", 500000u)]
    public void The_shortest_limit_of_the_parts_that_run_in_real_time_holds_for_all(string lines, uint? limit) =>
        Assert.Equal(limit, World.LimitOf(ConfLines.Global(lines)));

    [Fact]
    public void Checks_are_spread_from_the_number_that_was_written()
    {
        Assert.Equal(new CheckSpread(7).Next(), World.SpreadOf(ConfLines.Global("random_seed 7")).Next());
        Assert.NotEqual(new CheckSpread(7).Next(), World.SpreadOf(ConfLines.Global("random_seed 8")).Next());
    }

    [Fact]
    public void Delays_at_the_start_are_counted_from_the_start_and_from_boot()
    {
        TimeSpan afterStart = Remaining("vrrp_startup_delay 50");
        Assert.InRange(afterStart, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(50));
        Assert.Equal(TimeSpan.FromSeconds(100), Remaining("vrrp_delay_after_boot 160"));
        Assert.Equal(TimeSpan.Zero, Remaining(""));
    }

    private static TimeSpan Remaining(string line)
    {
        var global = ConfLines.Global(line);
        return new StartupDelay(() => global, TimeProvider.System, static () => TimeSpan.FromSeconds(60)).Remaining();
    }

    /// <summary>A timer that is late, because another one holds the thread until this one is due.</summary>
    private sealed class Late(ProtocolLoop loop) : IProtocolTimerTarget
    {
        private readonly ManualResetEventSlim _held = new();
        private readonly ManualResetEventSlim _go = new();
        private readonly BlockingCollection<string> _status = [];

        /// <summary>What the kernel says of the thread, once the late timer has fired.</summary>
        public string Fire()
        {
            loop.CreateTimer(this, 0).Start(loop.Now, 0);
            Assert.True(_held.Wait(s_long));
            loop.CreateTimer(this, 1).Start(loop.Now, 1);
            _go.Set();
            Assert.True(_status.TryTake(out string? status, s_long));
            // What follows a late timer on its thread is done when the next one fires.
            loop.CreateTimer(this, 2).Start(loop.Now, 2);
            Assert.True(_status.TryTake(out _, s_long));
            return status;
        }

        public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now)
        {
            if (id == 0)
            {
                _held.Set();
                _go.Wait(s_long);
                return;
            }

            string stat = File.ReadAllText("/proc/thread-self/stat");
            // Field 19 of proc(5)'s stat, counted from behind the name.
            string nice = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16];
            _status.Add($"{File.ReadAllText("/proc/thread-self/status")}nice {nice}\n");
        }
    }
}
