using Keepalived.Config.Model;

namespace Keepalived.Core.Lvs;

/// <content>Mail, name and other servers.</content>
public static partial class CheckerText
{
    private static string? SmtpLine(CheckerConfig.Smtp checker, in CheckerEffect note, string server) =>
        note.Note switch
        {
            CheckerNote.Succeeded => $"Remote SMTP server {server} succeed on service.",
            CheckerNote.AttemptFailed => SmtpFailure(note.Result, Host(checker, note.Step)),
            CheckerNote.Failed => $"SMTP_CHECK on service {server} failed{AfterRetries(checker, !note.First)}.",
            _ => null,
        };

    private static string Host(CheckerConfig.Smtp checker, int step)
    {
        CheckTarget host = checker.Hosts[Math.Clamp(step, 0, checker.Hosts.Count - 1)];
        return FormattableString.Invariant($"[{host.Address}]:{host.Port}");
    }

    private static string SmtpFailure(CheckResult result, string host) => "SMTP_CHECK " + result.Reason switch
    {
        CheckReason.ConnectTimedOut => $"Connection timeout to server {host}",
        CheckReason.ConnectFailed or CheckReason.BindFailed => $"Could not connect to server {host}",
        CheckReason.SendFailed => $"Write failure to server {host}",
        CheckReason.ReadTimedOut or CheckReason.TookTooLong => $"Read timeout from server {host}",
        CheckReason.SmtpGreeting => $"Bad greeting banner from server {host}",
        CheckReason.SmtpHello => $"Bad HELO response from server {host}",
        CheckReason.TooLarge => $"Endless line from server {host}",
        _ => $"Read failure from server {host}",
    };

    private static string? NameLine(CheckerConfig checker, in CheckerEffect note, string server) => note.Note switch
    {
        CheckerNote.Succeeded => $"DNS_CHECK ({server}) succeed.",
        CheckerNote.AttemptFailed => $"DNS_CHECK ({server}) {NameFailure(note.Result)}",
        CheckerNote.Failed => $"DNS_CHECK ({server}) failed{AfterRetries(checker, !note.First)}.",
        _ => null,
    };

    private static string NameFailure(CheckResult result) => result.Reason switch
    {
        CheckReason.ConnectFailed when result.Value != 0 =>
            $"failed to read socket; errno {result.Value} ({result.Detail})",
        CheckReason.ConnectFailed or CheckReason.BindFailed => "connection error.",
        CheckReason.SendFailed => "failed to write socket.",
        CheckReason.ReadTimedOut => "read timeout from socket",
        CheckReason.DnsCode => $"read error occurred. (rcode = {result.Value})",
        _ => $"{CheckReasonText.Of(result)}.",
    };

    private static string? DatagramLine(CheckerConfig checker, in CheckerEffect note, string server) =>
        note.Note switch
        {
            CheckerNote.Succeeded => $"UDP connection to {server} success.",
            CheckerNote.AttemptFailed when note.Result.Reason is CheckReason.ReplyPattern or CheckReason.ReplyLength =>
                $"UDP check to {server} reply data mismatch.",
            CheckerNote.AttemptFailed => $"UDP connection to {server} failed.",
            CheckerNote.Failed => $"UDP_CHECK on service {server} failed{AfterRetries(checker, !note.First)}.",
            _ => null,
        };

    private static string? PingLine(CheckerConfig.Ping checker, in CheckerEffect note, string server) =>
        note.Note switch
        {
            CheckerNote.Succeeded => $"ICMP connection to {server} success.",
            CheckerNote.AttemptFailed when note.Result.Reason == CheckReason.ReadTimedOut =>
                $"ICMP connection to address {checker.Target.Address} timeout.",
            CheckerNote.AttemptFailed => $"ICMP connection to {checker.Target.Address} of {server} failed.",
            CheckerNote.Failed when note.First || checker.Retry == 0 => $"ICMP CHECK on service {server} failed.",
            CheckerNote.Failed => $"ICMP CHECK on service {checker.Target.Address} of {server} failed" +
                $"{AfterRetries(checker, true)}.",
            _ => null,
        };
}
