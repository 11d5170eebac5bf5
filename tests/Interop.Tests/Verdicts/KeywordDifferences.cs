namespace Interop.Tests.Verdicts;

/// <summary>Keywords whose lines we judge differently from Debian's keepalived 2.2.7 on purpose, and why.</summary>
internal static class KeywordDifferences
{
    private const string User = "a script or FIFO with an unknown user or group is dropped without a word there";
    private const string Crash = "that line makes the reference crash (exit code 139)";
    private const string Silent = "the value is dropped without a word there, and the default used";
    private const string Regex = "nothing about a regular expression is checked there before it is used";

    private static readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal)
    {
        ["global_defs/smtp_helo_name [none]"] = Silent,
        ["global_defs/vrrp_skip_check_adv_addr [none]"] = Silent,
        ["global_defs/vrrp_strict [none]"] = Silent,
        ["global_defs/vrrp_skip_check_adv_addr [wrong]"] = Silent,
        ["global_defs/vrrp_strict [wrong]"] = Silent,
        ["global_defs/notify_fifo [extra]"] = User,
        ["global_defs/notify_fifo_script [extra]"] = User,
        ["global_defs/vrrp_notify_fifo [extra]"] = User,
        ["global_defs/vrrp_notify_fifo_script [extra]"] = User,
        ["global_defs/lvs_notify_fifo [extra]"] = User,
        ["global_defs/lvs_notify_fifo_script [extra]"] = User,
        ["vrrp_instance/notify_backup [extra]"] = User,
        ["vrrp_instance/notify_master [extra]"] = User,
        ["vrrp_instance/notify_fault [extra]"] = User,
        ["vrrp_instance/notify_stop [extra]"] = User,
        ["vrrp_instance/notify [extra]"] = User,
        ["vrrp_instance/notify_master_rx_lower_pri [extra]"] = User,
        ["virtual_server/quorum_up [extra]"] = User,
        ["virtual_server/quorum_down [extra]"] = User,
        ["virtual_server/real_server/notify_up [extra]"] = User,
        ["virtual_server/real_server/notify_down [extra]"] = User,
        ["bfd_instance/neighbor_ip [none]"] = Crash,
        ["bfd_instance/neighbour_ip [none]"] = Crash,
        ["virtual_server/real_server/HTTP_GET [good]"] = Crash,
        ["virtual_server/real_server/SSL_GET [good]"] = Crash,
    };

    public static string? Find(string path, string kind)
    {
        if (path.Contains("/url/regex", StringComparison.Ordinal) && kind != "good")
        {
            return Regex;
        }
        if (path.EndsWith("/url/status_code", StringComparison.Ordinal) && kind == "none")
        {
            return Silent;
        }
        return _reasons.GetValueOrDefault($"{path} [{kind}]");
    }
}
