namespace Keepalived.Core.Lvs;

/// <summary>The outcome of an attempt, for people.</summary>
public static class CheckReasonText
{
    public static string Of(in CheckResult result)
    {
        string text = Words(result);
        return result.Detail is { Length: > 0 } detail ? $"{text} ({detail})" : text;
    }

    private static string Words(in CheckResult result) => result.Reason switch
    {
        CheckReason.None => "no attempt yet",
        CheckReason.Connected => "connected",
        CheckReason.ConnectFailed => Numbered("connection failed", "errno", result.Value),
        CheckReason.ConnectTimedOut => "no connection in time",
        CheckReason.BindFailed => Numbered("own address, port or interface cannot be used", "errno", result.Value),
        CheckReason.TlsFailed => "TLS failed",
        CheckReason.SendFailed => Numbered("sending failed", "errno", result.Value),
        CheckReason.ReadTimedOut => "no answer in time",
        CheckReason.ReadFailed => Numbered("reading failed", "errno", result.Value),
        CheckReason.NoData => "closed without an octet",
        CheckReason.TooLarge => "answer larger than it may be",
        CheckReason.TookTooLong => "the whole check took too long",
        CheckReason.StatusCode => $"HTTP status {result.Value}",
        CheckReason.Digest => result.Passed ? "digest is right" : "digest is wrong",
        CheckReason.Regex => result.Passed ? "regex test passed" : "regex test failed",
        CheckReason.RegexLimit => "regex took more steps or memory than it may",
        CheckReason.TlsTruncated => "connection ended without TLS close",
        CheckReason.CertificateRefused => "certificate refused",
        _ => MoreWords(result),
    };

    private static string MoreWords(in CheckResult result) => result.Reason switch
    {
        CheckReason.Replied => "answered",
        CheckReason.NothingRefused => "no answer and no error",
        CheckReason.ReplyLength => $"reply of {result.Value} octets",
        CheckReason.ReplyPattern => "reply does not match",
        CheckReason.DnsCode => $"DNS response code {result.Value}",
        CheckReason.SmtpGreeting => $"SMTP greeting {result.Value}",
        CheckReason.SmtpHello => $"SMTP answer {result.Value} to HELO",
        CheckReason.FileValue => result.Passed ? $"weight {result.Value:+0;-0;0}" : "the number in the file",
        CheckReason.BfdSession => result.Passed ? "session is up" : "session is not up",
        CheckReason.Exited => $"exited with status {result.Value}",
        CheckReason.Signalled => $"ended by signal {result.Value}",
        CheckReason.ScriptTimedOut => "script timed out",
        CheckReason.ScriptNotStarted => Numbered("script not started", "errno", result.Value),
        CheckReason.CheckerFailed => "the checker broke down",
        _ => result.Reason.ToString(),
    };

    private static string Numbered(string text, string name, int value) =>
        value == 0 ? text : $"{text}, {name} {value}";
}
