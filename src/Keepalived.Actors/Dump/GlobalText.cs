using System.Globalization;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Dump;

/// <summary>The section <c>Global definitions</c>, the same in all three data files.</summary>
internal static class GlobalText
{
    public static void Write(
        DumpText text, GlobalConfig global, IScriptResolver scripts, DateTimeOffset? nextReload = null)
    {
        text.Heading("Global definitions");
        WriteIf(text, "Config save dir", global.ConfigSaveDirectory);
        text.Value(1, "Network namespace", global.NetNamespace.Length > 0 ? global.NetNamespace : "(default)");
        text.Value(1, "Network namespace ipvs", global.NetNamespaceIpvs switch
        {
            null => "(main namespace)",
            "" => "(default)",
            string name => name,
        });
        WriteIf(text, "Instance name", global.InstanceName);
        WriteIf(text, "Parent process name", global.Parent.Name);
        WriteIf(text, "VRRP process name", global.Vrrp.Name);
        WriteIf(text, "LVS process name", global.Checkers.Name);
        WriteIf(text, "BFD process name", global.Bfd.Name);
        text.Value(1, "Router ID", global.RouterId);
        WriteMail(text, global.Mail);
        text.Value(1, "Checkers log all failures", global.CheckerLogAllFailures);
        WriteReload(text, global, nextReload);
        LineIf(text, global.DataUseInstance, "Use instance name in data dumps");
        WriteBracket(text, "Startup", global.StartupScript, ",", global.StartupScriptTimeout, scripts);
        WriteBracket(text, "Shutdown", global.ShutdownScript, "", global.ShutdownScriptTimeout, scripts);
        WriteGeneral(text, global);
        WriteFifos(text, global, scripts);
        WriteVrrp(text, global);
        WriteProcess(text, "VRRP", global.Vrrp);
        WriteProcess(text, "Checker", global.Checkers);
        WriteProcess(text, "BFD", global.Bfd);
        WriteInterfaces(text, global, scripts);
        WriteBuffers(text, global);
    }

    private static void WriteMail(DumpText text, MailConfig mail)
    {
        if (mail.Server.Length > 0)
        {
            text.Value(1, "Smtp server", mail.Server);
            text.Value(1, "Smtp server port", mail.Port);
            WriteIf(text, "Smtp HELO name", mail.HeloName);
        }

        if (mail.Server.Length > 0 || !mail.To.IsEmpty)
        {
            text.Value(1, "Smtp server connection timeout", (long)mail.ConnectTimeout.TotalSeconds);
            WriteIf(text, "Email notification from", mail.From);
        }

        if (!mail.To.IsEmpty)
        {
            text.Line(1, "Email notification to:");
            foreach (string address in mail.To)
            {
                text.Line(3, address);
            }
        }

        text.Value(1, "Default smtp_alert", Switch(mail.Alert));
        text.Value(1, "Default smtp_alert_vrrp", Switch(mail.AlertVrrp));
        text.Value(1, "Default smtp_alert_checker", Switch(mail.AlertChecker));
        if (mail.NoFaults)
        {
            text.Line(1, "Send emails for fault transitions = off");
        }
    }

    private static string Switch(bool? value) => value switch { null => "unset", true => "on", false => "off" };

    private static void WriteGeneral(DumpText text, GlobalConfig global)
    {
        text.Value(1, "Dynamic interfaces", global.DynamicInterfaces != DynamicInterfaces.Off);
        if (global.DynamicInterfaces != DynamicInterfaces.Off)
        {
            text.Value(1, "Allow interface changes", global.DynamicInterfaces == DynamicInterfaces.AllowIfChanges);
        }

        text.Value(1, "Default interface", global.DefaultInterface);
        text.Value(1, "Disable local IGMP", DumpText.YesNo(global.DisableLocalIgmp));
        if (global.LvsTimeouts is { } timeouts)
        {
            text.Value(1, "LVS TCP timeout", (long)timeouts.Tcp.TotalSeconds);
            text.Value(1, "LVS TCP FIN timeout", (long)timeouts.TcpFin.TotalSeconds);
            text.Value(1, "LVS UDP timeout", (long)timeouts.Udp.TotalSeconds);
        }

        text.Value(1, "LVS flush", global.LvsFlush);
        text.Value(1, "LVS flush on stop", global.LvsFlushOnStop switch
        {
            LvsFlushOnStop.Off => "disabled",
            LvsFlushOnStop.All => "full",
            _ => "VS",
        });
        if (global.LvsBackend != LvsBackend.Auto)
        {
            text.Value(1, "LVS backend", global.LvsBackend == LvsBackend.Ipvs ? "ipvs" : "nftables");
        }

        if (global.LvsSyncDaemon is { } daemon)
        {
            WriteIf(text, "LVS syncd vrrp instance", daemon.Instance);
            text.Value(1, "LVS syncd interface", daemon.Interface);
            text.Value(1, "LVS syncd syncid", daemon.SyncId ?? 0);
            WriteSyncDaemonOptions(text, daemon);
        }

    }

    private static void WriteReload(DumpText text, GlobalConfig global, DateTimeOffset? next)
    {
        ReloadConfig reload = global.Reload;
        text.Line(1, !reload.CheckConfig ? "No test config before reload"
            : $"Test config before reload, log to {(reload.CheckLog.Length > 0 ? reload.CheckLog : "/dev/null")}");
        if (reload.TimeFile.Length > 0)
        {
            text.Value(1, "Reload time file", reload.TimeFile + (reload.Repeat ? " (repeat)" : ""));
            text.Line(1, next is { } time
                ? string.Create(CultureInfo.InvariantCulture, $"Reload scheduled for {time:yyyy-MM-dd HH:mm:ss zzz}")
                : "No reload scheduled");
        }

        if (reload.File is { } file)
        {
            text.Value(1, "Reload_file", file.Length > 0 ? file : "(beside the pid file)");
        }

        WriteIf(text, "config save directory", global.TemporaryConfigDirectory);
    }

    /// <summary>A script at one end of the daemon's life; one of the two lines has a comma before the limit.</summary>
    private static void WriteBracket(
        DumpText text, string name, NotifyScriptConfig? script, string comma, TimeSpan limit, IScriptResolver scripts)
    {
        if (script is not null)
        {
            string owned = ScriptText.WithOwner(script, scripts);
            text.Value(1, $"{name} script", $"{owned}{comma} timeout {(long)limit.TotalSeconds}");
        }
    }

    private static void WriteSyncDaemonOptions(DumpText text, LvsSyncDaemonConfig daemon)
    {
        if (daemon.MaxLength is { } length)
        {
            text.Value(1, "LVS syncd maxlen", length);
        }

        if (daemon.Group is { } group)
        {
            text.Line(1, $"LVS mcast group {group}");
        }

        if (daemon.Port is { } port)
        {
            text.Value(1, "LVS syncd mcast port", port);
        }

        if (daemon.Ttl is { } timeToLive)
        {
            text.Value(1, "LVS syncd mcast ttl", timeToLive);
        }
    }

    private static void WriteFifos(DumpText text, GlobalConfig global, IScriptResolver scripts)
    {
        WriteFifo(text, "Global", global.NotifyFifo, scripts);
        WriteFifo(text, "VRRP", global.VrrpNotifyFifo, scripts);
        WriteFifo(text, "LVS", global.LvsNotifyFifo, scripts);
        text.Value(1, "FIFO write vrrp states on reload", global.FifoWriteVrrpStatesOnReload);
        text.Value(1, "VRRP notify priority changes", global.NotifyPriorityChanges);
    }

    private static void WriteFifo(DumpText text, string kind, NotifyFifoConfig? fifo, IScriptResolver scripts)
    {
        if (fifo is null)
        {
            return;
        }

        (int user, int group) = scripts.Owner(fifo.User, fifo.Group);
        text.Value(1, $"{kind} notify fifo", $"{fifo.Path}, uid:gid {user}:{group}");
        if (fifo.Script is { } script)
        {
            NotifyScriptConfig full = script with { Words = [.. script.Words, fifo.Path] };
            text.Value(1, $"{kind} notify fifo script", ScriptText.WithOwner(full, scripts));
        }
    }

    private static void WriteVrrp(DumpText text, GlobalConfig global)
    {
        text.Value(1, "VRRP IPv4 mcast group", global.MulticastGroup4.ToString());
        text.Value(1, "VRRP IPv6 mcast group", global.MulticastGroup6.ToString());
        text.Value(1, "Gratuitous ARP delay", Seconds(global.Garp.MasterDelay));
        text.Value(1, "Gratuitous ARP repeat", global.Garp.MasterRepeat);
        text.Value(1, "Gratuitous ARP refresh timer", Seconds(global.Garp.MasterRefresh));
        text.Value(1, "Gratuitous ARP refresh repeat", global.Garp.MasterRefreshRepeat);
        text.Value(1, "Gratuitous ARP lower priority delay", Seconds(global.Garp.LowerPriorityDelay));
        text.Value(1, "Gratuitous ARP lower priority repeat", global.Garp.LowerPriorityRepeat);
        text.Value(1, "Num adverts before down", global.DownTimerAdverts);
        text.Value(1, global.Garp.ExtraInterfaceAll ? "Gratuitous ARP for each secondary i/f"
            : "Gratuitous ARP for each secondary VMAC", $"{Seconds(global.Garp.ExtraInterface)}s");
        text.Value(1, "Send advert after receive lower priority advert", !global.LowerPriorityNoAdvert);
        text.Value(1, "Send advert after receive higher priority advert", global.HigherPrioritySendAdvert);
        text.Value(1, "Gratuitous ARP interval", DumpText.Microseconds(global.GarpInterval));
        text.Value(1, "Gratuitous NA interval", DumpText.Microseconds(global.GnaInterval));
        text.Value(1, "VRRP default protocol version", global.VrrpVersion);
        WriteNftables(text, global.Nftables);
        text.Value(1, "VRRP check unicast_src", global.CheckUnicastSource);
        text.Value(1, "VRRP skip check advert addresses", global.SkipCheckAdvertAddress);
        text.Value(1, "VRRP strict mode", global.Strict);
        text.Value(1, "Max auto priority", global.MaxAutoPriority);
        text.Value(1, "Min auto priority delay", $"{(long)global.MinAutoPriorityDelay.TotalMicroseconds} usecs");
    }

    private static void WriteNftables(DumpText text, NftablesConfig nftables)
    {
        if (nftables.IsUsed)
        {
            text.Value(1, "nftables table name", nftables.Table);
            text.Value(1, "nftables base chain priority", nftables.Priority);
            string force = nftables.ByInterfaceIndex ? "force" : "don't force";
            text.Line(1, $"nftables {force} use ifindex for link local IPv6");
        }

        if (nftables.IpvsTable.Length > 0)
        {
            text.Value(1, "ipvs nftables table name", nftables.IpvsTable);
            text.Value(1, "ipvs nftables base chain priority", nftables.IpvsPriority);
            text.Value(1, "ipvs nftables start fwmark", nftables.IpvsStartFwmark);
        }

        text.Line(1, nftables.Counters ? "nftables with counters" : "nftables without counters");
    }

    private static void WriteProcess(DumpText text, string name, ProcessConfig process)
    {
        text.Value(1, $"{name} process priority", process.NicePriority);
        text.Value(1, $"{name} don't swap", process.NoSwap);
        text.Value(1, $"{name} realtime priority", process.RealTimePriority);
        if (!process.CpuAffinity.IsEmpty)
        {
            text.Value(1, $"{name} CPU Affinity", string.Join(' ', process.CpuAffinity));
        }

        text.Value(1, $"{name} realtime limit", process.RealTimeLimitMicroseconds);
    }

    private static void WriteInterfaces(DumpText text, GlobalConfig global, IScriptResolver scripts)
    {
        text.Line(1, $"SNMP vrrp {DumpText.Enabled(global.Snmp.Vrrp)}");
        text.Line(1, $"SNMP checker {DumpText.Enabled(global.Snmp.Checker)}");
        text.Line(1, $"SNMP RFCv2 {DumpText.Enabled(global.Snmp.RfcV2)}");
        text.Line(1, $"SNMP RFCv3 {DumpText.Enabled(global.Snmp.RfcV3)}");
        text.Line(1, $"SNMP traps {DumpText.Enabled(global.Snmp.Traps)}");
        text.Value(1, "SNMP socket", global.Snmp.Socket.Length > 0
            ? global.Snmp.Socket
            : "default (unix:/var/agentx/master)");
        text.Line(1, $"DBus {DumpText.Enabled(global.EnableDbus)}");
        text.Value(1, "DBus service name", global.DbusServiceName);
        text.Line(1, $"Script security {DumpText.Enabled(global.EnableScriptSecurity)}");
        (int user, int group) = scripts.Owner("", "");
        text.Line(1, $"Default script uid:gid {user}:{group}");
        text.Line(1, $"Use symlinks in script paths {DumpText.Enabled(global.UseSymlinkPaths)}");
        text.Line(1, $"Set supplementary groups {DumpText.Enabled(global.SetSupplementaryGroups)}");
    }

    private static void WriteBuffers(DumpText text, GlobalConfig global)
    {
        WriteBuffer(text, "vrrp_netlink_cmd_rcv_bufs", global.VrrpNetlinkCommandBuffer);
        WriteBuffer(text, "vrrp_netlink_monitor_rcv_bufs", global.VrrpNetlinkMonitorBuffer);
        WriteBuffer(text, "process_monitor_rcv_bufs", global.ProcessMonitorBuffer);
        WriteBuffer(text, "lvs_netlink_cmd_rcv_bufs", global.LvsNetlinkCommandBuffer);
        WriteBuffer(text, "lvs_netlink_monitor_rcv_bufs", global.LvsNetlinkMonitorBuffer);
        text.Value(1, "rs_init_notifies", global.RealServerInitNotifies ? 1 : 0);
        text.Value(1, "no_checker_emails", global.Mail.NoCheckers ? 1 : 0);
        if (global.ReceiveBufferPolicy == ReceiveBufferPolicy.Bytes)
        {
            text.Value(1, "rx_bufs_size", global.ReceiveBufferBytes);
        }
        else if (global.ReceiveBufferPolicy != ReceiveBufferPolicy.Default)
        {
            text.Value(1, "rx_bufs_policy", global.ReceiveBufferPolicy.ToString().ToUpperInvariant());
        }

        text.Value(1, "rx_bufs_multiples", global.ReceiveBufferMultiplier);
        text.Value(1, "umask", "0" + Convert.ToString(global.Umask, 8));
        WriteVrrpDetails(text, global);
    }

    /// <summary>What is shown only where it is configured.</summary>
    private static void WriteVrrpDetails(DumpText text, GlobalConfig global)
    {
        if (global.StartupDelay > TimeSpan.Zero)
        {
            text.Value(1, "vrrp_startup_delay", Seconds(global.StartupDelay));
        }

        if (global.DelayAfterBoot > TimeSpan.Zero)
        {
            text.Value(1, "vrrp_delay_after_boot", Seconds(global.DelayAfterBoot));
        }

        LineIf(text, global.LogUnknownVrids, "log_unknown_vrids");
        LineIf(text, global.OwnerIgnoreAdverts, "vrrp_owner_ignore_adverts");
        LineIf(text, global.V3ChecksumAsV2, "v3_checksum_as_v2");
        LineIf(text, global.VmacPrefix != "vrrp", $"VMAC prefix = {global.VmacPrefix}");
        LineIf(text, global.VmacAddressPrefix != "vrrp", $"VMAC address prefix = {global.VmacAddressPrefix}");
    }

    private static void LineIf(DumpText text, bool isShown, string line)
    {
        if (isShown)
        {
            text.Line(1, line);
        }
    }

    private static void WriteBuffer(DumpText text, string name, ReceiveBufferConfig buffer)
    {
        text.Value(1, name, buffer.Size ?? 0);
        text.Value(1, name + "_force", buffer.Force ? 1 : 0);
    }

    private static void WriteIf(DumpText text, string name, string value)
    {
        if (value.Length > 0)
        {
            text.Value(1, name, value);
        }
    }

    internal static string Seconds(TimeSpan span) => span.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
