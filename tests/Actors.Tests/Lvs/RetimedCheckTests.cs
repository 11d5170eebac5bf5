using Keepalived.Config.Model;

namespace Keepalived.Actors.Tests.Lvs;

/// <summary>A reload that changes only the times of a check leaves the check running.</summary>
public sealed class RetimedCheckTests : LvsWorld
{
    private static readonly CheckerConfig s_check =
        Tcp(1) with { Retry = 3, DelayBeforeRetry = TimeSpan.FromSeconds(1) };

    [Fact]
    public void The_retries_made_so_far_count_on_with_the_new_times()
    {
        Start(Service(80, Server(1, s_check)));
        RunChecks(1, 1);
        Checks.Fail(Address(1));
        RunChecks(2, 1);

        Reload(Service(80, Server(1, s_check with { DelayBeforeRetry = TimeSpan.FromSeconds(100), Retry = 2 })));

        // The last attempt was less than a second ago, and the one timer is set anew.
        TimeSpan now = Clock.Now;
        AwaitAssert(() => Assert.Contains(Clock.Dues, due => due - now > TimeSpan.FromSeconds(98)));
        int attempts = Checks.Attempts(Address(1));
        Clock.Advance(TimeSpan.FromSeconds(98));
        Assert.Equal(attempts, Checks.Attempts(Address(1)));
        Assert.Equal("80: 1*1", Text(KernelTable().Present));
        Clock.Advance(TimeSpan.FromSeconds(2));

        ExpectTable("80: ");
        Assert.Equal((attempts + 1, 1), (Checks.Attempts(Address(1)), Checks.Created));
    }

    [Fact]
    public void A_check_that_asks_something_else_begins_anew()
    {
        Start(Service(80, Server(1, s_check)));
        RunChecks(1, 1);

        Reload(Service(80, Server(1, Tcp(2))));

        AwaitAssert(() => Assert.Equal(2, Checks.Created));
    }
}
