using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Dump;

/// <content>What is particular to each kind of checker.</content>
internal static partial class CheckerLines
{
    private static void WriteKind(DumpText text, CheckerConfig checker, IScriptResolver scripts)
    {
        switch (checker)
        {
            case CheckerConfig.Tcp tcp:
                WriteTarget(text, tcp.Target);
                text.Value(3, "Keepalive method", checker.Kind);
                break;
            case CheckerConfig.Http http:
                WriteTarget(text, http.Target);
                WriteWeb(text, http);
                break;
            case CheckerConfig.Misc misc:
                text.Value(3, "Keepalive method", checker.Kind);
                text.Value(3, "script", ScriptText.Words(misc.Script));
                text.Value(3, "timeout", (long)misc.Timeout.TotalSeconds);
                text.Value(3, "dynamic", misc.Dynamic ? "YES" : "NO");
                text.Value(3, "uid:gid", ScriptText.Owner(misc.Script, scripts));
                break;
            case CheckerConfig.Smtp smtp:
                foreach (CheckTarget host in smtp.Hosts)
                {
                    WriteTarget(text, host);
                }

                text.Value(3, "Keepalive method", checker.Kind);
                text.Value(3, "helo", smtp.HeloName);
                break;
            default:
                WriteDatagram(text, checker);
                break;
        }
    }

    private static void WriteDatagram(DumpText text, CheckerConfig checker)
    {
        switch (checker)
        {
            case CheckerConfig.Dns dns:
                WriteTarget(text, dns.Target);
                text.Value(3, "Keepalive method", checker.Kind);
                text.Value(3, "Type", dns.QueryType);
                text.Value(3, "Name", dns.QueryName);
                break;
            case CheckerConfig.Udp udp:
                WriteTarget(text, udp.Target);
                WriteUdp(text, udp);
                break;
            case CheckerConfig.Ping ping:
                WriteTarget(text, ping.Target);
                text.Value(3, "Keepalive method", checker.Kind);
                break;
            case CheckerConfig.File file:
                text.Value(3, "Keepalive method", checker.Kind);
                text.Value(5, "Tracked file", file.TrackFile);
                text.Value(5, "Reloaded", "No");
                break;
            case CheckerConfig.Bfd bfd:
                text.Value(3, "Keepalive method", checker.Kind);
                text.Value(3, "Name", bfd.Session);
                text.Line(3, $"Alpha is {CheckersText.OnOff(bfd.Alpha)}");
                break;
            default:
                text.Value(3, "Keepalive method", checker.Kind);
                break;
        }
    }

    private static void WriteUdp(DumpText text, CheckerConfig.Udp udp)
    {
        text.Value(3, "Keepalive method", udp.Kind);
        if (udp.Payload.IsEmpty)
        {
            text.Value(3, "Payload specified", "no");
        }
        else
        {
            text.Value(3, "Payload len", udp.Payload.Count);
            text.Value(3, "Payload", Convert.ToHexStringLower(udp.Payload.AsSpan()));
        }

        text.Value(3, "Require reply", DumpText.YesNo(udp.RequireReply));
        if (udp.RequireReply)
        {
            text.Value(5, "Min reply length", udp.MinReplyLength);
            text.Value(5, "Max reply length", udp.MaxReplyLength);
            text.Value(5, "Reply data len", udp.ReplyPattern.Count);
            if (!udp.ReplyPattern.IsEmpty)
            {
                text.Value(5, "Reply data", Convert.ToHexStringLower(udp.ReplyPattern.AsSpan()));
                text.Value(5, "Reply data mask", Convert.ToHexStringLower(udp.ReplyMask.AsSpan()));
            }
        }
    }

    private static void WriteTarget(DumpText text, CheckTarget target)
    {
        text.Line(3, "Connection");
        text.Value(5, "Dest", CheckersText.Invariant($"[{target.Address}]:{target.Port}"));
        if (target.BindAddress is not null)
        {
            text.Value(5, "Bind to", CheckersText.Invariant($"[{target.BindAddress}]:{target.BindPort}"));
        }

        if (target.BindInterface.Length > 0)
        {
            text.Value(5, "Bind i/f", target.BindInterface);
        }

        if (target.Fwmark != 0)
        {
            text.Value(5, "Mark", target.Fwmark);
        }

        text.Value(5, "Timeout", DumpText.Microseconds(target.ConnectTimeout));
    }
}
