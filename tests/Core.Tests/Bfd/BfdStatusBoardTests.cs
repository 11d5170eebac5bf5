using Keepalived.Core.Bfd;

namespace Keepalived.Core.Tests.Bfd;

public class BfdStatusBoardTests
{
    private readonly BfdStatusBoard _board = new();
    private readonly List<bool> _heard = [];

    [Fact]
    public void A_session_that_never_spoke_is_down() => Assert.False(_board.IsUp("a"));

    [Fact]
    public void Changes_are_told_to_those_who_follow_that_session_and_only_changes()
    {
        using IDisposable subscription = _board.Subscribe("a", _heard.Add);
        _board.Report("b", true);
        _board.Report("a", false);
        _board.Report("a", true);
        _board.Report("a", true);
        _board.Report("a", false);

        Assert.Equal([true, false], _heard);
        Assert.True(_board.IsUp("b"));
    }

    [Fact]
    public void Who_has_left_hears_no_more()
    {
        _board.Subscribe("a", _heard.Add).Dispose();
        _board.Report("a", true);

        Assert.Empty(_heard);
    }
}
