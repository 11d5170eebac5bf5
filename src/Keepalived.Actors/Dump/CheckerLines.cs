using Keepalived.Actors.Lvs;
using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Dump;

/// <summary>One checker in the section <c>Health checkers</c>.</summary>
internal static class CheckerLines
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
        text.Value(3, "Alpha", DumpText.YesNo(checker.Alpha));
        text.Value(3, "Delay loop", Microseconds(checker.DelayLoop));
        text.Value(3, "Warmup", Microseconds(checker.Warmup));
        text.Value(3, "Retries", checker.Retry);
        text.Value(3, "Delay before retry", Microseconds(checker.DelayBeforeRetry));
        text.Value(3, "Log all failures", DumpText.YesNo(checker.LogAllFailures));
        WriteKind(text, checker, scripts);
        text.Value(3, "Last result", snapshot.LastResult.Reason.ToString());
        text.Value(3, "Restarts", snapshot.Restarts);
        if (snapshot.LastError.Length > 0)
        {
            text.Value(3, "Last error", snapshot.LastError);
        }
    }

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
                text.Value(3, "Keepalive method", checker.Kind);
                WriteUrls(text, http);
                break;
            case CheckerConfig.Misc misc:
                text.Value(3, "Keepalive method", checker.Kind);
                text.Value(3, "script", ScriptText.Words(misc.Script));
                text.Value(3, "timeout", (long)misc.Timeout.TotalSeconds);
                text.Value(3, "dynamic", misc.Dynamic ? "YES" : "NO");
                text.Value(3, "owner", ScriptText.WithOwner(misc.Script, scripts));
                break;
            default:
                text.Value(3, "Keepalive method", checker.Kind);
                break;
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

        text.Value(5, "Timeout", DumpText.Microseconds(target.ConnectTimeout));
    }

    private static void WriteUrls(DumpText text, CheckerConfig.Http http)
    {
        foreach (HttpUrlConfig url in http.Urls)
        {
            text.Value(3, "Checked url", url.Path);
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
        }
    }

    private static string Microseconds(TimeSpan span) => CheckersText.Invariant($"{(long)span.TotalMicroseconds} us");
}
