namespace Keepalived.Config.Grammar;

/// <summary>
/// What the reference does with a wrong number of words, keyword by keyword. Mostly a missing word ends it, and words
/// too many are passed over; these are the exceptions, as tried with its configuration test.
/// </summary>
/// <param name="MissingIsIgnored">The keyword is reported and ignored; the rest runs.</param>
/// <param name="Most">More words than these are an error, and the keyword is ignored.</param>
/// <param name="Once">A second one in the same block is an error, and the first stays.</param>
internal sealed record ArgumentRule(bool MissingIsIgnored, int Most, bool Once = false)
{
    private static readonly ArgumentRule Usual = new(false, int.MaxValue);
    private static readonly ArgumentRule Lenient = new(true, int.MaxValue);

    private static readonly Dictionary<string, int> Exact = new(StringComparer.Ordinal)
    {
        ["global_defs/vrrp_rx_bufs_multiplier"] = 1,
        ["global_defs/snmp_socket"] = 1,
        ["global_defs/reload_time_file"] = 1,
        ["vrrp_instance/kernel_rx_buf_size"] = 1,
        ["virtual_server/snmp_name"] = 1,
        ["virtual_server/real_server/snmp_name"] = 1,
    };

    private static readonly HashSet<string> MayLack = new(
    [
        "net_namespace", "instance",
        .. Within("global_defs",
        [
            "router_id", "default_interface", "notification_email_from", "startup_script", "startup_script_timeout",
            "shutdown_script", "shutdown_script_timeout", "script_user", "lvs_timeouts", "lvs_sync_daemon",
            "vrrp_garp_extra_if", "vrrp_vmac_garp_intvl", "vrrp_rx_bufs_policy", "vrrp_rx_bufs_multiplier",
            "notify_fifo_script", "vrrp_notify_fifo_script", "lvs_notify_fifo_script", "min_auto_priority_delay",
            "vrrp_priority", "vrrp_rt_priority", "vrrp_cpu_affinity", "checker_priority", "checker_rt_priority",
            "checker_cpu_affinity", "bfd_priority", "bfd_rt_priority", "bfd_cpu_affinity", "dbus_service_name",
            "vrrp_netlink_cmd_rcv_bufs", "vrrp_netlink_monitor_rcv_bufs", "process_monitor_rcv_bufs",
            "lvs_netlink_cmd_rcv_bufs", "lvs_netlink_monitor_rcv_bufs", "tmp_config_directory", "reload_time_file",
            "smtp_helo_name",
        ]),
        .. Within("vrrp_instance", ["kernel_rx_buf_size", "garp_extra_if", "vmac_garp_intvl"]),
        "vrrp_script/script", "track_file/file", "track_file/weight", "vrrp_track_file/file",
        "vrrp_track_file/weight", "vrrp_track_process/weight",
        .. Within("SSL", ["password", "ca", "certificate", "key"]),
        .. Within("virtual_server", ["virtualhost", "snmp_name"]),
        .. Within("virtual_server/real_server",
        [
            "virtualhost", "snmp_name", "MISC_CHECK/misc_path", "MISC_CHECK/user", "SMTP_CHECK/helo_name",
            "UDP_CHECK/payload", "HTTP_GET/url/virtualhost", "HTTP_GET/virtualhost", "HTTP_GET/http_protocol",
            "SSL_GET/url/virtualhost", "SSL_GET/virtualhost", "SSL_GET/http_protocol", "FILE_CHECK/weight",
            "BFD_CHECK/name", .. Pages("HTTP_GET/url"), .. Pages("SSL_GET/url"),
        ]),
    ], StringComparer.Ordinal);

    private static readonly HashSet<string> OnlyOnce = new(
    [
        "global_defs/vmac_prefix", "global_defs/vmac_addr_prefix", "vrrp_track_process/process",
        "vrrp_track_process/weight", "track_file/file", "track_file/weight", "vrrp_track_file/file",
        "vrrp_track_file/weight", "net_namespace_ipvs", "instance", "track_group/group",
        .. Within("global_defs",
        [
            "lvs_sync_daemon", "nftables_ipvs", "notify_fifo", "notify_fifo_script", "vrrp_notify_fifo",
            "vrrp_notify_fifo_script", "lvs_notify_fifo", "lvs_notify_fifo_script", "snmp_socket",
            "tmp_config_directory",
        ]),
        .. Within("vrrp_instance", ["use_ipvlan", "notify_deleted"]),
        .. Within("virtual_server/real_server", ["HTTP_GET/url/digest", "SSL_GET/url/digest", "DNS_CHECK/name"]),
    ], StringComparer.Ordinal);

    public static ArgumentRule Of(string path)
    {
        ArgumentRule rule = (MayLack.Contains(path) ? Lenient : Usual) with { Once = OnlyOnce.Contains(path) };
        return Exact.TryGetValue(path, out int most) ? rule with { Most = most } : rule;
    }

    private static IEnumerable<string> Pages(string url) => Within(url,
        ["status_code", "regex", "regex_options", "regex_min_offset", "regex_max_offset", "regex_stack"]);

    private static IEnumerable<string> Within(string block, string[] names) => names.Select(name => $"{block}/{name}");
}
