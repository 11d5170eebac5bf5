using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace StandIns.Tests;

/// <summary>
/// Timers with keys, on a clock that the tests advance. Sources in Akka.NET:
/// src/core/Akka/Actor/Scheduler/TimerScheduler.cs, src/core/Akka/Actor/ActorBase.Lifecycle.cs (timers end before
/// PreRestart and PostStop), src/core/Akka.TestKit/TestScheduler.cs.
/// </summary>
public sealed class TimerTests() : TestKit("""
    akka.loglevel = OFF
    akka.test.single-expect-default = 20s
    akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
    """)
{
    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    // TimerScheduler.cs StartSingleTimer.
    [Fact]
    public void Single_timer_fires_once_and_is_then_inactive()
    {
        IActorRef actor = Make();
        Do(actor, t => t.StartSingleTimer("key", "tick", Seconds(1)));
        Clock.Advance(Seconds(0.9));
        ExpectNoMsg(20);
        Assert.True(Active(actor, "key"));
        Clock.Advance(Seconds(0.1));
        ExpectMsg("tick");
        Assert.False(Active(actor, "key"));
        Clock.Advance(Seconds(5));
        ExpectNoMsg(20);
    }

    // TimerScheduler.cs StartTimer: a key has one timer.
    [Fact]
    public void Starting_a_key_again_replaces_its_timer()
    {
        IActorRef actor = Make();
        Do(actor, t => t.StartSingleTimer("key", "first", Seconds(1)));
        Do(actor, t => t.StartSingleTimer("key", "second", Seconds(2)));
        Clock.Advance(Seconds(1));
        ExpectNoMsg(20);
        Clock.Advance(Seconds(1));
        ExpectMsg("second");
    }

    // TimerScheduler.cs InterceptTimerMsg: the generation tells a tick of a replaced timer, also one that waits in the
    // mailbox.
    [Fact]
    public void Tick_of_a_replaced_timer_is_dropped_from_the_mailbox()
    {
        IActorRef actor = Make();
        Do(actor, t => t.StartSingleTimer("key", "stale", Seconds(1)));
        ManualResetEventSlim go = Hold(actor);
        Clock.Advance(Seconds(1));
        AtRelease(actor, t => t.StartSingleTimer("key", "fresh", Seconds(1)));
        go.Set();
        Assert.True(Active(actor, "key"));
        ExpectNoMsg(20);
        Clock.Advance(Seconds(1));
        ExpectMsg("fresh");
    }

    // TimerScheduler.cs InterceptTimerMsg: a cancelled key is no longer there.
    [Fact]
    public void Tick_of_a_cancelled_timer_is_dropped_from_the_mailbox()
    {
        IActorRef actor = Make();
        Do(actor, t => t.StartSingleTimer("key", "stale", Seconds(1)));
        Do(actor, t => t.StartSingleTimer("other", "other", Seconds(1)));
        ManualResetEventSlim go = Hold(actor);
        Clock.Advance(Seconds(1));
        AtRelease(actor, t => t.Cancel("key"));
        go.Set();
        ExpectMsg("other");
        ExpectNoMsg(20);
    }

    // TimerScheduler.cs InterceptTimerMsg, the owner: after a restart neither timers nor queued ticks of the old
    // instance count.
    [Fact]
    public void Restart_ends_all_timers_and_drops_their_ticks()
    {
        IActorRef actor = Make();
        Do(actor, t => t.StartSingleTimer("key", "stale", Seconds(1)));
        Do(actor, t => t.StartPeriodicTimer("again", "stale too", Seconds(1)));
        ManualResetEventSlim go = Hold(actor);
        actor.Tell(new InvalidOperationException("bug"));
        Clock.Advance(Seconds(1));
        go.Set();
        Assert.False(Active(actor, "key"));
        Assert.False(Active(actor, "again"));
        Do(actor, t => t.StartSingleTimer("key", "fresh", Seconds(1)));
        Clock.Advance(Seconds(1));
        ExpectMsg("fresh");
        ExpectNoMsg(20);
    }

    // TimerScheduler.cs StartPeriodicTimer.
    [Fact]
    public void Periodic_timer_fires_until_cancelled()
    {
        IActorRef actor = Make();
        Do(actor, t => t.StartPeriodicTimer("key", "tick", Seconds(0.5), Seconds(1)));
        Clock.Advance(Seconds(0.5));
        ExpectMsg("tick");
        Clock.Advance(Seconds(1));
        ExpectMsg("tick");
        Assert.True(Active(actor, "key"));
        Do(actor, t => t.CancelAll());
        Clock.Advance(Seconds(3));
        ExpectNoMsg(20);
    }

    // TestScheduler.cs Advance: what is due fires once per step, and a repeated entry counts from the new now.
    [Fact]
    public void One_long_step_fires_a_periodic_timer_once_and_re_arms_it_from_there()
    {
        IActorRef actor = Make();
        Do(actor, t => t.StartPeriodicTimer("key", "tick", Seconds(1)));
        Clock.Advance(Seconds(5));
        ExpectMsg("tick");
        ExpectNoMsg(20);
        Clock.Advance(Seconds(0.9));
        ExpectNoMsg(20);
        Clock.Advance(Seconds(0.1));
        ExpectMsg("tick");
    }

    // TestScheduler.cs AdvanceTo.
    [Fact]
    public void Virtual_time_does_not_run_backwards()
    {
        DateTimeOffset before = Clock.Now;
        Clock.AdvanceTo(before + Seconds(7));
        Assert.Equal(before + Seconds(7), Clock.Now);
        Assert.Throws<InvalidOperationException>(() => Clock.AdvanceTo(before));
    }

    // TestScheduler.cs ScheduleTellOnce: no key, no actor of its own.
    [Fact]
    public void Scheduled_message_carries_its_sender()
    {
        TestProbe probe = CreateTestProbe();
        Sys.Scheduler.ScheduleTellOnce(Seconds(2), TestActor, "later", probe.Ref);
        Clock.Advance(Seconds(2));
        ExpectMsg("later");
        Assert.Equal(probe.Ref, LastSender);
    }

    // SchedulerExtensions.cs ScheduleTellOnceCancelable.
    [Fact]
    public void Scheduled_message_can_be_called_off()
    {
        ICancelable later = Sys.Scheduler.ScheduleTellOnceCancelable(Seconds(2), TestActor, "later", TestActor);
        Assert.False(later.IsCancellationRequested);
        later.Cancel();
        Clock.Advance(Seconds(2));
        ExpectNoMsg(20);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private IActorRef Make()
    {
        IActorRef me = TestActor;
        return ActorOf(() => new Timed(me));
    }

    private static void Do(IActorRef actor, Action<ITimerScheduler> action) =>
        Assert.Equal("done", actor.Ask<string>(action, Seconds(20)).GetAwaiter().GetResult());

    private static bool Active(IActorRef actor, string key) =>
        actor.Ask<bool>(key, Seconds(20)).GetAwaiter().GetResult();

    /// <summary>Keeps the actor busy until the event is set; what it is sent meanwhile waits in its mailbox.</summary>
    private static ManualResetEventSlim Hold(IActorRef actor)
    {
        var hold = new Held();
        actor.Tell(hold);
        hold.Reached.Wait();
        return hold.Go;
    }

    /// <summary>
    /// Runs at the end of the message that the actor is held in: before the tick that waits behind it.
    /// </summary>
    private static void AtRelease(IActorRef actor, Action<ITimerScheduler> action) => Timed.AtRelease[actor] = action;

    private sealed class Held
    {
        internal ManualResetEventSlim Reached { get; } = new();

        internal ManualResetEventSlim Go { get; } = new();
    }

    private sealed class Timed(IActorRef to) : UntypedActor, IWithTimers
    {
        internal static readonly System.Collections.Concurrent.ConcurrentDictionary<IActorRef, Action<ITimerScheduler>>
            AtRelease = new();

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Action<ITimerScheduler> action:
                    action(Timers);
                    Sender.Tell("done");
                    break;
                case Held hold:
                    hold.Reached.Set();
                    hold.Go.Wait();
                    if (AtRelease.TryRemove(Self, out Action<ITimerScheduler>? last))
                    {
                        last(Timers);
                    }
                    break;
                case Exception e:
                    throw e;
                case string key when !Sender.Equals(Context.System.DeadLetters):
                    Sender.Tell(Timers.IsTimerActive(key));
                    break;
                default:
                    to.Tell(message);
                    break;
            }
        }
    }
}
