using System.Collections.Immutable;
using Keepalived.Config.Model;
using Keepalived.Core.Tracking;

namespace Keepalived.Core.Tests.Tracking;

public class ProcessCensusTests
{
    private readonly ProcessCensus _census = new([Named("one"), Named("two")]);

    [Fact]
    public void Says_at_first_that_there_is_none_and_then_only_what_changes()
    {
        Assert.Equal([0, 0], _census.TakeChanges().ToArray());
        Assert.True(_census.TakeChanges().IsDefault);

        _census.Seen(10, "other", []);
        Assert.True(_census.TakeChanges().IsDefault);

        _census.Seen(11, "two", []);
        Assert.Equal([0, 1], _census.TakeChanges().ToArray());
    }

    [Fact]
    public void A_process_seen_twice_counts_once_and_one_renamed_counts_for_its_new_name()
    {
        _census.Seen(11, "one", []);
        _census.Seen(11, "one", []);
        Assert.Equal([1, 0], _census.TakeChanges().ToArray());

        _census.Seen(11, "two", []);
        Assert.Equal([0, 1], _census.TakeChanges().ToArray());
    }

    [Fact]
    public void A_child_counts_like_its_parent_until_it_runs_something_else()
    {
        _census.Seen(11, "one", []);
        _census.Forked(11, 12);
        _census.Forked(99, 100);
        Assert.Equal([2, 0], _census.TakeChanges().ToArray());

        _census.Seen(12, "ls", []);
        Assert.Equal([1, 0], _census.TakeChanges().ToArray());
    }

    [Fact]
    public void One_that_ends_or_is_not_found_again_counts_no_longer()
    {
        _census.Seen(11, "one", []);
        _census.Seen(12, "one", []);
        _census.Seen(13, "two", []);
        _ = _census.TakeChanges();

        _census.Ended(11);
        _census.Ended(11);
        Assert.Equal([1, 1], _census.TakeChanges().ToArray());

        _census.EndAllBut(new HashSet<int> { 13 });
        Assert.Equal([0, 1], _census.TakeChanges().ToArray());
    }

    private static ProcessPattern Named(string name) => new(name, [], ProcessParameterMatch.None, false);
}
