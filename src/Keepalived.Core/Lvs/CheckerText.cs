using Keepalived.Config.Model;

namespace Keepalived.Core.Lvs;

/// <summary>Log lines and mail texts of checkers, in the words of the reference daemon. Null: nothing to say.</summary>
public static partial class CheckerText
{
    /// <param name="server">Name of the real server.</param>
    /// <param name="virtualServer">Name of the virtual server.</param>
    public static string? Line(CheckerConfig checker, in CheckerEffect note, string server, string virtualServer) =>
        checker switch
        {
            CheckerConfig.Tcp => TcpLine(checker, note, server),
            CheckerConfig.Http http => WebLine(http, note, server),
            CheckerConfig.Misc misc => ScriptLine(misc, note, server, virtualServer),
            CheckerConfig.Smtp smtp => SmtpLine(smtp, note, server),
            CheckerConfig.Dns => NameLine(checker, note, server),
            CheckerConfig.Udp => DatagramLine(checker, note, server),
            CheckerConfig.Ping ping => PingLine(ping, note, server),
            _ => OtherLine(checker, note, server),
        };

    /// <summary>What a mail says between its marks.</summary>
    public static string Mail(CheckerConfig checker, bool isUp) => checker switch
    {
        CheckerConfig.Tcp => $"TCP CHECK {Word(isUp)} on service",
        CheckerConfig.Http => isUp ? "CHECK succeed on service" : "CHECK failed on service : HTTP request failed",
        CheckerConfig.Misc => $"MISC CHECK {(isUp ? "succeeded" : "failed")} on service",
        CheckerConfig.Dns => $"DNS_CHECK: {Word(isUp)} on service",
        CheckerConfig.Ping => $"ICMP CHECK {Word(isUp)} on service",
        CheckerConfig.Udp => $"UDP CHECK {Word(isUp)} on service",
        _ => $"CHECK {Word(isUp)} on service",
    };

    private static string Word(bool isUp) => isUp ? "succeed" : "failed";

    private static string? TcpLine(CheckerConfig checker, in CheckerEffect note, string server) => note.Note switch
    {
        CheckerNote.Succeeded => $"TCP connection to {server} success.",
        CheckerNote.AttemptFailed =>
            $"TCP connection to {server} {(note.Result.Reason == CheckReason.ConnectTimedOut ? "timeout" : "failed")}.",
        CheckerNote.Failed => $"TCP_CHECK on service {server} failed{AfterRetries(checker, !note.First)}.",
        _ => null,
    };

    private static string? WebLine(CheckerConfig.Http checker, in CheckerEffect note, string server) => note.Note switch
    {
        CheckerNote.Succeeded => $"Remote Web server {server} succeed on service.",
        CheckerNote.StepRecovered =>
            $"{WebSuccess(note.Result.Reason)} success to {server} url({checker.Urls[note.Step].Path})",
        CheckerNote.AttemptFailed => $"{WebFailure(note.Result.Reason)} server {server}.",
        CheckerNote.Failed => $"HTTP_CHECK on service {server} failed{AfterRetries(checker, true)}.",
        _ => null,
    };

    private static string WebSuccess(CheckReason reason) => reason switch
    {
        CheckReason.Digest => "MD5 digest",
        CheckReason.Regex => "Regex match",
        _ => "HTTP status code",
    };

    private static string WebFailure(CheckReason reason) => reason switch
    {
        CheckReason.ConnectTimedOut => "Timeout connecting",
        CheckReason.ConnectFailed or CheckReason.BindFailed => "Error connecting",
        CheckReason.TlsFailed => "SSL handshake/communication error connecting to",
        CheckReason.SendFailed => "Cannot send get request to",
        CheckReason.ReadTimedOut or CheckReason.TookTooLong => "Timeout WEB read",
        CheckReason.NoData => "Read, no data received from",
        CheckReason.StatusCode => "HTTP status code error to",
        CheckReason.Digest => "MD5 digest error to",
        CheckReason.Regex => "Regex match failed",
        CheckReason.TooLarge => "Endless header from",
        _ => "Read error with",
    };

    private static string? ScriptLine(
        CheckerConfig.Misc checker, in CheckerEffect note, string server, string virtualServer)
    {
        string subject = $"Misc check for [{server} VS {virtualServer}] by [{checker.Script.Path}]";
        bool isLast = note.First || note.Retries >= checker.Retry;
        string retries = checker.Retry == 1 ? "retry" : "retries";
        string? progress = note.Note switch
        {
            CheckerNote.Failed when checker.Retry == 0 => " with retry disabled",
            CheckerNote.Failed => $" after {checker.Retry} {retries}",
            // The last failure gets one line, not two.
            CheckerNote.AttemptFailed when isLast => null,
            CheckerNote.AttemptFailed when note.Retries == 0 => $", will do {checker.Retry} {retries}",
            CheckerNote.AttemptFailed => $" on retry {note.Retries}/{checker.Retry}",
            _ => null,
        };
        return note.Note == CheckerNote.Succeeded ? $"{subject} succeeded."
            : progress is null ? null : $"{subject} {ScriptFailure(note.Result, progress)}.";
    }

    private static string ScriptFailure(CheckResult result, string progress) => result.Reason switch
    {
        CheckReason.ScriptTimedOut => $"timed out{progress}",
        CheckReason.Signalled => $"failed{progress} (due to signal {result.Value})",
        CheckReason.ScriptNotStarted => $"failed{progress} (could not be started, errno {result.Value})",
        _ => $"failed{progress} (exited with status {result.Value})",
    };

    private static string? OtherLine(CheckerConfig checker, in CheckerEffect note, string server) => note.Note switch
    {
        CheckerNote.Succeeded => $"{checker.Kind} on service {server} succeeded.",
        CheckerNote.AttemptFailed => $"{checker.Kind} to {server} failed: {CheckReasonText.Of(note.Result)}.",
        CheckerNote.Failed => $"{checker.Kind} on service {server} failed{AfterRetries(checker, !note.First)}.",
        _ => null,
    };

    // What only follows something (a file, a session) is not asked again.
    private static string AfterRetries(CheckerConfig checker, bool counted) =>
        counted && checker.Retry > 0 && checker is not (CheckerConfig.File or CheckerConfig.Bfd)
            ? $" after {checker.Retry} retries"
            : "";
}
