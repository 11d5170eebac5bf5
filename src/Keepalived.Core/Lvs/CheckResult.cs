namespace Keepalived.Core.Lvs;

/// <summary>Why a check passed or failed: what log lines and mails say.</summary>
public enum CheckReason
{
    None,

    /// <summary>The connection came about.</summary>
    Connected,

    /// <summary>Refused, unreachable, reset and so on; the value is the errno if there is one.</summary>
    ConnectFailed,
    ConnectTimedOut,

    /// <summary>The own address, port or interface could not be used.</summary>
    BindFailed,
    TlsFailed,
    SendFailed,
    ReadTimedOut,
    ReadFailed,

    /// <summary>The connection ended without a byte.</summary>
    NoData,

    /// <summary>The answer broke a bound: endless headers and the like.</summary>
    TooLarge,

    /// <summary>The check as a whole took too long.</summary>
    TookTooLong,

    /// <summary>The value is the status of the answer.</summary>
    StatusCode,
    Digest,
    Regex,

    /// <summary>The pattern took more steps or memory than it may.</summary>
    RegexLimit,

    /// <summary>The connection ended without the TLS message that says so (<c>tls_compliant</c>).</summary>
    TlsTruncated,

    /// <summary>The server's certificate is not one that <c>verify_certificate</c> takes.</summary>
    CertificateRefused,

    /// <summary>The server answered as it should; the value is the length, or the SMTP code.</summary>
    Replied,

    /// <summary>No answer and no ICMP error either: all that UDP_CHECK without <c>require_reply</c> asks.</summary>
    NothingRefused,

    /// <summary>The reply is shorter or longer than it may be; the value is its length.</summary>
    ReplyLength,

    /// <summary>The reply does not begin as it has to.</summary>
    ReplyPattern,

    /// <summary>The value is the response code of the name server.</summary>
    DnsCode,

    /// <summary>The value is the SMTP code of the greeting, 0 if there is none.</summary>
    SmtpGreeting,

    /// <summary>The value is the SMTP code that answered HELO, 0 if there is none.</summary>
    SmtpHello,

    /// <summary>The number in the file; the value is what it adds to the weight.</summary>
    FileValue,

    /// <summary>The BFD session is up, or is not.</summary>
    BfdSession,

    /// <summary>The value is the exit status of the script.</summary>
    Exited,

    /// <summary>The value is the signal that ended the script.</summary>
    Signalled,
    ScriptTimedOut,

    /// <summary>The value is the errno.</summary>
    ScriptNotStarted,

    /// <summary>The checker itself broke down.</summary>
    CheckerFailed,
}

/// <summary>The outcome of one attempt.</summary>
/// <param name="Value">Status, exit status, errno or signal, as the reason says.</param>
/// <param name="Detail">More for people, or null.</param>
public readonly record struct CheckResult(bool Passed, CheckReason Reason, int Value = 0, string? Detail = null)
{
    public static CheckResult Pass(CheckReason reason, int value = 0) => new(true, reason, value);

    public static CheckResult Fail(CheckReason reason, int value = 0, string? detail = null) =>
        new(false, reason, value, detail);
}
