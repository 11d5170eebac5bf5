using static Keepalived.Daemon.CommandLine.OptionArgument;

namespace Keepalived.Daemon.CommandLine;

/// <summary>All options of keepalived's command line, and our own at the end.</summary>
internal static class OptionTable
{
    public static IReadOnlyList<OptionDefinition> All { get; } =
    [
        new(OptionId.UseFile, 'f', "use-file", Required),
        new(OptionId.Vrrp, 'P', "vrrp"),
        new(OptionId.Check, 'C', "check"),
        new(OptionId.NoBfd, 'B', "no_bfd"),
        new(OptionId.All, '\0', "all"),
        new(OptionId.LogConsole, 'l', "log-console"),
        new(OptionId.LogDetail, 'D', "log-detail"),
        new(OptionId.LogFacility, 'S', "log-facility", Required),
        new(OptionId.LogFile, 'g', "log-file", Optional),
        new(OptionId.FlushLogFile, '\0', "flush-log-file"),
        new(OptionId.NoSyslog, 'G', "no-syslog"),
        new(OptionId.Umask, 'u', "umask", Required),
        new(OptionId.ReleaseVips, 'X', "release-vips"),
        new(OptionId.DontReleaseVrrp, 'V', "dont-release-vrrp"),
        new(OptionId.DontReleaseIpvs, 'I', "dont-release-ipvs"),
        new(OptionId.DontRespawn, 'R', "dont-respawn"),
        new(OptionId.DontFork, 'n', "dont-fork"),
        new(OptionId.DumpConfig, 'd', "dump-conf"),
        new(OptionId.Pid, 'p', "pid", Required),
        new(OptionId.VrrpPid, 'r', "vrrp_pid", Required),
        new(OptionId.CheckersPid, 'c', "checkers_pid", Required),
        new(OptionId.BfdPid, 'b', "bfd_pid", Required),
        new(OptionId.Genhash, 'T', "genhash"),
        new(OptionId.AddressMonitoring, 'a', "address-monitoring"),
        new(OptionId.Snmp, 'x', "snmp"),
        new(OptionId.SnmpSocket, 'A', "snmp-agent-socket", Required),
        new(OptionId.Namespace, 's', "namespace", Required),
        new(OptionId.CoreDump, 'm', "core-dump"),
        new(OptionId.CoreDumpPattern, 'M', "core-dump-pattern", Optional),
        new(OptionId.MemCheckLog, 'L', "mem-check-log"),
        new(OptionId.NoMemCheck, '\0', "no-mem-check"),
        new(OptionId.AllConfig, 'e', "all-config"),
        new(OptionId.ConfigId, 'i', "config-id", Required),
        new(OptionId.IgnoreSigint, '\0', "ignore-sigint"),
        new(OptionId.Signum, '\0', "signum", Required),
        new(OptionId.ConfigTest, 't', "config-test", Optional),
        new(OptionId.ConfigFd, '\0', "config-fd", Required),
        new(OptionId.Perf, '\0', "perf", Optional),
        new(OptionId.Debug, '\0', "debug", Optional),
        new(OptionId.Version, 'v', "version"),
        new(OptionId.Help, 'h', "help"),
        new(OptionId.Hocon, '\0', "hocon", Required) { MayBeAbbreviated = false },
        new(OptionId.Diagnostics, '\0', "diagnostics", Required) { MayBeAbbreviated = false },
        new(OptionId.Confirm, '\0', "confirm", Required) { MayBeAbbreviated = false },
        new(OptionId.From, '\0', "from", Required) { MayBeAbbreviated = false },
        new(OptionId.Man, '\0', "man") { MayBeAbbreviated = false },
    ];
}
