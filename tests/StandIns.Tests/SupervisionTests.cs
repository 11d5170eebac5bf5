using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace StandIns.Tests;

/// <summary>
/// Failure and what comes of it. Sources in Akka.NET: src/core/Akka/Actor/ActorCell.FaultHandling.cs,
/// src/core/Akka/Actor/SupervisorStrategy.cs, src/core/Akka/Actor/ActorBase.Lifecycle.cs.
/// </summary>
public sealed class SupervisionTests() : TestKit("akka.loglevel = OFF, akka.test.single-expect-default = 20s")
{
    private static readonly InvalidOperationException Bug = new("bug");

    // ActorBase.Lifecycle.cs: PreRestart stops the children and calls PostStop; PostRestart calls PreStart.
    [Fact]
    public void Restart_runs_the_hooks_in_their_order_and_tells_PreRestart_the_message()
    {
        IActorRef parent = Parent(_ => Directive.Restart);
        IActorRef child = Child(parent, "child");
        child.Tell(new Recorder.Fail(Bug));
        Expect(
            "child: PreRestart bug Fail", "child: PostStop", "child: constructor", "child: PostRestart bug",
                "child: PreStart");
        child.Tell("on");
        Expect("child: got on");
    }

    // ActorCell.FaultHandling.cs FaultRecreate: the new instance waits until the children are gone.
    [Fact]
    public void Restart_waits_for_the_end_of_the_children()
    {
        IActorRef parent = Parent(_ => Directive.Restart);
        IActorRef child = Child(parent, "child");
        Child(child, "grandchild");
        child.Tell(new Recorder.Fail(Bug));
        Expect("child: PreRestart bug Fail", "child: PostStop", "grandchild: PostStop");
        Expect("child: constructor", "child: PostRestart bug", "child: PreStart");
        // Its name is free again.
        Assert.Equal("grandchild", Child(child, "grandchild").Path.Name);
    }

    // ActorCell.FaultHandling.cs FinishRecreate: children that PreRestart left alone are restarted after their parent.
    [Fact]
    public void Children_that_survive_PreRestart_are_restarted_too()
    {
        IActorRef parent = Parent(_ => Directive.Restart);
        IActorRef child = Child(parent, "child", keepChildren: true);
        IActorRef grandchild = Child(child, "grandchild");
        child.Tell(new Recorder.Fail(Bug));
        Expect("child: PreRestart bug Fail", "child: constructor", "child: PostRestart bug", "child: PreStart");
        Expect("grandchild: PreRestart bug ", "grandchild: PostStop");
        Expect("grandchild: constructor", "grandchild: PostRestart bug", "grandchild: PreStart");
        grandchild.Tell("on");
        Expect("grandchild: got on");
    }

    // SupervisorStrategy.cs HandleFailure, Directive.Resume: the instance stays, only the message is lost.
    [Fact]
    public void Resume_goes_on_without_a_hook()
    {
        IActorRef child = Child(Parent(_ => Directive.Resume), "child");
        IActorRef grandchild = Child(child, "grandchild");
        child.Tell(new Recorder.Fail(Bug));
        child.Tell("on");
        Expect("child: got on");
        grandchild.Tell("on");
        Expect("grandchild: got on");
    }

    // SupervisorStrategy.cs HandleFailure, Directive.Stop.
    [Fact]
    public void Stop_ends_the_child_for_good()
    {
        IActorRef child = Child(Parent(_ => Directive.Stop), "child");
        Watch(child);
        child.Tell(new Recorder.Fail(Bug));
        Expect("child: PostStop");
        ExpectTerminated(child);
    }

    // SupervisorStrategy.cs HandleFailure, Directive.Escalate: the failure becomes the parent's own, and its parent
    // decides.
    [Fact]
    public void Escalate_restarts_the_parent_and_with_it_the_child()
    {
        IActorRef top = Parent(_ => Directive.Restart);
        IActorRef middle = Child(top, "middle", _ => Directive.Escalate, keepChildren: true);
        IActorRef child = Child(middle, "child");
        child.Tell(new Recorder.Fail(Bug));
        string preRestart = ExpectMsg<string>();
        Assert.StartsWith("middle: PreRestart bug", preRestart, StringComparison.Ordinal);
        Expect("middle: constructor", "middle: PostRestart bug", "middle: PreStart");
        string childPreRestart = ExpectMsg<string>();
        Assert.StartsWith("child: PreRestart bug", childPreRestart, StringComparison.Ordinal);
        Expect("child: PostStop", "child: constructor", "child: PostRestart bug", "child: PreStart");
        child.Tell("on");
        Expect("child: got on");
    }

    // SupervisorStrategy.cs DefaultDecider: ActorInitializationException stops, everything else restarts.
    [Fact]
    public void Default_strategy_restarts_and_stops_what_fails_to_start()
    {
        IActorRef parent = ActorOf(Recorder.Props(TestActor, "parent"));
        Expect("parent: constructor", "parent: PreStart");
        IActorRef child = Child(parent, "child");
        child.Tell(new Recorder.Fail(Bug));
        Expect(
            "child: PreRestart bug Fail", "child: PostStop", "child: constructor", "child: PostRestart bug",
                "child: PreStart");
        parent.Tell(new Recorder.AddChild(Props.Create(() => new FailsToStart()), "broken"));
        Watch(ExpectMsg<IActorRef>());
        ExpectMsg<Terminated>();
    }

    // ActorCell.cs Create: what the constructor or PreStart throws arrives wrapped.
    [Fact]
    public void Failed_creation_reaches_the_strategy_as_initialization_exception()
    {
        IActorRef me = TestActor;
        IActorRef parent = Parent(e =>
        {
            me.Tell(e);
            return Directive.Stop;
        });
        parent.Tell(new Recorder.AddChild(Props.Create(() => new FailsToStart()), "broken"));
        ExpectMsg<IActorRef>();
        var e = ExpectMsg<ActorInitializationException>();
        Assert.Equal("no start", e.InnerException?.Message);
        Assert.Equal("broken", e.Actor.Path.Name);
    }

    // SupervisorStrategy.cs OneForOneStrategy.ProcessFailure, ChildRestartStats.RetriesInWindowOkay.
    [Fact]
    public void Passing_the_limit_of_restarts_stops_the_child()
    {
        var strategy = new OneForOneStrategy(2, TimeSpan.FromMinutes(1), _ => Directive.Restart);
        IActorRef parent = ActorOf(Recorder.Props(TestActor, "parent").WithSupervisorStrategy(strategy));
        Expect("parent: constructor", "parent: PreStart");
        IActorRef child = Child(parent, "child");
        Watch(child);
        for (int i = 0; i < 2; i++)
        {
            child.Tell(new Recorder.Fail(Bug));
            Expect("child: PreRestart bug Fail", "child: PostStop", "child: constructor");
            Expect("child: PostRestart bug", "child: PreStart");
        }
        child.Tell(new Recorder.Fail(Bug));
        Expect("child: PostStop");
        ExpectTerminated(child);
    }

    // ChildRestartStats.RequestRestartPermission: a limit of zero never grants a restart.
    [Fact]
    public void A_limit_of_zero_stops_at_the_first_failure()
    {
        var strategy = new OneForOneStrategy(0, TimeSpan.FromMinutes(1), _ => Directive.Restart);
        IActorRef parent = ActorOf(Recorder.Props(TestActor, "parent").WithSupervisorStrategy(strategy));
        Expect("parent: constructor", "parent: PreStart");
        IActorRef child = Child(parent, "child");
        child.Tell(new Recorder.Fail(Bug));
        Expect("child: PostStop");
    }

    // ActorCell.FaultHandling.cs FaultRecreate: a failure in PreRestart is logged and nothing else.
    [Fact]
    public void Exception_in_PreRestart_does_not_prevent_the_restart()
    {
        IActorRef me = TestActor;
        IActorRef actor = ActorOf(() => new FailsInPreRestart(me));
        ExpectMsg("started");
        actor.Tell("fail");
        ExpectMsg("started");
    }

    // ActorCell.FaultHandling.cs FinishRecreate: a failure after the restart is reported as PostRestartException.
    [Fact]
    public void Exception_in_PostRestart_reaches_the_strategy()
    {
        IActorRef me = TestActor;
        IActorRef parent = Parent(e =>
        {
            me.Tell(e.GetType().Name);
            return e is PostRestartException ? Directive.Stop : Directive.Restart;
        });
        parent.Tell(new Recorder.AddChild(Props.Create(() => new FailsInPostRestart()), "child"));
        var child = ExpectMsg<IActorRef>();
        Watch(child);
        child.Tell("fail");
        ExpectMsg(nameof(InvalidOperationException));
        ExpectMsg(nameof(PostRestartException));
        ExpectTerminated(child);
    }

    // ActorCell.FaultHandling.cs FinishTerminate: children, PostStop, then the watchers.
    [Fact]
    public void Termination_runs_from_the_leaves_up()
    {
        IActorRef parent = Parent(_ => Directive.Stop);
        IActorRef child = Child(parent, "child");
        Child(child, "grandchild");
        Watch(child);
        Watch(parent);
        parent.Tell(PoisonPill.Instance);
        Expect("grandchild: PostStop", "child: PostStop");
        // The parent of the child learns of it before others who watch: that they hear of the child first is chance.
        object[] rest = [.. ReceiveN(3)];
        Assert.Contains(rest, m => m is Terminated t && t.ActorRef.Equals(child));
        int parentStopped = Array.IndexOf(rest, "parent: PostStop");
        int parentGone = Array.FindIndex(rest, m => m is Terminated t && t.ActorRef.Equals(parent));
        Assert.True(parentStopped >= 0 && parentStopped < parentGone);
    }

    // ChildrenContainer.cs: a name stays reserved until its bearer is gone; names are checked.
    [Fact]
    public void Names_are_unique_and_checked()
    {
        ActorOf(Recorder.Props(TestActor, "a"), "name");
        Expect("a: constructor", "a: PreStart");
        Assert.Throws<InvalidActorNameException>(() => ActorOf(Recorder.Props(TestActor, "b"), "name"));
        Assert.Throws<InvalidActorNameException>(() => ActorOf(Recorder.Props(TestActor, "b"), ""));
        Assert.Throws<InvalidActorNameException>(() => ActorOf(Recorder.Props(TestActor, "b"), "a/b"));
        Assert.Throws<InvalidActorNameException>(() => ActorOf(Recorder.Props(TestActor, "b"), "$a"));
        Assert.Throws<InvalidActorNameException>(() => ActorOf(Recorder.Props(TestActor, "b"), "100%"));
        // ActorPath.cs IsValidPathElement: bytes may be escaped.
        Assert.Equal("vs-%5B::1%5D", ActorOf(Recorder.Props(TestActor, "b"), "vs-%5B::1%5D").Path.Name);
        Expect("b: constructor", "b: PreStart");

        // A parent hears of the end before the others who watch, and before what they tell it then.
        IActorRef parent = Parent(_ => Directive.Stop);
        IActorRef child = Child(parent, "child");
        Watch(child);
        Sys.Stop(child);
        FishForMessage<Terminated>(_ => true);
        Assert.NotEqual(child, Child(parent, "child"));
    }

    // ActorCell.cs ReceivedTerminated, ActorBase.cs Unhandled: an unhandled Terminated is a failure of the watcher.
    [Fact]
    public void Unhandled_end_of_a_watched_actor_breaks_the_pact()
    {
        IActorRef me = TestActor;
        IActorRef parent = Parent(e =>
        {
            me.Tell(e);
            return Directive.Stop;
        });
        IActorRef other = Child(parent, "other");
        parent.Tell(new Recorder.AddChild(Props.Create(() => new Pact(other)), "watcher"));
        ExpectMsg<IActorRef>();
        Sys.Stop(other);
        Expect("other: PostStop");
        ExpectMsg<DeathPactException>();
    }

    private IActorRef Parent(Func<Exception, Directive> decide)
    {
        IActorRef parent = ActorOf(Recorder.Props(TestActor, "parent", decide), "parent");
        Expect("parent: constructor", "parent: PreStart");
        return parent;
    }

    private IActorRef Child(
        IActorRef parent, string name, Func<Exception, Directive>? decide = null, bool keepChildren = false)
    {
        // The order of the child's own words and of the parent's answer is nobody's promise.
        TestProbe answer = CreateTestProbe();
        answer.Send(parent, new Recorder.AddChild(Recorder.Props(TestActor, name, decide, keepChildren), name));
        Expect(name + ": constructor", name + ": PreStart");
        return answer.ExpectMsg<IActorRef>();
    }

    private void Expect(params string[] messages)
    {
        foreach (string message in messages)
        {
            ExpectMsg(message);
        }
    }

    private sealed class FailsToStart : UntypedActor
    {
        protected override void PreStart() => throw new InvalidOperationException("no start");

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class FailsInPreRestart(IActorRef to) : UntypedActor
    {
        protected override void PreStart() => to.Tell("started");

        protected override void PreRestart(Exception reason, object message) =>
            throw new InvalidOperationException("again");

        protected override void OnReceive(object message) => throw new InvalidOperationException("bug");
    }

    private sealed class FailsInPostRestart : UntypedActor
    {
        protected override void PostRestart(Exception reason) => throw new InvalidOperationException("again");

        protected override void OnReceive(object message) => throw new InvalidOperationException("bug");
    }

    private sealed class Pact(IActorRef other) : UntypedActor
    {
        protected override void PreStart() => Context.Watch(other);

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
