using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace StandIns.Tests;

/// <summary>
/// Watching. Sources in Akka.NET: src/core/Akka/Actor/ActorCell.DeathWatch.cs, DeadLetterActorRef in
/// src/core/Akka/Actor/EmptyLocalActorRef.cs.
/// </summary>
public sealed class DeathWatchTests() : TestKit("akka.loglevel = OFF, akka.test.single-expect-default = 20s")
{
    private readonly IActorRef[] _pair = new IActorRef[2];

    // ActorCell.DeathWatch.cs TellWatchersWeDied.
    [Fact]
    public void Watcher_hears_once_of_the_end()
    {
        Make();
        Tell(new Recorder.WatchThis(_pair[1]), "watching");
        Tell(new Recorder.WatchThis(_pair[1]), "watching");
        Sys.Stop(_pair[1]);
        ExpectMsg("other: PostStop");
        ExpectMsg(new Recorder.Gone("other", Confirmed: true));
        ExpectNoMsg(50);
    }

    // DeadLetterActorRef.SpecialHandle: a watch of the dead is answered, with ExistenceConfirmed false.
    [Fact]
    public void Watching_the_dead_is_answered_too()
    {
        Make();
        Watch(_pair[1]);
        Sys.Stop(_pair[1]);
        ExpectMsg("other: PostStop");
        ExpectTerminated(_pair[1]);
        Tell(new Recorder.WatchThis(_pair[1]), "watching", new Recorder.Gone("other", Confirmed: false));
    }

    // ActorCell.DeathWatch.cs Unwatch.
    [Fact]
    public void Unwatch_ends_the_watch()
    {
        Make();
        Tell(new Recorder.WatchThis(_pair[1]), "watching");
        Tell(new Recorder.UnwatchThis(_pair[1]), "not watching");
        Watch(_pair[1]);
        Sys.Stop(_pair[1]);
        ExpectMsg("other: PostStop");
        ExpectTerminated(_pair[1]);
        ExpectNoMsg(50);
    }

    // ActorCell.DeathWatch.cs Unwatch removes from the terminated queue: a message that is queued already does not
    // arrive.
    [Fact]
    public void Unwatch_drops_a_notice_that_is_queued()
    {
        IActorRef me = TestActor;
        IActorRef watcher = ActorOf(() => new SlowWatcher(me));
        IActorRef other = ActorOf(() => new SlowWatcher(me));
        watcher.Tell(other);
        ExpectMsg("watching");
        var go = new ManualResetEventSlim();
        watcher.Tell(go);
        watcher.Tell("let go");
        Watch(other);
        Sys.Stop(other);
        ExpectTerminated(other);
        // The notice goes behind what is queued already.
        go.Set();
        ExpectMsg("let go");
        ExpectNoMsg(50);
    }

    // ActorCell.FaultHandling.cs: watches are the cell's and stay through a restart.
    [Fact]
    public void A_watch_survives_the_watchers_restart()
    {
        Make();
        Tell(new Recorder.WatchThis(_pair[1]), "watching");
        _pair[0].Tell(new Recorder.Fail(new InvalidOperationException("bug")));
        for (int i = 0; i < 5; i++)
        {
            ExpectMsg<string>();
        }
        Sys.Stop(_pair[1]);
        ExpectMsg("other: PostStop");
        ExpectMsg(new Recorder.Gone("other", Confirmed: true));
    }

    // ActorCell.FaultHandling.cs: a restart is not an end.
    [Fact]
    public void A_restart_of_the_watched_is_no_end()
    {
        Make();
        Tell(new Recorder.WatchThis(_pair[1]), "watching");
        _pair[1].Tell(new Recorder.Fail(new InvalidOperationException("bug")));
        for (int i = 0; i < 5; i++)
        {
            ExpectMsg<string>();
        }
        ExpectNoMsg(50);
    }

    private void Make()
    {
        _pair[0] = ActorOf(Recorder.Props(TestActor, "watcher"), "watcher");
        ExpectMsg("watcher: constructor");
        ExpectMsg("watcher: PreStart");
        _pair[1] = ActorOf(Recorder.Props(TestActor, "other"), "other");
        ExpectMsg("other: constructor");
        ExpectMsg("other: PreStart");
    }

    private void Tell(object message, string answer, object? then = null)
    {
        TestProbe probe = CreateTestProbe();
        probe.Send(_pair[0], message);
        probe.ExpectMsg(answer);
        if (then is not null)
        {
            ExpectMsg(then);
        }
    }

    private sealed class SlowWatcher(IActorRef to) : UntypedActor
    {
        private IActorRef? _other;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case IActorRef other:
                    _other = Context.Watch(other);
                    to.Tell("watching");
                    break;
                case Terminated:
                    to.Tell("terminated");
                    break;
                case ManualResetEventSlim go:
                    go.Wait();
                    break;
                case "let go":
                    Context.Unwatch(_other);
                    to.Tell("let go");
                    break;
            }
        }
    }
}
