using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Serilog;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// <c>startup_script</c> before anything starts, <c>shutdown_script</c> after everything has ended. The daemon waits
/// for them, no longer than their time-outs; what comes of them is only logged.
/// </summary>
internal sealed class BracketScripts(IScriptRunner runner, IScriptResolver resolver)
{
    // A script that has to be killed gets SIGTERM first and two seconds.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(3);

    /// <param name="which">startup or shutdown.</param>
    /// <param name="script">Null: none is configured.</param>
    /// <param name="timeout">1..1000 s; it is killed afterwards.</param>
    public void Run(string which, NotifyScriptConfig? script, TimeSpan timeout)
    {
        if (script is null)
        {
            return;
        }

        if (resolver.Resolve(script, out string refusal) is not { } command)
        {
            Log.Error("The {Which} script is not run: {Reason}", which, refusal);
            return;
        }

        Log.Information("Running {Which} script {Script}", which, string.Join(' ', command.Words));
        using ManualResetEventSlim ended = new();
        ScriptResult result = default;
        runner.Run(command, timeout, outcome =>
        {
            result = outcome;
            ended.Set();
        });
        if (!ended.Wait(timeout + s_grace))
        {
            Log.Error("The {Which} script does not end", which);
        }
        else if (result.Succeeded)
        {
            Log.Information("{Which} script succeeded", which);
        }
        else
        {
            string cause = result.TimedOut ? "timed out" : $"exit status {result.ExitStatus}, signal {result.Signal}";
            Log.Warning("{Which} script failed: {Cause}", which, cause);
        }
    }
}
