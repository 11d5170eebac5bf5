using System.Collections.Concurrent;
using Akka.Actor;

namespace Keepalived.Actors.Tests.Lvs;

/// <summary>Nothing that is told at the start is told to nobody.</summary>
public sealed class FirstFactsTests : LvsWorld
{
    [Fact]
    public void The_notifying_side_hears_of_the_first_quorum_although_it_starts_later()
    {
        using ManualResetEventSlim wasTold = new();
        ConcurrentQueue<string> heard = new();
        Notify = () => ActorProps.Of(() => new LateRecorder(heard, wasTold));

        Start(Service(80, Server(1)));
        AwaitAssert(() => Assert.Contains("quorum up 1", Facts));
        wasTold.Set();

        AwaitAssert(() => Assert.Equal(Facts, heard));
    }

    private sealed class LateRecorder(ConcurrentQueue<string> facts, ManualResetEventSlim mayStart) : Recorder(facts)
    {
        protected override void PreStart() => mayStart.Wait(TimeSpan.FromSeconds(60));
    }
}
