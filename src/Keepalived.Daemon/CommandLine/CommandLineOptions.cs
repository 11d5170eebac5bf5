namespace Keepalived.Daemon.CommandLine;

/// <summary>What the command line says; defaults are those of the reference daemon.</summary>
internal sealed record CommandLineOptions
{
    public const string DefaultConfigFile = "/etc/keepalived/keepalived.conf";

    public string ConfigFile { get; init; } = DefaultConfigFile;

    /// <summary>False with <c>-C</c>.</summary>
    public bool RunVrrp { get; init; } = true;

    /// <summary>False with <c>-P</c>.</summary>
    public bool RunCheckers { get; init; } = true;

    /// <summary>False with <c>-B</c>.</summary>
    public bool RunBfd { get; init; } = true;

    public bool RunAll { get; init; }

    public bool LogConsole { get; init; }

    /// <summary>0 normal, 1 with -D, 2 with -D -D.</summary>
    public int LogDetail { get; init; }

    /// <summary>RFC 3164 facility number: 3 daemon, 1 user, 16..23 local0..local7.</summary>
    public int LogFacility { get; init; } = 3;

    /// <summary>Null: no log file.</summary>
    public string? LogFile { get; init; }

    public bool FlushLogFile { get; init; }

    public bool NoSyslog { get; init; }

    /// <summary>Permission bits; null: as configured.</summary>
    public int? Umask { get; init; }

    public bool ReleaseVips { get; init; }

    public bool DontReleaseVrrp { get; init; }

    public bool DontReleaseIpvs { get; init; }

    public bool DontRespawn { get; init; }

    public bool DontFork { get; init; }

    public bool DumpConfig { get; init; }

    public string? PidFile { get; init; }

    public string? VrrpPidFile { get; init; }

    public string? CheckersPidFile { get; init; }

    public string? BfdPidFile { get; init; }

    public bool AddressMonitoring { get; init; }

    public string? NetworkNamespace { get; init; }

    public bool AllIncludesMustMatch { get; init; }

    /// <summary>For <c>@ID</c> lines; null: the host name up to its first dot.</summary>
    public string? ConfigId { get; init; }

    public bool IgnoreInterrupt { get; init; }

    public bool ConfigTest { get; init; }

    /// <summary>Where messages of a configuration test go; null: standard error.</summary>
    public string? ConfigTestLog { get; init; }

    /// <summary>HOCON file that wins over all others.</summary>
    public string? HoconFile { get; init; }

    /// <summary>Diagnostics as JSON, one object a line, instead of text.</summary>
    public bool JsonDiagnostics { get; init; }

    /// <summary>Of <c>reload</c>: go back after so many seconds (1..86400) unless confirmed; null: no.</summary>
    public int? ConfirmSeconds { get; init; }

    /// <summary>Of <c>plan</c>: the file to compare with; null: ask the running daemon.</summary>
    public string? FromFile { get; init; }

    /// <summary>Of <c>help</c>: the manual page.</summary>
    public bool ManualPage { get; init; }

    /// <summary>Options that were accepted and have no effect in this program, as written.</summary>
    public IReadOnlyList<string> WithoutEffect { get; init; } = [];

    /// <summary>Words that are no options.</summary>
    public IReadOnlyList<string> ExtraWords { get; init; } = [];
}
