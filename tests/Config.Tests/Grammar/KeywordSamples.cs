using Keepalived.Config.Grammar;

namespace Keepalived.Config.Tests.Grammar;

/// <summary>A good line, and where one exists a bad one, for each keyword: by shape, or by name.</summary>
internal static class KeywordSamples
{
    // Good arguments of keywords whose shape does not tell.
    private static readonly Dictionary<string, string> Good = new(StringComparer.Ordinal)
    {
        ["net_namespace_ipvs"] = " other", ["child_wait_time"] = " 5", ["namespace_with_ipsets"] = "",
        ["linkbeat_interfaces"] = " {\n eth0 MII\n}", ["interface_up_down_delays"] = " {\n eth0 1 2\n}",
        ["static_ipaddress"] = " {\n 10.9.0.1/24 dev eth0\n}",
            ["static_routes"] = " {\n 10.8.0.0/16 via 10.0.0.2 dev eth0\n}",
        ["static_rules"] = " {\n from 10.0.0.0/8 table 5 preference 9\n}",
        ["virtual_routes"] = " {\n 10.8.0.0/16 via 10.0.0.2 dev eth0\n}",
        ["virtual_rules"] = " {\n from 10.0.0.0/8 table 5 preference 9\n}",
        ["virtual_ipaddress"] = " {\n 10.0.0.5/24 dev eth0 label eth0:1\n}",
        ["virtual_ipaddress_excluded"] = " {\n 2001:db8::1/64 dev eth0\n}",
        ["unicast_peer"] = " {\n 10.0.0.9 min_ttl 5 max_ttl 255\n}",
        ["virtual_server_group"] = " G {\n 10.0.0.1-5 80\n fwmark 7\n}",
        ["track_interface"] = " {\n eth1 weight 5 reverse\n}",
        ["notification_email"] = " {\n a@example.com\n}", ["group"] = " {\n A B\n}",
            ["interfaces"] = " {\n eth0\n eth1\n}",
        ["track_group/group"] = " {\n A\n B\n}",
        ["linkbeat_use_polling"] = "", ["use_vmac"] = " vrrp.1", ["use_ipvlan"] = " private 10.0.0.7/24",
        ["dynamic_interfaces"] = " allow_if_changes", ["smtp_server"] = " 10.0.0.1 25",
            ["smtp_connect_timeout"] = " 30",
        ["smtp_connection_timeout"] = " 30", ["script_user"] = " root", ["lvs_timeouts"] = " tcp 5 tcpfin 6 udp 7",
        ["lvs_flush_on_stop"] = " VS", ["lvs_flush_onstop"] = " VS",
        ["lvs_backend"] = " nftables",
        ["lvs_sync_daemon"] = " eth0 id 5 maxlen 1400 port 8848 ttl 1 group 224.0.0.81",
        ["max_auto_priority"] = " 50", ["vrrp_mcast_group4"] = " 224.0.0.20", ["vrrp_mcast_group6"] = " ff02::20",
        ["vrrp_garp_extra_if"] = " all 5", ["vrrp_vmac_garp_intvl"] = " 5", ["garp_extra_if"] = " 5",
            ["vmac_garp_intvl"] = " 5",
        ["vrrp_rx_bufs_policy"] = " MTU", ["snmp_socket"] = " unix:/x", ["umask"] = " 0022",
            ["include_check"] = " +match -read",
        ["state_dump_file"] = " /tmp/a", ["stats_dump_file"] = " /tmp/b", ["json_dump_file"] = " /tmp/c",
        ["tmp_config_directory"] = " /tmp", ["reload_time_file"] = " /tmp/x", ["iproute_usr_dir"] = " /usr",
            ["iproute_etc_dir"] = " /etc",
        ["notify_fifo"] = " /tmp/f root", ["vrrp_notify_fifo"] = " /tmp/f", ["lvs_notify_fifo"] = " /tmp/f",
        ["state"] = " BACKUP", ["virtual_router_id"] = " 5", ["priority"] = " 50", ["mcast_src_ip"] = " 10.0.0.2",
        ["unicast_src_ip"] = " 10.0.0.2\n unicast_peer {\n  10.0.0.3\n }", ["mcast_dst_ip"] = " 224.0.0.20",
        ["old_unicast_checksum"] = " never", ["auth_type"] = " PASS\n auth_pass x", ["auth_pass"] = " secret",
        ["key"] = " /etc/x.pem", ["auth_hmac/key"] = " 1 0123456789abcdef0123456789abcdef",
        ["anti_replay"] = " monotonic", ["mode"] = " permissive", ["interval"] = " 2", ["timeout"] = " 2",
            ["weight"] = " 2",
        ["rise"] = " 2", ["fall"] = " 2", ["user"] = " root", ["init_file"] = " 5 overwrite",
            ["process"] = " \"named -u x\"",
        ["param_match"] = " initial", ["min_rx"] = " 100", ["min_tx"] = " 100", ["idle_tx"] = " 1000",
            ["ip_family"] = " inet",
        ["lb_algo"] = " wrr", ["lvs_sched"] = " wrr", ["lb_kind"] = " DR",
            ["lvs_method"] = " TUN type gue port 5555 csum",
        ["sorry_server_lvs_method"] = " NAT", ["persistence_timeout"] = " 50",
            ["persistence_granularity"] = " 255.255.255.0",
        ["protocol"] = " TCP", ["sorry_server"] = " 10.2.2.2 80", ["http_protocol"] = " 1.1",
        ["digest"] = " 640205b7b0fc66c1ea91c463fac6334c", ["status_code"] = " 200 300-305",
            ["regex_options"] = " caseless utf",
        ["regex_stack"] = " 1000 2000", ["type"] = " MX", ["payload"] = " 0102 03", ["require_reply"] = " 01XX",
            ["script"] = " \"/bin/true y\"",
        ["misc_path"] = " \"/bin/true y\"", ["sh-port"] = "\n", ["nb_get_retry"] = " 3", ["regex"] = " \"a b\"",
        ["FILE_CHECK/track_file"] = " F", ["vrrp_cpu_affinity"] = " 0", ["checker_cpu_affinity"] = " 0",
            ["bfd_cpu_affinity"] = " 0",
        ["MISC_CHECK"] = " {\n misc_path /bin/true\n}", ["vrrp_sync_group/group"] = " {\n}", ["hysteresis"] = " 0",
            ["url"] = " {\n path /\n}", ["virtual_server"] = " 10.0.0.1 80 {\n}",
        ["thread_timer_expired"] = " 200\n nopreempt", ["timer_expired_backup"] = " 200\n nopreempt",
    };

    // Bad arguments for shapes that take anything by default.
    private static readonly Dictionary<string, string> Bad = new(StringComparer.Ordinal)
    {
        ["child_wait_time"] = " x", ["dynamic_interfaces"] = " foo", ["lvs_timeouts"] = " foo",
            ["lvs_flush_on_stop"] = " foo", ["lvs_backend"] = " iptables",
        ["umask"] = " 0999", ["include_check"] = " +foo", ["state"] = " FOO", ["auth_type"] = " FOO",
            ["auth_pass"] = " toolongpassword",
        ["use_ipvlan"] = " averyveryverylongname", ["use_vmac"] = " averyveryverylongname",
            ["old_unicast_checksum"] = " foo",
        ["anti_replay"] = " foo", ["mode"] = " foo", ["param_match"] = " foo", ["ip_family"] = " foo",
            ["lb_algo"] = " foo",
        ["lb_kind"] = " FOO", ["persistence_granularity"] = " 255.255.255.256", ["protocol"] = " FOO",
            ["http_protocol"] = " 9",
        ["digest"] = " abc", ["status_code"] = " 700", ["regex_options"] = " foo", ["payload"] = " xyz",
            ["type"] = " FOO",
        ["snmp_socket"] = "", ["notify_fifo"] = "", ["smtp_server"] = " nosuch.example", ["script_user"] = " nosuch",
    };

    // Lines that have to come first.
    private static readonly Dictionary<string, string> Before = new(StringComparer.Ordinal)
    {
        ["virtual_server/hashed"] = "lb_algo sh\n",
        ["virtual_server/sorry_server_inhibit"] = "sorry_server 10.2.2.2 80\n",
        ["virtual_server/sorry_server_lvs_method"] = "sorry_server 10.2.2.2 80\n",
        ["vrrp_instance/vmac_xmit_base"] = "use_vmac\n",
        ["vrrp_instance/check_unicast_src"] = "unicast_peer {\n 10.0.0.3\n}\n",
        ["vrrp_instance/old_unicast_checksum"] = "unicast_peer {\n 10.0.0.3\n}\n",
    };

    /// <summary>The whole file around the line.</summary>
    public static string File(KeywordInfo row, string line) =>
        ConfigText.Within(row.Block, Before.GetValueOrDefault(row.Path, RegexBefore(row)) + line);

    private static string RegexBefore(KeywordInfo row) =>
        row.Name.StartsWith("regex_", StringComparison.Ordinal) ? "regex \"a b\"\n" : "";

    public static string GoodLine(KeywordInfo row)
    {
        string arguments = Good.TryGetValue(row.Path, out string? value) ? value
            : Good.TryGetValue(Tail(row), out value) ? value
            : row.Shape is not (KeywordShape.Seconds or KeywordShape.Boolean or KeywordShape.Flag)
                && Good.TryGetValue(row.Name, out value) ? value
            : ByShape(row);
        return row.Name + arguments;
    }

    /// <summary>A line that must be complained about, or null where anything goes.</summary>
    public static string? BadLine(KeywordInfo row)
    {
        if (row.RequiredArguments > 0)
        {
            return row.Name;
        }

        return row.Shape switch
        {
            KeywordShape.Boolean => row.Name + " maybe",
            _ => Bad.TryGetValue(row.Name, out string? value) ? row.Name + value : null,
        };
    }

    /// <summary>A wrong value, beyond a missing one.</summary>
    public static string? WrongValue(KeywordInfo row) => row.Shape switch
    {
        KeywordShape.Integer or KeywordShape.Seconds => row.Name + " x",
        KeywordShape.Address => row.Name + " 10.0.0",
        _ => Bad.TryGetValue(row.Name, out string? value) ? row.Name + value : null,
    };

    private static string Tail(KeywordInfo row) => string.Join('/', row.Path.Split('/').TakeLast(2));

    private static string ByShape(KeywordInfo row) => row.Shape switch
    {
        KeywordShape.Flag or KeywordShape.Custom when row.RequiredArguments == 0 => "",
        KeywordShape.Flag => "",
        KeywordShape.Boolean => " true",
        KeywordShape.Integer or KeywordShape.Seconds => " " + First(row.Range),
        KeywordShape.Word => " some",
        KeywordShape.Command => " \"/bin/true a\" root",
        KeywordShape.Address => " 10.0.0.2",
        KeywordShape.Values => " {\n}",
        KeywordShape.Block => (row.Block.Length == 0 && row.Arguments.StartsWith("NAME", StringComparison.Ordinal)
            ? " N" : "")
            + (row.Name == "real_server" ? " 10.1.1.2 80" : "") + " {\n}",
        _ => " 5",
    };

    private static string First(string range)
    {
        string first = range.Split("..")[0];
        return first is "0" or "" or "-20" or "-1" ? "1" : first.StartsWith('-') ? "0" : first;
    }
}
