namespace Keepalived.Config.Grammar;

/// <summary>
/// Keywords that are parsed and checked but do nothing yet. Each is told once ("not in effect yet"), so that nobody
/// relies on it in silence; who builds one takes it off this list. The aim is an empty list.
/// </summary>
internal static class InEffect
{
    private static readonly HashSet<string> Missing = new([.. Globals(), .. Servers()], StringComparer.Ordinal);

    /// <summary>True if the keyword, or the whole block it stands in or opens, has no effect yet.</summary>
    public static bool IsMissing(string block, string name) =>
        Missing.Contains(block.Length == 0 ? name : $"{block}/{name}") || Missing.Contains($"{block}/*");

    /// <summary>The list itself, for the test that each entry is a keyword.</summary>
    public static IEnumerable<string> Entries => Missing;

    private static IEnumerable<string> Globals() => Within("global_defs",
    [
        "snmp_socket",
        "enable_traps",
        "enable_snmp_vrrp",
        "enable_snmp_keepalived",
        "enable_snmp_rfc",
        "enable_snmp_rfcv2",
        "enable_snmp_rfcv3",
        "enable_snmp_checker",
        "snmp_vs_stats_update_interval",
        "snmp_rs_stats_update_interval",
        "enable_dbus",
        "dbus_service_name",
        "dbus_no_interface_name",
    ]);

    private static IEnumerable<string> Servers() =>
    [
        "virtual_server/snmp_name",
        "virtual_server/real_server/snmp_name",
    ];

    private static IEnumerable<string> Within(string block, string[] names) => names.Select(name => $"{block}/{name}");
}
