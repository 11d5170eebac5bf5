using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Linux.Checks;

/// <summary>MISC_CHECK: exit status 0 passes; with <c>misc_dynamic</c> 2 to 255 pass too and set the weight.</summary>
internal sealed class ScriptCheckTransport(CheckerConfig.Misc checker, ScriptCommand? command, IScriptRunner runner)
    : ICheckTransport
{
    /// <summary>Between SIGTERM and SIGKILL.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_noLimit = TimeSpan.FromDays(365);

    public async Task<CheckResult> CheckAsync(int step, CancellationToken cancellation)
    {
        if (command is null)
        {
            return CheckResult.Fail(CheckReason.ScriptNotStarted, 0, "it may not run");
        }

        // The runner's thread only completes it; what follows runs elsewhere.
        TaskCompletionSource<ScriptResult> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TimeSpan limit = checker.Timeout > TimeSpan.Zero ? checker.Timeout : s_noLimit;
        IScriptRun run = runner.Run(command, limit, done.SetResult);
        using CancellationTokenRegistration registration =
            cancellation.UnsafeRegister(static state => ((IScriptRun)state!).Kill(s_grace), run);
        return Judge(await done.Task.ConfigureAwait(false));
    }

    public void Dispose()
    {
    }

    internal CheckResult Judge(in ScriptResult result)
    {
        if (result.StartError != 0)
        {
            return CheckResult.Fail(CheckReason.ScriptNotStarted, result.StartError);
        }

        if (result.TimedOut)
        {
            return CheckResult.Fail(CheckReason.ScriptTimedOut);
        }

        if (result.Signal != 0)
        {
            return CheckResult.Fail(CheckReason.Signalled, result.Signal);
        }

        bool passed = result.ExitStatus == 0 || (checker.Dynamic && result.ExitStatus is >= 2 and <= 255);
        return new CheckResult(passed, CheckReason.Exited, result.ExitStatus);
    }
}
