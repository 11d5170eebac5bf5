using Keepalived.Config.Model;
using Keepalived.Core.Notify;

namespace Keepalived.Core.Tests.Notify;

public sealed class ScriptQueueTests
{
    private readonly ScriptQueue _queue = new();

    [Fact]
    public void The_next_script_waits_for_the_last_to_end()
    {
        Add("a", "b");

        Assert.Equal("a", Take(0, out long first, out _));
        Assert.Null(Take(1, out _, out _));
        _queue.Ended(first);
        Assert.Equal("b", Take(1, out _, out bool overtaken));
        Assert.False(overtaken);
    }

    [Fact]
    public void After_10_seconds_the_next_starts_beside_the_last()
    {
        Add("a", "b", "c");
        Take(0, out _, out _);

        Assert.Equal(TimeSpan.FromSeconds(10), _queue.NextDeadline);
        Assert.Null(Take(9.999, out _, out _));
        Assert.Equal("b", Take(10, out long second, out bool overtaken));
        Assert.True(overtaken);
        Assert.Equal(2, _queue.Running);
        _queue.Ended(second);
        Assert.Equal("c", Take(10, out _, out overtaken));
        Assert.False(overtaken);
    }

    [Fact]
    public void When_full_the_oldest_goes_and_the_newest_state_stays()
    {
        for (int i = 0; i < ScriptQueue.Capacity; i++)
        {
            Assert.Null(_queue.Add(Step($"{i}")));
        }

        Assert.Equal("0", _queue.Add(Step("newest"))!.Change);
        Assert.Equal(1, _queue.Dropped);
        Assert.Equal(ScriptQueue.Capacity, _queue.Waiting);
        Assert.Equal("1", Take(0, out _, out _));
    }

    [Fact]
    public void A_stop_script_does_not_wait_for_anything()
    {
        Add("a", "b");
        Take(0, out _, out _);

        Assert.Equal(1, _queue.Clear());
        Add("stop");
        Assert.Equal("stop", Take(0.1, out _, out _));
    }

    private static ScriptStep Step(string change) => new(new NotifyScriptConfig(["/bin/true"]), [], change);

    private void Add(params string[] changes) => Array.ForEach(changes, change => _queue.Add(Step(change)));

    private string? Take(double seconds, out long number, out bool overtaken) =>
        _queue.TakeNext(TimeSpan.FromSeconds(seconds), out number, out overtaken)?.Change;
}
