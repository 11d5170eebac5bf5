using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Linux.Checks;

/// <summary>HTTP_GET and SSL_GET: one url for each step; status, then digest.</summary>
internal sealed class WebCheckTransport(
    CheckerConfig.Http checker, X509Certificate2? clientCertificate, TimeProvider time)
    : ICheckTransport
{
    private const int DigestLength = 16;

    /// <summary>The whole check may last as long as so many limits of a single read, or as its interval.</summary>
    private const int TotalLimitFactor = 10;

    private readonly byte[][] _requests = [.. checker.Urls.Items.Select(url => HttpRequest.Encode(
        url.Path,
        checker.Protocol,
        url.VirtualHost.Length > 0 ? url.VirtualHost : checker.VirtualHost,
        checker.Target.Address,
        checker.Target.Port))];

    private readonly WebExchange _exchange = new(checker.Target, TotalLimit(checker), time);

    public static TimeSpan TotalLimit(CheckerConfig.Http checker)
    {
        TimeSpan limit = checker.Target.ConnectTimeout * TotalLimitFactor;
        return limit > checker.DelayLoop ? limit : checker.DelayLoop;
    }

    public async Task<CheckResult> CheckAsync(int step, CancellationToken cancellation)
    {
        HttpUrlConfig url = checker.Urls[step];
        using HttpResponseReader reader = new(computeDigest: !url.Digest.IsEmpty);
        SslClientAuthenticationOptions? tls = checker.UseTls ? TlsOptions(url) : null;
        CheckResult? failure =
            await _exchange.RunAsync(_requests[step], tls, reader, cancellation).ConfigureAwait(false);
        return failure ?? Judge(url, reader);
    }

    public void Dispose() => clientCertificate?.Dispose();

    /// <summary>The order of the tests is that of the reference daemon: status, then digest.</summary>
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

        if (url.Digest.IsEmpty)
        {
            return CheckResult.Pass(CheckReason.StatusCode, reader.Status);
        }

        Span<byte> digest = stackalloc byte[DigestLength];
        return reader.TryGetDigest(digest) && url.Digest.AsSpan().SequenceEqual(digest)
            ? CheckResult.Pass(CheckReason.Digest, reader.Status)
            : CheckResult.Fail(CheckReason.Digest, reader.Status);
    }

    private SslClientAuthenticationOptions TlsOptions(HttpUrlConfig url)
    {
        string name = !checker.EnableSni && checker.SniName.Length == 0 ? ""
            : checker.SniName.Length > 0 ? checker.SniName
            : url.VirtualHost.Length > 0 ? url.VirtualHost : checker.VirtualHost;
        return TlsClient.Options(name, clientCertificate);
    }
}
