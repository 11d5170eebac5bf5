using Keepalived.Core.Bfd;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Checks;

namespace Keepalived.Linux.Tests.Checks;

public sealed class BfdCheckTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private readonly BfdStatusBoard _board = new();

    [Fact]
    public async Task First_attempt_ends_at_once_and_the_next_with_the_session()
    {
        using BfdCheckTransport transport = new("s", _board);
        Assert.Equal(CheckResult.Fail(CheckReason.BfdSession), await transport.CheckAsync(0, default));

        Task<CheckResult> next = transport.CheckAsync(0, default);
        _board.Report("other", isUp: true);
        Assert.False(next.IsCompleted);
        _board.Report("s", isUp: true);
        Assert.Equal(CheckResult.Pass(CheckReason.BfdSession), await next.WaitAsync(s_limit));
    }

    [Fact]
    public async Task What_changed_between_two_attempts_is_not_missed()
    {
        using BfdCheckTransport transport = new("s", _board);
        await transport.CheckAsync(0, default);
        _board.Report("s", isUp: true);

        Assert.True((await transport.CheckAsync(0, default).WaitAsync(s_limit)).Passed);
    }

    [Fact]
    public async Task Cancelled_attempt_ends_at_once_and_who_is_gone_hears_nothing()
    {
        BfdCheckTransport transport = new("s", _board);
        await transport.CheckAsync(0, default);
        using CancellationTokenSource cancel = new();
        Task<CheckResult> next = transport.CheckAsync(0, cancel.Token);
        await cancel.CancelAsync();
        await next.WaitAsync(s_limit);

        transport.Dispose();
        _board.Report("s", isUp: true);
        Assert.True(_board.IsUp("s"));
    }
}
