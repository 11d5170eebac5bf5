using Akka.Actor;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Tests.Vrrp;

public sealed class StallTests : ActorWorld
{
    private static readonly TimeSpan _masterDown = TimeSpan.FromMilliseconds(3609.375);

    /// <summary>
    /// The wait itself ends a moment late only: what counts is that the clock did not run all the while.
    /// </summary>
    [Fact]
    public void A_backup_that_did_not_run_for_longer_than_its_wait_listens_once_more()
    {
        IActorRef keepalived = Backup();

        Clock.Stall(_masterDown + TimeSpan.FromMilliseconds(1));
        AwaitAssert(() => Assert.Equal(Clock.Now + _masterDown, Clock.NextDue));
        Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State);

        Clock.Advance(_masterDown);
        AwaitAssert(() => Assert.Equal(VrrpState.Master, State(keepalived, "VI_1").State));
    }

    [Fact]
    public void A_backup_that_did_not_run_for_the_end_of_its_wait_only_takes_over()
    {
        IActorRef keepalived = Backup();

        Clock.Advance(TimeSpan.FromSeconds(1));
        Clock.Stall(TimeSpan.FromSeconds(3.5));

        AwaitAssert(() => Assert.Equal(VrrpState.Master, State(keepalived, "VI_1").State));
    }

    private IActorRef Backup()
    {
        IActorRef keepalived = Start(Instance(1));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        return keepalived;
    }
}
