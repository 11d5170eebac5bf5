namespace Keepalived.Daemon.CommandLine;

/// <summary>
/// The signals that the daemon listens to, by the names of <c>--signum</c> (Linux, glibc's real-time range).
/// </summary>
internal static class SignalNumbers
{
    public const int Reload = 1;
    public const int Interrupt = 2;
    public const int Data = 10;
    public const int Statistics = 12;
    public const int Stop = 15;

    /// <summary>SIGRTMIN + 2; glibc keeps 32 and 33 to itself.</summary>
    public const int Json = 36;

    /// <summary>SIGRTMAX - 1.</summary>
    public const int StatisticsClear = 63;

    public static int? Find(string name) => name switch
    {
        "STOP" => Stop,
        "RELOAD" => Reload,
        "DATA" => Data,
        "STATS" => Statistics,
        "STATS_CLEAR" => StatisticsClear,
        "JSON" => Json,
        _ => null,
    };
}
