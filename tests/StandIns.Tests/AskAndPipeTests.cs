using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace StandIns.Tests;

/// <summary>
/// Tasks and messages. Sources in Akka.NET: src/core/Akka/Actor/Futures.cs, FutureActorRef in
/// src/core/Akka/Actor/ActorRef.cs, src/core/Akka/Actor/PipeToSupport.cs.
/// </summary>
public sealed class AskAndPipeTests() : TestKit("akka.loglevel = OFF, akka.test.single-expect-default = 20s")
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // FutureActorRef.TellInternal.
    [Fact]
    public async Task Ask_gives_the_answer()
    {
        IActorRef actor = ActorOf(() => new Answers());
        Assert.Equal("answer", await actor.Ask<string>("good", Limit));
    }

    // Futures.cs Ask.
    [Fact]
    public async Task Ask_without_an_answer_fails_at_the_end_of_its_time()
    {
        IActorRef actor = ActorOf(() => new Answers());
        await Assert.ThrowsAsync<AskTimeoutException>(() => actor.Ask<string>("silent", TimeSpan.FromMilliseconds(30)));
    }

    // FutureActorRef.TellInternal: a failure is thrown, another type is an error.
    [Fact]
    public async Task Ask_fails_with_the_cause_and_for_another_type()
    {
        IActorRef actor = ActorOf(() => new Answers());
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => actor.Ask<string>("failure", Limit));
        Assert.Equal("bug", e.Message);
        await Assert.ThrowsAsync<ArgumentException>(() => actor.Ask<int>("good", Limit));
    }

    // Futures.cs Ask: the token.
    [Fact]
    public async Task Ask_is_cancelled_by_its_token()
    {
        IActorRef actor = ActorOf(() => new Answers());
        using var source = new CancellationTokenSource();
        Task<string> answer = actor.Ask<string>("silent", Limit, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    // PipeToSupport.cs.
    [Fact]
    public void Pipe_to_sends_result_or_failure_with_the_sender()
    {
        TestProbe probe = CreateTestProbe();
        Task.FromResult("result").PipeTo(TestActor, probe.Ref);
        ExpectMsg("result");
        Assert.Equal(probe.Ref, LastSender);
        Task.FromResult(3).PipeTo(TestActor, success: r => r + 1);
        ExpectMsg(4);
        Task.FromException<int>(new InvalidOperationException("bug")).PipeTo(TestActor);
        Assert.Equal("bug", ExpectMsg<Status.Failure>().Cause.Message);
        Task.FromException<int>(new InvalidOperationException("bug")).PipeTo(TestActor, failure: e => e.Message);
        ExpectMsg("bug");
    }

    // PipeToSupport.cs: a task without a result says nothing unless told to.
    [Fact]
    public void Pipe_of_a_plain_task_is_silent_unless_told_otherwise()
    {
        Task.CompletedTask.PipeTo(TestActor);
        ExpectNoMsg(30);
        Task.CompletedTask.PipeTo(TestActor, success: () => "done");
        ExpectMsg("done");
        Task.FromException(new InvalidOperationException("bug")).PipeTo(TestActor);
        ExpectMsg<Status.Failure>();
    }

    private sealed class Answers : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "good":
                    Sender.Tell("answer");
                    break;
                case "failure":
                    Sender.Tell(new Status.Failure(new InvalidOperationException("bug")));
                    break;
            }
        }
    }
}
