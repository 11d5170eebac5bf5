using System.Net;
using Keepalived.Config.Diff;
using Keepalived.Config.Model;

namespace Keepalived.Config.Tests.Diff;

public sealed class CheckerMatchTests
{
    private static readonly CheckerConfig s_tcp = new CheckerConfig.Tcp(new CheckTarget(IPAddress.Loopback, 80));

    private static readonly CheckerConfig s_other = new CheckerConfig.Tcp(new CheckTarget(IPAddress.Loopback, 81));

    [Fact]
    public void Equal_checkers_match_in_their_order() =>
        Assert.Equal([2, 0, 1], Match([s_tcp, s_tcp, s_other], [s_other, s_tcp, s_tcp]));

    [Fact]
    public void One_with_other_times_goes_on_from_the_one_that_asked_the_same() =>
        Assert.Equal([1, -1], Match(
            [s_other, s_tcp],
            [
                s_tcp with
                {
                    Retry = 9,
                    DelayBeforeRetry = TimeSpan.FromSeconds(9),
                    Warmup = TimeSpan.Zero,
                    DelayLoop = TimeSpan.FromSeconds(9),
                    Alpha = true,
                    LogAllFailures = true,
                },
                new CheckerConfig.Ping(new CheckTarget(IPAddress.Loopback, 81)),
            ]));

    [Fact]
    public void An_equal_one_comes_before_one_with_other_times_and_none_is_taken_twice() =>
        Assert.Equal([1, 0, -1], Match(
            [s_tcp, s_tcp with { Retry = 2 }],
            [s_tcp with { Retry = 2 }, s_tcp with { Retry = 3 }, s_tcp with { Retry = 4 }]));

    private static IReadOnlyList<int> Match(CheckerConfig[] before, CheckerConfig[] after) =>
        ConfigDiff.MatchCheckers(Server(before), Server(after));

    private static RealServerConfig Server(CheckerConfig[] checkers) =>
        new() { Address = IPAddress.Loopback, Checkers = [.. checkers] };
}
