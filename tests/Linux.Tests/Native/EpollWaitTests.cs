using System.Diagnostics;
using Keepalived.Linux.Native;
using Tmds.Linux;
using Xunit;

namespace Keepalived.Linux.Tests.Native;

public sealed unsafe class EpollWaitTests : IDisposable
{
    /// <summary>Far beyond all that there are.</summary>
    private const long UnknownCall = 100_000;
    private const long Shortest = 200_000;
    private const long OneMillisecond = 1_000_000;

    private readonly int _epoll = LibC.epoll_create1(LibC.EPOLL_CLOEXEC);

    public void Dispose() => _ = LibC.close(_epoll);

    [Fact]
    public void A_wait_is_not_rounded_to_milliseconds()
    {
        EpollWait wait = new();

        // The machine may stand still at any time, but not in each of so many short waits.
        TimeSpan shortest = Enumerable.Range(0, 1000).Min(_ => Elapsed(wait, Shortest, expected: 0));

        Assert.True(wait.IsPrecise);
        Assert.InRange(shortest.TotalNanoseconds, Shortest, OneMillisecond);
    }

    [Fact]
    public void Where_the_kernel_does_not_know_it_whole_milliseconds_are_waited()
    {
        EpollWait wait = new(UnknownCall);

        TimeSpan elapsed = Elapsed(wait, Shortest, expected: 0);

        Assert.False(wait.IsPrecise);
        Assert.True(elapsed.TotalNanoseconds >= Shortest);
        Assert.True(Elapsed(wait, OneMillisecond + 1, expected: 0).TotalNanoseconds > OneMillisecond);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_event_ends_a_wait_without_end(bool isUnknown)
    {
        int ready = LibC.eventfd(1, LibC.EFD_CLOEXEC);
        epoll_event item = default;
        item.events = LibC.EPOLLIN;
        Assert.Equal(0, LibC.epoll_ctl(_epoll, LibC.EPOLL_CTL_ADD, ready, &item));

        _ = Elapsed(isUnknown ? new EpollWait(UnknownCall) : new EpollWait(), -1, expected: 1);

        _ = LibC.close(ready);
    }

    private TimeSpan Elapsed(EpollWait wait, long nanoseconds, int expected)
    {
        epoll_event found;
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(expected, wait.Wait(_epoll, &found, 1, nanoseconds));
        return Stopwatch.GetElapsedTime(start);
    }
}
