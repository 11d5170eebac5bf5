namespace Keepalived.Daemon.CommandLine;

internal enum OptionArgument
{
    None,
    Required,

    /// <summary>Only attached: <c>-gFILE</c> or <c>--log-file=FILE</c>.</summary>
    Optional,
}

/// <summary>One option as getopt_long would have it in its tables.</summary>
/// <param name="Id">What the parser reports.</param>
/// <param name="Short">Short letter, or NUL.</param>
/// <param name="Long">Long name without dashes.</param>
internal sealed record OptionDefinition(
    OptionId Id,
    char Short,
    string Long,
    OptionArgument Argument = OptionArgument.None)
{
    /// <summary>
    /// False for options of our own: an abbreviation that the reference understands keeps its meaning.
    /// </summary>
    public bool MayBeAbbreviated { get; init; } = true;
}

internal enum OptionId
{
    UseFile,
    Vrrp,
    Check,
    NoBfd,
    All,
    LogConsole,
    LogDetail,
    LogFacility,
    LogFile,
    FlushLogFile,
    NoSyslog,
    Umask,
    ReleaseVips,
    DontReleaseVrrp,
    DontReleaseIpvs,
    DontRespawn,
    DontFork,
    DumpConfig,
    Pid,
    VrrpPid,
    CheckersPid,
    BfdPid,
    Genhash,
    AddressMonitoring,
    Snmp,
    SnmpSocket,
    Namespace,
    CoreDump,
    CoreDumpPattern,
    MemCheckLog,
    NoMemCheck,
    AllConfig,
    ConfigId,
    IgnoreSigint,
    Signum,
    ConfigTest,
    ConfigFd,
    Perf,
    Debug,
    Version,
    Help,
    Hocon,
    Diagnostics,
    Confirm,
    From,
    Man,
}
