using System.Net.Security;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;
using Keepalived.Linux.Checks.Regex;

namespace Keepalived.Linux.Checks;

/// <summary>HTTP_GET and SSL_GET: one url for each step; status, then digest, then expression.</summary>
internal sealed class WebCheckTransport : ICheckTransport
{
    private const int DigestLength = 16;

    /// <summary>The whole check may last as long as so many limits of a single read, or as its interval.</summary>
    private const int TotalLimitFactor = 10;

    private readonly WebCheckSetup _setup;
    private readonly TimeProvider _time;
    private readonly CheckLoop _loop;
    private readonly byte[][] _requests;
    private readonly SslStreamCertificateContext? _clientContext;
    private volatile CheckerConfig.Http _checker;
    private volatile WebExchange _exchange;

    /// <param name="loop">Where plain HTTP without an expression runs.</param>
    public WebCheckTransport(CheckerConfig.Http checker, WebCheckSetup setup, TimeProvider time, CheckLoop loop)
    {
        (_checker, _setup, _time, _loop) = (checker, setup, time, loop);
        _clientContext = TlsClient.Context(setup.ClientCertificate, setup.Intermediates);
        _exchange = new WebExchange(checker.Target, TotalLimit(checker), time);
        _requests = [.. checker.Urls.Items.Select(url => HttpRequest.Encode(
            url.Path, checker.Protocol, Host(url), checker.Target.Address, checker.Target.Port))];
    }

    public static TimeSpan TotalLimit(CheckerConfig.Http checker)
    {
        TimeSpan limit = checker.Target.ConnectTimeout * TotalLimitFactor;
        return limit > checker.DelayLoop ? limit : checker.DelayLoop;
    }

    public Task<CheckResult> CheckAsync(int step, CancellationToken cancellation)
    {
        HttpUrlConfig url = _checker.Urls[step];

        // TLS and expressions may take their time: other checks must not wait behind them.
        bool isQuick = !_checker.UseTls && _checker.Protocol != HttpProtocolVersion.Http2 && url.Regex is null;
        return isQuick ? CheckOnLoop(step, url, cancellation) : CheckOnPoolAsync(step, url, cancellation);
    }

    public void Retime(CheckerConfig checker)
    {
        _checker = (CheckerConfig.Http)checker;
        _exchange = new WebExchange(_checker.Target, TotalLimit(_checker), _time);
    }

    public void Dispose() => _setup.ClientCertificate?.Dispose();

    private Task<CheckResult> CheckOnLoop(int step, HttpUrlConfig url, CancellationToken cancellation)
    {
        HttpResponseReader reader = new(!url.Digest.IsEmpty);
        PageAttempt attempt = new(
            _loop, _checker.Target, TotalLimit(_checker), _requests[step], reader, answer => Judge(url, answer));
        return attempt.Begin(cancellation);
    }

    private async Task<CheckResult> CheckOnPoolAsync(int step, HttpUrlConfig url, CancellationToken cancellation)
    {
        string? refused = null;
        SslClientAuthenticationOptions? tls = _checker.UseTls ? TlsOptions(url, text => refused = text) : null;
        using HttpResponseReader reader = new(!url.Digest.IsEmpty, Scan(step, url));
        CheckResult? failure;
        if (_checker.Protocol == HttpProtocolVersion.Http2)
        {
            Http2Exchange exchange = new(_checker.Target, TotalLimit(_checker), _time);
            failure = await exchange.RunAsync(url.Path, Host(url), tls, reader, cancellation).ConfigureAwait(false);
        }
        else
        {
            failure = await _exchange
                .RunAsync(_requests[step], tls, url.TlsCompliant, reader, cancellation).ConfigureAwait(false);
        }

        return failure is null ? Judge(url, reader)
            : refused is null ? failure.Value
            : CheckResult.Fail(CheckReason.CertificateRefused, 0, refused);
    }

    /// <summary>The order of the tests is that of the reference daemon: status, then digest, then expression.</summary>
    internal static CheckResult Judge(HttpUrlConfig url, HttpResponseReader reader)
    {
        // What is no status at all counts as none of the accepted ones, whatever these are.
        bool isAccepted = false;
        foreach (StatusRange range in url.StatusCodes)
        {
            isAccepted |= reader.Status is >= 100 and <= 599 && range.Contains(reader.Status);
        }

        if (!isAccepted)
        {
            return CheckResult.Fail(CheckReason.StatusCode, reader.Status);
        }

        if (!reader.HasBody)
        {
            return CheckResult.Fail(CheckReason.ReadFailed, 0, "the headers have no end");
        }

        CheckReason passed = CheckReason.StatusCode;
        if (!url.Digest.IsEmpty)
        {
            Span<byte> digest = stackalloc byte[DigestLength];
            if (!reader.TryGetDigest(digest) || !url.Digest.AsSpan().SequenceEqual(digest))
            {
                return CheckResult.Fail(CheckReason.Digest, reader.Status);
            }

            passed = CheckReason.Digest;
        }

        return url.Regex is null ? CheckResult.Pass(passed, reader.Status) : JudgeScan(url.Regex, reader);
    }

    private static CheckResult JudgeScan(HttpRegexConfig regex, HttpResponseReader reader) =>
        reader.FinishScan() switch
        {
            null => CheckResult.Fail(CheckReason.Regex, reader.Status, "the expression cannot be used"),
            PageScanResult.LimitExceeded => CheckResult.Fail(CheckReason.RegexLimit, reader.Status),
            PageScanResult found when (found == PageScanResult.Found) != regex.NoMatch =>
                CheckResult.Pass(CheckReason.Regex, reader.Status),
            _ => CheckResult.Fail(CheckReason.Regex, reader.Status),
        };

    private PageScan? Scan(int step, HttpUrlConfig url) =>
        url.Regex is { } regex && _setup.Patterns[step] is { } pattern ? new PageScan(pattern, regex, _time) : null;

    private string Host(HttpUrlConfig url) =>
        url.VirtualHost.Length > 0 ? url.VirtualHost : _checker.VirtualHost;

    private SslClientAuthenticationOptions TlsOptions(HttpUrlConfig url, Action<string> refused)
    {
        string host = _checker.SniName.Length > 0 ? _checker.SniName : Host(url);
        bool sendsName = _checker.EnableSni || _checker.SniName.Length > 0;
        SslClientAuthenticationOptions options = TlsClient.Options(sendsName ? host : "", _clientContext);
        _setup.Trust.Apply(options, host, _checker.Target.Address, refused);
        if (_checker.Protocol == HttpProtocolVersion.Http2)
        {
            options.ApplicationProtocols = [SslApplicationProtocol.Http2];
            // The base library would send the request's host; an address is never sent as a name (RFC 6066 3).
            options.TargetHost = sendsName && host.Length > 0 ? host : _checker.Target.Address.ToString();
        }

        return options;
    }
}
