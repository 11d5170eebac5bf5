using System.Collections.Concurrent;
using Keepalived.Actors.Lvs;
using Keepalived.Config.Model;

namespace Keepalived.Actors.Tests.Lvs;

/// <summary>The end of the start, and where lines of thousands of checkers go.</summary>
public sealed class StartedChecksTests() : LvsWorld("akka.loglevel = INFO")
{
    private readonly ConcurrentQueue<string> _lines = new();

    [Fact]
    public void It_is_told_once_that_all_checkers_of_the_start_are_there()
    {
        Lines = _lines.Enqueue;
        Sys.EventStream.Subscribe(TestActor, typeof(AllChecksStarted));

        Start(Service(80, Server(1), Server(2)), Service(81, Server(3)), Service(82, Server(4)));

        ExpectMsg<AllChecksStarted>();
        // Each says so as the first thing that it does.
        Assert.Equal(4, _lines.Count(line => line.StartsWith("Activating healthchecker", StringComparison.Ordinal)));
        Reload(Service(80, Server(1), Server(2)), Service(83, Server(5)));
        AwaitAssert(() => Assert.Contains(_lines, line => line.Contains("192.0.2.5", StringComparison.Ordinal)));
        ExpectNoMsg(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void A_checker_that_comes_to_nothing_is_not_waited_for()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(AllChecksStarted));

        Start(Service(80, Server(1, new CheckerConfig.Bfd("nobody")), Server(2)));

        ExpectMsg<AllChecksStarted>();
    }

    [Fact]
    public void Lines_of_verdicts_go_straight_to_the_log()
    {
        Lines = _lines.Enqueue;
        Start(Service(80, Server(1)));
        ExpectTable("80: 1*1");

        Checks.Fail(Address(1));
        RunChecks(1, 1);

        AwaitAssert(() => Assert.Contains(
            _lines, line => line.StartsWith("Removing service", StringComparison.Ordinal)));
    }
}
