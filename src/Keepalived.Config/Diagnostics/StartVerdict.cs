namespace Keepalived.Config.Diagnostics;

/// <summary>May the daemon start with this configuration?</summary>
/// <param name="CanRun">False: the daemon stops with <paramref name="ExitCode"/>.</param>
/// <param name="ExitCode">0 to run; 2 the configuration cannot be used; 6 there is none.</param>
/// <param name="Reason">The deciding diagnostic's text; empty when it runs.</param>
public sealed record StartVerdict(bool CanRun, int ExitCode, string Reason)
{
    public static StartVerdict Run { get; } = new(true, 0, "");
}
