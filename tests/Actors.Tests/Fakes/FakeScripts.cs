using Keepalived.Core.Ports;

namespace Keepalived.Actors.Tests.Fakes;

/// <summary>Scripts that end when the test says so.</summary>
internal sealed class FakeScripts : IScriptRunner
{
    private readonly object _gate = new();
    private readonly Queue<Action<ScriptResult>> _running = new();

    public int Started { get; private set; }

    public IScriptRun Run(ScriptCommand command, TimeSpan timeout, Action<ScriptResult> onExit)
    {
        lock (_gate)
        {
            Started++;
            _running.Enqueue(onExit);
        }

        return new FakeRun();
    }

    /// <summary>Ends the oldest one that runs; false when none does.</summary>
    public bool End(int status)
    {
        Action<ScriptResult>? onExit;
        lock (_gate)
        {
            _running.TryDequeue(out onExit);
        }

        onExit?.Invoke(new ScriptResult(status, 0, false, 0));
        return onExit is not null;
    }

    private sealed class FakeRun : IScriptRun
    {
        public void Kill(TimeSpan grace)
        {
        }
    }
}
