using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;
using Keepalived.Linux.Checks;

namespace Keepalived.Linux.Tests.Checks;

public sealed class ScriptCheckTests
{
    [Theory]
    [InlineData(0, false, true)]
    [InlineData(1, false, false)]
    [InlineData(7, false, false)]
    [InlineData(0, true, true)]
    [InlineData(1, true, false)]
    [InlineData(7, true, true)]
    public async Task Exit_status_decides(int status, bool dynamic, bool passed)
    {
        Runner runner = new();
        using ScriptCheckTransport transport = new(Checker(dynamic), new ScriptCommand(["/bin/x"]), runner);
        Task<CheckResult> check = transport.CheckAsync(0, default);

        runner.OnExit!(new ScriptResult(status, 0, false, 0));

        Assert.Equal(new CheckResult(passed, CheckReason.Exited, status), await check);
        Assert.Equal(TimeSpan.FromSeconds(3), runner.Limit);
    }

    [Fact]
    public async Task Time_out_signal_and_failed_start_are_told_apart()
    {
        Assert.Equal(CheckReason.ScriptTimedOut, (await Check(new ScriptResult(-1, 15, true, 0))).Reason);
        Assert.Equal(CheckResult.Fail(CheckReason.Signalled, 11), await Check(new ScriptResult(-1, 11, false, 0)));
        Assert.Equal(CheckResult.Fail(CheckReason.ScriptNotStarted, 2), await Check(new ScriptResult(-1, 0, false, 2)));
    }

    [Fact]
    public async Task Cancelled_check_ends_the_process_group()
    {
        Runner runner = new();
        using ScriptCheckTransport transport = new(Checker(false), new ScriptCommand(["/bin/x"]), runner);
        using CancellationTokenSource cancel = new();
        Task<CheckResult> check = transport.CheckAsync(0, cancel.Token);

        cancel.Cancel();

        Assert.Equal(TimeSpan.FromSeconds(2), runner.Killed);
        runner.OnExit!(new ScriptResult(-1, 15, false, 0));
        Assert.False((await check).Passed);
    }

    private static CheckerConfig.Misc Checker(bool dynamic) =>
        new(new NotifyScriptConfig(["/bin/x"])) { Dynamic = dynamic, Timeout = TimeSpan.FromSeconds(3) };

    private static async Task<CheckResult> Check(ScriptResult result)
    {
        Runner runner = new();
        using ScriptCheckTransport transport = new(Checker(false), new ScriptCommand(["/bin/x"]), runner);
        Task<CheckResult> check = transport.CheckAsync(0, default);
        runner.OnExit!(result);
        return await check;
    }

    private sealed class Runner : IScriptRunner, IScriptRun
    {
        public Action<ScriptResult>? OnExit { get; private set; }

        public TimeSpan Limit { get; private set; }

        public TimeSpan Killed { get; private set; }

        public IScriptRun Run(ScriptCommand command, TimeSpan timeout, Action<ScriptResult> onExit)
        {
            (OnExit, Limit) = (onExit, timeout);
            return this;
        }

        public void Kill(TimeSpan grace) => Killed = grace;
    }
}
