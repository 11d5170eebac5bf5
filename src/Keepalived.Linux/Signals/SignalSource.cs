using System.Runtime.InteropServices;
using Keepalived.Linux.Native;

namespace Keepalived.Linux.Signals;

/// <summary>What a signal asks of the daemon; the names are those of <c>--signum</c>.</summary>
public enum DaemonSignal
{
    /// <summary>TERM, INT.</summary>
    Stop,

    /// <summary>HUP.</summary>
    Reload,

    /// <summary>USR1: dump the state.</summary>
    Data,

    /// <summary>USR2: dump the statistics.</summary>
    Stats,

    /// <summary>SIGRTMIN+2: write the JSON dump.</summary>
    Json,

    /// <summary>SIGRTMAX-1: dump the statistics and set them to zero.</summary>
    StatsClear,
}

/// <summary>
/// The signals of the daemon. The CLR owns the process's threads and signal masks, so the signals are taken by its own
/// means, which accept raw numbers too.
/// </summary>
public sealed class SignalSource : IDisposable
{
    // The C library keeps the first two real-time signals for itself: SIGRTMIN is 34, SIGRTMAX 64 (signal(7)).
    private const int Interrupt = 2;

    private static readonly (DaemonSignal Signal, string Name, int Number)[] Table =
    [
        (DaemonSignal.Stop, "STOP", 15),
        (DaemonSignal.Reload, "RELOAD", 1),
        (DaemonSignal.Data, "DATA", 10),
        (DaemonSignal.Stats, "STATS", 12),
        (DaemonSignal.Json, "JSON", 36),
        (DaemonSignal.StatsClear, "STATS_CLEAR", 63),
    ];

    private readonly List<PosixSignalRegistration> _registrations = [];

    private SignalSource()
    {
    }

    /// <summary>
    /// Lets INT end the process if it was started with INT ignored, as scripts start what they put into the background.
    /// Must come before the first use of the console: the CLR looks then, once, and leaves alone what is ignored. A
    /// handler registered later would never be asked.
    /// </summary>
    public static void HearInterrupt() => HearIgnored(Interrupt);

    /// <summary>
    /// All that asks a running daemon for something, from the first moment on: what comes while the configuration is
    /// read must not end the process, as the default actions would.
    /// </summary>
    /// <param name="handler">Called on a thread of the runtime's; must not block.</param>
    public static SignalSource OfRequests(Action<DaemonSignal> handler)
    {
        SignalSource source = new();
        foreach ((DaemonSignal signal, _, int number) in Table)
        {
            if (signal != DaemonSignal.Stop)
            {
                source.Register(number, () => handler(signal));
            }
        }

        return source;
    }

    /// <summary>TERM and INT; until then they end the process at once, for there is nothing to put in order.</summary>
    /// <param name="handler">Called on a thread of the runtime's; must not block.</param>
    /// <param name="ignoreInterrupt">Ctrl-C does nothing (command line option <c>-m</c> and debuggers).</param>
    public static SignalSource OfStop(Action<DaemonSignal> handler, bool ignoreInterrupt)
    {
        SignalSource source = new();
        source.Register(NumberOf(DaemonSignal.Stop), () => handler(DaemonSignal.Stop));
        source.Register(Interrupt, ignoreInterrupt ? static () => { } : () => handler(DaemonSignal.Stop));
        return source;
    }

    /// <summary>The number behind a name of <c>--signum</c>; null if unknown. Case does not matter.</summary>
    public static int? NumberOf(string name)
    {
        foreach ((_, string known, int number) in Table)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return number;
            }
        }

        return null;
    }

    public static int NumberOf(DaemonSignal signal) => Array.Find(Table, entry => entry.Signal == signal).Number;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Register(int number, Action action)
    {
        HearIgnored(number);
        _registrations.Add(PosixSignalRegistration.Create((PosixSignal)number, context =>
        {
            // Without this the default action follows: for most of these, the end of the process.
            context.Cancel = true;
            action();
        }));
    }

    /// <summary>
    /// Started by nohup, or by a shell that traps nothing, the process inherits an ignored SIGHUP, and the CLR leaves
    /// such a signal alone: a reload would be asked for in vain. A daemon hears all its signals.
    /// </summary>
    private static unsafe void HearIgnored(int number)
    {
        SignalAction action = default;
        if (Libc.SetSignalAction(number, null, &action) == 0 && action.Handler == SignalAction.Ignored)
        {
            action = default;
            _ = Libc.SetSignalAction(number, &action, null);
        }
    }
}
