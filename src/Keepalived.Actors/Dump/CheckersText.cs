using System.Globalization;
using System.Net.Sockets;
using Keepalived.Actors.Lvs;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Dump;

/// <summary>The sections <c>LVS Topology</c> and <c>Health checkers</c> of keepalived_check.data.</summary>
internal static class CheckersText
{
    public static void Write(DumpText text, LvsSnapshot lvs, KeepalivedConfig config, IScriptResolver scripts)
    {
        FollowedText.WriteSsl(text, config);
        if (lvs.VirtualServers.IsEmpty)
        {
            return;
        }

        text.Heading("LVS Topology");
        text.Line(1, "System is compiled with LVS v1.2.1");
        ServiceGroupText.Write(text, lvs, config);
        foreach (VirtualServerSnapshot server in lvs.VirtualServers)
        {
            WriteVirtualServer(text, server, scripts);
            for (int i = 0; i < server.Config.RealServers.Count && i < server.State.Servers.Length; i++)
            {
                WriteRealServer(text, server.Config.RealServers[i], server.State.Servers[i], server, scripts);
            }
        }

        text.Heading("Health checkers");
        foreach (VirtualServerSnapshot server in lvs.VirtualServers)
        {
            foreach (CheckerSnapshot checker in server.Checkers)
            {
                CheckerLines.Write(text, server, checker, scripts);
            }
        }

        FollowedText.WriteFiles(text, lvs, config);
        BfdText.WriteChecked(text, config);
    }

    private static void WriteVirtualServer(DumpText text, VirtualServerSnapshot server, IScriptResolver scripts)
    {
        VirtualServerConfig config = server.Config;
        text.Line(1, "------< Virtual server >------");
        text.Line(1, Key(config.Key));
        WriteIf(text, 3, "VirtualHost", config.VirtualHost);
        if (config.SnmpName.Length > 0)
        {
            text.Value(3, "SNMP name", $"'{config.SnmpName}'");
        }

        text.Value(3, "Address family", config.Family == AddressFamily.InterNetworkV6 ? "inet6" : "inet");
        text.Value(3, "connection timeout", DumpText.Microseconds(config.ConnectTimeout));
        text.Value(3, "delay_loop", DumpText.Microseconds(config.DelayLoop));
        text.Value(3, "lvs_sched", config.Scheduler);
        text.Value(3, "Hashed", DumpText.Enabled(config.Hashed));
        WriteFlags(text, config);
        if (config.IsPersistent)
        {
            text.Value(3, "persistence timeout", (long)config.PersistenceTimeout.TotalSeconds);
        }

        WriteGranularity(text, config);
        WriteIf(text, 3, "persistence engine", config.PersistenceEngine);

        text.Value(3, "protocol", Protocol(config.Protocol));
        text.Line(3, $"alpha is {OnOff(config.Alpha)}");
        text.Line(3, $"omega is {OnOff(config.Omega)}");
        WriteRetries(text, config.Retry, config.DelayBeforeRetry, config.Warmup);
        text.Line(3, $"Inhibit on failure is {OnOff(config.InhibitOnFailure)}");
        text.Value(3, "quorum", $"{config.Quorum}, hysteresis = {config.Hysteresis}");
        WriteScript(text, "Quorum up notify", config.QuorumUp, scripts);
        WriteScript(text, "Quorum down notify", config.QuorumDown, scripts);
        if (config.HaSuspend)
        {
            text.Line(3, "Using HA suspend");
        }

        text.Value(3, "Using smtp notification", DumpText.YesNo(config.SmtpAlert));
        WriteForwardings(text, config);
        text.Value(3, "alive", server.GivenUp ? 0 : 1);
        text.Value(3, "quorum_state_up", server.State.HasQuorum ? 1 : 0);
        text.Value(3, "reloaded", 0);
        text.Value(3, "in kernel", DumpText.YesNo(server.InKernel));
    }

    private static void WriteForwardings(DumpText text, VirtualServerConfig config)
    {
        WriteForwarding(text, 3, "default forwarding method", config.Forwarding);
        if (config.SorryServer is { } sorry)
        {
            text.Value(3, "sorry server", ServiceNames.Of(
                new RealServerConfig { Address = sorry.Address, Port = sorry.Port }, config));
            WriteForwarding(text, 5, "forwarding method", sorry.Forwarding);
            text.Line(5, $"Inhibit on failure is {OnOff(sorry.Inhibit)}");
        }
    }

    private static string Key(VirtualServerKey key) => key switch
    {
        VirtualServerKey.Address address => Invariant($"VS VIP = {address.Ip}, VPORT = {address.Port}"),
        VirtualServerKey.Fwmark mark => Invariant($"VS FWMARK = {mark.Mark}"),
        _ => $"VS GROUP = {key}",
    };

    private static void WriteFlags(DumpText text, VirtualServerConfig config)
    {
        string[] names = config.Scheduler switch
        {
            "sh" => ["sh-port", "sh-fallback", "flag-3"],
            "mh" => ["mh-port", "mh-fallback", "flag-3"],
            _ => ["flag-1", "flag-2", "flag-3"],
        };

        // ip_vs_sh.c and ip_vs_mh.c: SCHED1 is the fallback, SCHED2 the port.
        bool second = config.Scheduler is "sh" or "mh";
        ServiceFlags first = second ? ServiceFlags.Scheduler2 : ServiceFlags.Scheduler1;
        text.Value(3, names[0], DumpText.Enabled(config.Flags.HasFlag(first)));
        text.Value(3, names[1], DumpText.Enabled(
            config.Flags.HasFlag(second ? ServiceFlags.Scheduler1 : ServiceFlags.Scheduler2)));
        text.Value(3, names[2], DumpText.Enabled(config.Flags.HasFlag(ServiceFlags.Scheduler3)));
        text.Value(3, "One packet scheduling", DumpText.Enabled(config.Flags.HasFlag(ServiceFlags.OnePacket)));
    }

    private static void WriteRealServer(
        DumpText text,
        RealServerConfig config,
        RealServerState state,
        VirtualServerSnapshot server,
        IScriptResolver scripts)
    {
        text.Line(3, "------< Real server >------");
        text.Line(3, Invariant(
            $"RIP = {config.Address}, RPORT = {config.Port}, WEIGHT = {config.Weight} EFF WEIGHT = {state.Weight}"));
        WriteForwarding(text, 3, "forwarding method", config.Forwarding);
        text.Line(3, $"Alpha is {OnOff(config.Alpha)}");
        text.Value(3, "connection timeout", DumpText.Microseconds(config.ConnectTimeout));
        text.Value(3, "connection limit range", Invariant($"{config.LowerThreshold} -> {config.UpperThreshold}"));
        text.Value(3, "Delay loop", DumpText.Microseconds(config.DelayLoop));
        WriteRetries(text, config.Retry, config.DelayBeforeRetry, config.Warmup);
        text.Line(3, $"Inhibit on failure is {OnOff(config.InhibitOnFailure)}");
        WriteScript(text, "  RS up notify", config.NotifyUp, scripts);
        WriteScript(text, "  RS down notify", config.NotifyDown, scripts);
        if (config.VirtualHost.Length > 0)
        {
            text.Value(4, "VirtualHost", $"'{config.VirtualHost}'");
        }

        WriteIf(text, 3, "SNMP name", config.SnmpName);
        text.Value(3, "Using smtp notification", DumpText.YesNo(config.SmtpAlert));
        text.Value(3, "initial weight", config.Weight);
        text.Value(3, "effective weight", state.Weight);
        text.Value(3, "previous effective_weight", 0);
        text.Value(3, "alive", state.IsUp ? 1 : 0);
        text.Value(3, "num failed checkers", state.FailedCheckers);
        text.Value(3, "RS set", state.IsUp && server.InKernel ? 1 : 0);
        text.Value(3, "reloaded", 0);
        WriteTracked(text, config);
    }

    private static void WriteTracked(DumpText text, RealServerConfig config)
    {
        CheckerConfig.File[] files = [.. config.Checkers.OfType<CheckerConfig.File>()];
        if (files.Length > 0)
        {
            text.Line(3, "Tracked Files");
        }

        foreach (CheckerConfig.File file in files)
        {
            text.Line(5, $"{file.TrackFile}, {FollowedText.Weight(file)}");
        }

        CheckerConfig.Bfd[] sessions = [.. config.Checkers.OfType<CheckerConfig.Bfd>()];
        if (sessions.Length > 0)
        {
            text.Line(3, "Tracked BFDs");
        }

        foreach (CheckerConfig.Bfd session in sessions)
        {
            text.Line(5, session.Session);
        }
    }

    private static void WriteScript(DumpText text, string name, NotifyScriptConfig? script, IScriptResolver scripts)
    {
        if (script is not null)
        {
            text.Value(3, $"{name} script", ScriptText.WithOwner(script, scripts));
        }
    }

    private static void WriteIf(DumpText text, int indent, string name, string value)
    {
        if (value.Length > 0)
        {
            text.Value(indent, name, value);
        }
    }

    /// <summary>A mask for IPv4, a length for IPv6; nothing where it is that of one client.</summary>
    private static void WriteGranularity(DumpText text, VirtualServerConfig config)
    {
        bool isV6 = config.Family == AddressFamily.InterNetworkV6;
        if (!config.IsPersistent || config.PersistenceGranularity == (isV6 ? 128 : 32))
        {
            return;
        }

        uint mask = config.PersistenceMaskWithHoles != 0 ? config.PersistenceMaskWithHoles
            : config.PersistenceGranularity == 0 ? 0
            : uint.MaxValue << (32 - Math.Min(config.PersistenceGranularity, 32));
        text.Value(3, "persistence granularity", isV6
            ? Invariant($"{config.PersistenceGranularity}")
            : Invariant($"{mask >> 24}.{(mask >> 16) & 255}.{(mask >> 8) & 255}.{mask & 255}"));
    }

    private static void WriteRetries(DumpText text, uint? count, TimeSpan? delay, TimeSpan? warmup)
    {
        if (count is { } retries)
        {
            text.Value(3, "Retry count", retries);
        }

        if (delay is { } pause)
        {
            text.Value(3, "Retry delay", DumpText.Microseconds(pause));
        }

        if (warmup is { } first)
        {
            text.Value(3, "Warmup", DumpText.Microseconds(first));
        }
    }

    /// <summary>The reference writes tunnels with options always at one place and under one name.</summary>
    private static void WriteForwarding(DumpText text, int indent, string name, ForwardingConfig forwarding)
    {
        string checksum = forwarding.TunnelChecksum switch
        {
            TunnelChecksum.None => "no checksum",
            TunnelChecksum.Checksum => "checksum",
            _ => "remote checksum",
        };
        switch (forwarding)
        {
            case { Method: ForwardingMethod.Nat }:
                text.Value(indent, name, "NAT");
                break;
            case { Method: ForwardingMethod.DirectRouting }:
                text.Value(indent, name, "DR");
                break;
            case { TunnelType: TunnelType.Ipip }:
                text.Value(indent, name, "TUN, type = IPIP");
                break;
            case { TunnelType: TunnelType.Gue }:
                text.Value(3, "forwarding method", Invariant(
                    $"TUN, type = GUE, port = {forwarding.TunnelPort}, {checksum}"));
                break;
            default:
                text.Value(3, "forwarding method", $"TUN, type = GRE, {checksum}");
                break;
        }
    }

    private static string Protocol(ServiceProtocol protocol) =>
        protocol == ServiceProtocol.None ? "none" : protocol.ToString().ToUpperInvariant();

    internal static string OnOff(bool value) => value ? "ON" : "OFF";

    internal static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
