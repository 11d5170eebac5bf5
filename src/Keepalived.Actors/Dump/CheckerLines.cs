using Keepalived.Actors.Lvs;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Dump;

/// <summary>One checker in the section <c>Health checkers</c>.</summary>
internal static partial class CheckerLines
{
    public static void Write(
        DumpText text, VirtualServerSnapshot server, CheckerSnapshot snapshot, IScriptResolver scripts)
    {
        RealServerConfig real = server.Config.RealServers[snapshot.Server];
        CheckerConfig checker = real.Checkers[snapshot.Checker];
        text.Line(1, $"{ServiceNames.Of(server.Config)} -> {ServiceNames.Of(real, server.Config)}");
        text.Value(3, "Enabled", DumpText.YesNo(!server.Suspended && !snapshot.GivenUp));
        text.Value(3, "Up", DumpText.YesNo(!snapshot.Standing.IsFailed));
        text.Value(3, "Has run", DumpText.YesNo(snapshot.Standing.HasRun));
        text.Value(3, "Current weight", snapshot.Standing.WeightDelta);
        if (checker is not (CheckerConfig.File or CheckerConfig.Bfd))
        {
            WriteSchedule(text, checker, snapshot.Attempt?.Retries ?? 0);
        }

        text.Value(3, "Log all failures", DumpText.YesNo(checker.LogAllFailures));
        WriteKind(text, checker, scripts);
        WriteOutcome(text, checker, snapshot);
        text.Value(3, "Last result", CheckReasonText.Of(snapshot.LastResult));
        if (snapshot.Attempt is { } attempt)
        {
            text.Value(3, "Last duration", Microseconds(attempt.Duration));
            text.Value(3, "Attempts", attempt.Count);
        }

        text.Value(3, "Restarts", snapshot.Restarts);
        if (snapshot.LastError.Length > 0)
        {
            text.Value(3, "Last error", snapshot.LastError);
        }
    }

    /// <summary>What the reference shows of the last attempt.</summary>
    private static void WriteOutcome(DumpText text, CheckerConfig checker, CheckerSnapshot snapshot)
    {
        if (checker is CheckerConfig.Misc)
        {
            bool hasExited = snapshot.LastResult.Reason == CheckReason.Exited;
            text.Value(3, "Last status", hasExited ? snapshot.LastResult.Value : 0);
        }

        // While it is down the page that failed is tested alone.
        if (checker is CheckerConfig.Http web
            && snapshot is { Standing: { IsFailed: true, HasRun: true }, Attempt: { } last }
            && last.Step < web.Urls.Count)
        {
            text.Value(3, "Failed URL", web.Urls[last.Step].Path);
        }
    }

    private static void WriteSchedule(DumpText text, CheckerConfig checker, uint retries)
    {
        text.Value(3, "Alpha", DumpText.YesNo(checker.Alpha));
        text.Value(3, "Delay loop", Microseconds(checker.DelayLoop));
        text.Value(3, "Warmup", Microseconds(checker.Warmup));
        text.Value(3, "Retries", checker.Retry);
        if (checker.Retry > 0)
        {
            text.Value(3, "Delay before retry", Microseconds(checker.DelayBeforeRetry));
            text.Value(3, "Retries iterations", retries);
        }

        text.Value(3, "Default delay before retry", Microseconds(checker switch
        {
            CheckerConfig.Http => TimeSpan.FromSeconds(3),
            CheckerConfig.Dns => TimeSpan.Zero,
            _ => TimeSpan.FromSeconds(1),
        }));
    }

    private static void WriteWeb(DumpText text, CheckerConfig.Http http)
    {
        string version = http.Protocol switch
        {
            HttpProtocolVersion.Http10 => "1.0",
            HttpProtocolVersion.Http10Close => "1.0C",
            HttpProtocolVersion.Http10CloseLower => "1.0c",
            HttpProtocolVersion.Http2 => "2",
            _ => "1.1",
        };
        text.Value(3, "Keepalive method", $"{http.Kind}, http protocol {version}");
        if (http.VirtualHost.Length > 0)
        {
            text.Value(3, "Virtualhost", http.VirtualHost);
        }

        text.Line(3, http.EnableSni ? "Enable SNI set" : "Enable SNI unset");
        if (http.SniName.Length > 0)
        {
            text.Value(3, "SNI name", http.SniName);
        }

        if (http.VerifyCertificate)
        {
            text.Line(3, "Verify certificate set");
        }

        text.Line(3, http.FastRecovery ? "Fast recovery set" : "Fast recovery unset");
        if (http.TlsCompliant)
        {
            text.Line(3, "tls_compliant set");
        }

        WriteUrls(text, http);
    }

    private static void WriteUrls(DumpText text, CheckerConfig.Http http)
    {
        foreach (HttpUrlConfig url in http.Urls)
        {
            text.Value(3, "Checked url", url.Path);
            if (url.TlsCompliant != http.TlsCompliant)
            {
                text.Line(5, url.TlsCompliant ? "tls_compliant set" : "tls_compliant unset");
            }

            if (!url.Digest.IsEmpty)
            {
                text.Value(5, "digest", Convert.ToHexStringLower(url.Digest.AsSpan()));
            }

            text.Line(5, "HTTP Status Code(s)");
            foreach (StatusRange range in url.StatusCodes)
            {
                text.Line(7, range.First == range.Last
                    ? CheckersText.Invariant($"{range.First}")
                    : CheckersText.Invariant($"{range.First}-{range.Last}"));
            }

            if (url.VirtualHost.Length > 0)
            {
                text.Value(5, "Virtual host", url.VirtualHost);
            }

            if (url.Regex is not null)
            {
                WriteRegex(text, url.Regex);
            }
        }
    }

    private static void WriteRegex(DumpText text, HttpRegexConfig regex)
    {
        text.Value(5, "Regex", $"\"{regex.Pattern}\"");
        if (regex.NoMatch)
        {
            text.Line(5, "Regex no match");
        }

        if (regex.MaxOffset is { } max)
        {
            text.Value(5, "Regex min offset", CheckersText.Invariant($"{regex.MinOffset}, max_offset = {max}"));
        }
        else if (regex.MinOffset > 0)
        {
            text.Value(5, "Regex min offset", regex.MinOffset);
        }

        text.Line(5, $"Regex options:{string.Concat(regex.Options.Select(static option => " " + option))}");
        if (regex.StackMax > 0)
        {
            text.Line(5, CheckersText.Invariant($"Regex stack start {regex.StackStart}, max {regex.StackMax}"));
        }
    }

    private static string Microseconds(TimeSpan span) => CheckersText.Invariant($"{(long)span.TotalMicroseconds} us");
}
