using Keepalived.Actors.Dump;
using Keepalived.Core.Tests;

namespace Keepalived.Actors.Tests.Dump;

/// <summary>Keywords of the process, of mail and of reloads, from their text to their line in the dump.</summary>
public sealed class GlobalDumpTests
{
    [Theory]
    [InlineData("net_namespace blue", " Network namespace = blue")]
    [InlineData("net_namespace_ipvs red", " Network namespace ipvs = red")]
    [InlineData("instance web", " Instance name = web")]
    public void A_keyword_outside_of_blocks_is_shown(string line, string shown) => AssertShown(line, shown);

    [Theory]
    [InlineData("process_name ka", " Parent process name = ka")]
    [InlineData("checker_process_name ka", " LVS process name = ka")]
    [InlineData("lvs_process_name ka", " LVS process name = ka")]
    [InlineData("bfd_process_name ka", " BFD process name = ka")]
    [InlineData("use_symlink_paths", " Use symlinks in script paths enabled")]
    [InlineData("set_supplementary_groups", " Set supplementary groups enabled")]
    [InlineData("enable_script_security", " Script security enabled")]
    [InlineData("router_id here", " Router ID = here")]
    [InlineData("smtp_server 192.0.2.1", " Smtp server = 192.0.2.1")]
    [InlineData("smtp_server 192.0.2.1 2525", " Smtp server port = 2525")]
    [InlineData("smtp_server 192.0.2.1\nsmtp_helo_name a.example", " Smtp HELO name = a.example")]
    [InlineData("smtp_server 192.0.2.1\nsmtp_connect_timeout 9", " Smtp server connection timeout = 9")]
    [InlineData("smtp_server 192.0.2.1\nnotification_email_from a@b", " Email notification from = a@b")]
    [InlineData("notification_email {\na@b\n}", "   a@b")]
    [InlineData("smtp_alert", " Default smtp_alert = on")]
    [InlineData("smtp_alert_checker off", " Default smtp_alert_checker = off")]
    [InlineData("no_checker_emails", " no_checker_emails = 1")]
    [InlineData("startup_script \"/bin/true a\"\nstartup_script_timeout 9",
        " Startup script = '/bin/true' 'a', uid:gid 0:0, timeout 9")]
    [InlineData("shutdown_script \"/bin/true a\"\nshutdown_script_timeout 9",
        " Shutdown script = '/bin/true' 'a', uid:gid 0:0 timeout 9")]
    [InlineData("checker_log_all_failures", " Checkers log all failures = true")]
    [InlineData("rs_init_notifies", " rs_init_notifies = 1")]
    [InlineData("process_monitor_rcv_bufs 90000", " process_monitor_rcv_bufs = 90000")]
    [InlineData("process_monitor_rcv_bufs_force", " process_monitor_rcv_bufs_force = 1")]
    [InlineData("umask 027", " umask = 027")]
    [InlineData("data_use_instance", " Use instance name in data dumps")]
    public void A_keyword_of_the_process_or_of_mail_is_shown(string lines, string shown) =>
        AssertShown($"global_defs {{\n{lines}\n}}", shown);

    [Theory]
    [InlineData("nftables mine", " nftables table name = mine")]
    [InlineData("nftables\nnftables_priority 9", " nftables base chain priority = 9")]
    [InlineData("nftables\nnftables_ifindex", " nftables force use ifindex for link local IPv6")]
    [InlineData("nftables_counters", " nftables with counters")]
    [InlineData("nftables_ipvs mine", " ipvs nftables table name = mine")]
    [InlineData("nftables_ipvs\nnftables_ipvs_priority 9", " ipvs nftables base chain priority = 9")]
    [InlineData("nftables_ipvs\nnftables_ipvs_start_fwmark 9", " ipvs nftables start fwmark = 9")]
    [InlineData("lvs_backend nftables", " LVS backend = nftables")]
    [InlineData("reload_check_config /var/log/c", " Test config before reload, log to /var/log/c")]
    [InlineData("reload_check_config", " Test config before reload, log to /dev/null")]
    [InlineData("reload_time_file /etc/t", " Reload time file = /etc/t")]
    [InlineData("reload_time_file /etc/t\nreload_repeat", " Reload time file = /etc/t (repeat)")]
    [InlineData("reload_file /run/r", " Reload_file = /run/r")]
    [InlineData("config_save_dir /var/s", " Config save dir = /var/s")]
    [InlineData("tmp_config_directory /var/t", " config save directory = /var/t")]
    public void A_keyword_of_the_firewall_or_of_reloads_is_shown(string lines, string shown) =>
        AssertShown($"global_defs {{\n{lines}\n}}", shown);

    [Theory]
    [InlineData("checker", "Checker")]
    [InlineData("bfd", "BFD")]
    public void Scheduling_of_a_part_is_shown(string part, string name)
    {
        AssertShown($"global_defs {{\n{part}_priority -9\n}}", $" {name} process priority = -9");
        AssertShown($"global_defs {{\n{part}_no_swap\n}}", $" {name} don't swap = true");
        AssertShown($"global_defs {{\n{part}_rt_priority 9\n}}", $" {name} realtime priority = 9");
        AssertShown($"global_defs {{\n{part}_cpu_affinity 0\n}}", $" {name} CPU Affinity = 0");
        AssertShown($"global_defs {{\n{part}_rlimit_rttime 900000\n}}", $" {name} realtime limit = 900000");
        AssertShown($"global_defs {{\n{part}_rlimit_rtime 900000\n}}", $" {name} realtime limit = 900000");
    }

    private static void AssertShown(string text, string shown)
    {
        Assert.DoesNotContain(shown, Dump(""));
        Assert.Contains(shown, Dump(text + "\n"));
    }

    private static string[] Dump(string text) =>
        DataText.Parent(new DumpState { Config = ConfLines.File(text) }).ToString().Split('\n');
}
