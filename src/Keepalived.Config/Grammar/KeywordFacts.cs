using System.Collections.Frozen;

namespace Keepalived.Config.Grammar;

/// <summary>
/// What help says of ranges and defaults that no table of the parser holds, because a rule or a reader of its own
/// decides them. A path wins over the keyword alone.
/// </summary>
internal static class KeywordFacts
{
    private const string Pem = "a PEM file";
    private const string Family = "an address of the target's family";
    private const string Device = "1..15 characters";
    private const string Tracked = "the weight of what is tracked";

    private static readonly FrozenDictionary<string, string> s_defaults = new Dictionary<string, string>
    {
        ["interface_up_down_delays"] = "0 0; UP is DOWN if it is not given",
        ["process_name"] = "keepalived-actors",
        ["vrrp_process_name"] = "that of the process",
        ["checker_process_name"] = "that of the process",
        ["bfd_process_name"] = "that of the process",
        ["lvs_timeouts"] = "what the kernel has",
        ["lvs_sync_daemon"] = "none; id: the VRID of the instance, else 0",
        ["vrrp_iptables"] = "off; without a name INPUT and OUTPUT",
        ["vrrp_ipsets"] = "keepalived keepalived6 keepalived_if6 keepalived_igmp keepalived_mld keepalived_nd",
        ["random_seed"] = "from the clock",
        ["tmp_config_directory"] = "/run/keepalived-actors",
        ["iproute_usr_dir"] = "/usr/share/iproute2",
        ["iproute_etc_dir"] = "/etc/iproute2",
        ["track_interface"] = "weight 0: a failure is a FAULT",
        ["track_script"] = Tracked,
        ["track_file"] = Tracked,
        ["track_process"] = Tracked,
        ["track_bfd"] = Tracked,
        ["vrrp_instance/interface"] = "none; may be left out with unicast_peer and unicast_src_ip, or with vrf",
        ["vrrp_instance/linkbeat_use_polling"] = "off",
        ["kernel_rx_buf_size"] = "as vrrp_rx_bufs_policy says",
        ["auth_pass"] = "none; needed with auth_type",
        ["auth_hmac/key"] = "none; at least one is needed",
        ["param_match"] = "parameters are not compared; without a word: exactly",
        ["ip_family"] = "that of the addresses; inet for a firewall mark",
        ["virtual_server/retry"] = "that of each kind of check",
        ["virtual_server/delay_before_retry"] = "that of each kind of check",
        ["real_server/retry"] = "that of the virtual_server",
        ["real_server/delay_before_retry"] = "that of the virtual_server",
        ["SMTP_CHECK/host"] = "the real server",
        ["url"] = "none; at least one is needed",
        ["regex_stack"] = "that of the library (PCRE2)",
        ["source_ip"] = "what the routes say",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> s_ranges = new Dictionary<string, string>
    {
        ["net_namespace"] = "a name that ip netns lists",
        ["linkbeat_interfaces"] = "an interface a line; MII, ETHTOOL or IOCTL",
        ["virtual_server"] = "PORT 0..65535, none or 0: all ports, needs persistence; fwmark 0..4294967295",
        ["bfd_instance"] = "NAME of 1..31 characters",
        ["notification_email_from"] = "one word",
        ["smtp_server"] = "PORT 1..65535 or the name of a service; 25 unless given",
        ["notification_email"] = "addresses, any number in a line",
        ["disable_local_igmp"] = "only with a kernel that has igmp_link_local_mcast_reports",
        ["vrrp_iptables"] = "names of chains",
        ["vrrp_ipsets"] = "six names at most, each shorter than 32, all different",
        ["vrrp_cpu_affinity"] = "processors that there are, from 0",
        ["snmp_socket"] = "udp:HOST:PORT, tcp:HOST:PORT or unix:PATH",
        ["dbus_service_name"] = "a valid bus name",
        ["script_user"] = "a GROUP with a colon before it is an additional one",
        ["vrrp_rx_bufs_policy"] = "MTU, ADVERT or BYTES 0..4294967295",
        ["vmac_prefix"] = "with the VRID behind it 15 characters at most",
        ["reload_time_file"] = "an absolute path",
        ["tmp_config_directory"] = "the absolute path of a directory that is there",
        ["iproute_usr_dir"] = "a directory that is there",
        ["iproute_etc_dir"] = "a directory that is there",
        ["state_dump_file"] = "an absolute path, a name in the temporary directory, or a directory with / at its end",
        ["track_group/group"] = "at least one instance",
        ["vrrp_sync_group/group"] = "two instances or more; each in one group only",
        ["garp_group/interface"] = "one interface",
        ["interfaces"] = "at least one interface",
        ["use_vmac"] = "IFNAME of 1..15 characters; MAC of 5 or 6 octets, no multicast",
        ["unicast_peer"] = "addresses of one family; TTLs 0..255",
        ["state"] = "MASTER or BACKUP",
        ["vrf"] = "a VRF interface that is there",
        ["mcast_dst_ip"] = "a multicast address of the instance's family",
        ["virtual_ipaddress"] = "as many as an advert holds; others are excluded from it",
        ["authentication"] = "version 2 only",
        ["auth_hmac"] = "version 2 or 3",
        ["auth_type"] = "PASS or AH",
        ["script"] = "an absolute path and arguments, in quotes",
        ["process"] = "a name, and the first of its arguments",
        ["ca"] = Pem,
        ["certificate"] = Pem,
        ["SSL/key"] = Pem,
        ["ops"] = "UDP or a firewall mark only",
        ["sh-port"] = "after lb_algo sh",
        ["sh-fallback"] = "after lb_algo sh",
        ["mh-port"] = "after lb_algo mh",
        ["mh-fallback"] = "after lb_algo mh",
        ["lvs_method"] = "port with gue only; csum, nocsum and remcsum with gue and gre",
        ["persistence_engine"] = "a module that the kernel has, such as sip",
        ["persistence_granularity"] = "IPv4: a mask; IPv6: 1..128",
        ["protocol"] = "TCP, UDP or SCTP",
        ["ha_suspend"] = "not with a firewall mark",
        ["sorry_server"] = "PORT 1..65535; that of the virtual server unless given",
        ["virtual_server/real_server"] = "PORT 1..65535; that of the virtual server unless given",
        ["MISC_CHECK"] = "any number",
        ["misc_path"] = "an absolute path and arguments, in quotes",
        ["bindto"] = Family,
        ["bind_if"] = Device,
        ["SMTP_CHECK/host"] = "any number",
        ["payload"] = "pairs of hexadecimal digits",
        ["require_reply"] = "pairs of hexadecimal digits; X is any digit",
        ["nb_get_retry"] = "0..4294967295",
        ["http_protocol"] = "1.0, 1.0C, 1.1; an addition: 2",
        ["enable_sni"] = "SSL_GET only",
        ["sni_name"] = "switches enable_sni on",
        ["path"] = "begins with /",
        ["regex"] = "an expression of PCRE2, in quotes",
        ["regex_options"] = "allow_empty_class alt_bsux auto_callout caseless dollar_endonly dotall dupnames extended "
            + "firstline match_unset_backref multiline never_ucp never_utf no_auto_capture no_auto_possess "
            + "no_dotstar_anchor no_start_optimize ucp ungreedy utf never_backslash_c alt_circumflex alt_verbnames "
            + "use_offset_limit",
        ["regex_stack"] = "octets",
        ["DNS_CHECK/name"] = "labels of 1..63 characters, 255 together",
        ["FILE_CHECK/track_file"] = "the name of a track_file",
        ["BFD_CHECK/name"] = "the name of a bfd_instance",
        ["source_ip"] = "an address of the neighbour's family",
        ["init_file"] = "-2147483648..2147483647",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string RangeOf(KeywordInfo row) => Of(s_ranges, row, row.Range);

    public static string DefaultOf(KeywordInfo row) => Of(s_defaults, row, row.Default);

    private static string Of(FrozenDictionary<string, string> facts, KeywordInfo row, string ofTheTable)
    {
        string block = row.Block[(row.Block.LastIndexOf('/') + 1)..];
        return ofTheTable.Length > 0 ? ofTheTable
            : facts.TryGetValue($"{block}/{row.Name}", out string? fact) || facts.TryGetValue(row.Name, out fact) ? fact
            : "";
    }
}
