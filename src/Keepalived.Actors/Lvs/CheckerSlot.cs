using Akka.Actor;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Actors.Lvs;

/// <summary>What a checker runs on.</summary>
/// <param name="Config">What all have in common: transports need the SSL block and the like.</param>
/// <param name="VirtualServer">The block that the checker belongs to, for its name in lines.</param>
/// <param name="Server">Index of the real server within it.</param>
internal sealed record CheckerSetup(
    KeepalivedConfig Config, VirtualServerConfig VirtualServer, int Server, CheckerConfig Checker)
{
    public CheckerParameters Parameters { get; } = CheckerParameters.From(Checker, VirtualServer.RealServers[Server]);

    public string ServerName => LvsText.Name(VirtualServer, Server);

    public string VirtualServerName => LvsText.Name(VirtualServer);
}

/// <summary>
/// What outlives a checker's restarts. The virtual server writes it; a checker reads it at each step, so that a reload
/// tells none of thousands. What they share is immutable and replaced as a whole.
/// </summary>
internal sealed class CheckerSlot(long id, CheckerSetup setup, CheckerStanding standing)
{
    private sealed record Shared(CheckerSetup Setup, CheckerStanding Standing);

    private volatile Shared _shared = new(setup, standing);
    private volatile string _lastError = "";
    private volatile CheckAttempt? _attempt;
    private int _restarts;

    public long Id { get; } = id;

    public CheckerSetup Setup
    {
        get => _shared.Setup;
        set => _shared = _shared with { Setup = value };
    }

    /// <summary>The last verdict: a checker that restarts goes on from it.</summary>
    public CheckerStanding Standing
    {
        get => _shared.Standing;
        set => _shared = _shared with { Standing = value };
    }

    /// <summary>The last attempt; null before the first. Written by the run, read by whoever shows it.</summary>
    public CheckAttempt? Attempt
    {
        get => _attempt;
        set => _attempt = value;
    }

    public int Restarts => Volatile.Read(ref _restarts);

    public string LastError => _lastError;

    /// <summary>The virtual server's alone.</summary>
    public IActorRef? Actor { get; set; }

    /// <summary>Index of the checker within its real server; the virtual server's alone.</summary>
    public int Index { get; set; }

    /// <summary>The virtual server's alone.</summary>
    public CheckResult LastResult { get; set; }

    public bool GivenUp { get; set; }

    /// <summary>Counted among those that are yet to begin. Set before there is an actor, then the actor's.</summary>
    public bool IsStarting { get; set; }

    public void CountRestart(Exception reason)
    {
        Interlocked.Increment(ref _restarts);
        _lastError = reason.Message;
    }
}
