using System.Buffers;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Linux.Checks;

/// <summary>
/// One request and its response over HTTP/2, an addition of ours (<c>http_protocol 2</c>): the framing, the header
/// compression and their bounds are those of the base library, the socket is ours.
/// </summary>
internal sealed class Http2Exchange(CheckTarget target, TimeSpan totalLimit, TimeProvider time)
{
    private const int BufferSize = 16 * 1024;
    private const int HeaderLimitKilobytes = HttpResponseReader.HeaderLimit / 1024;

    /// <summary>Null when a response was read to its end; else what went wrong before.</summary>
    /// <param name="host">Empty: address and port of the target.</param>
    /// <param name="tls">Null: HTTP/2 by prior knowledge.</param>
    public async Task<CheckResult?> RunAsync(
        string path,
        string host,
        SslClientAuthenticationOptions? tls,
        HttpResponseReader reader,
        CancellationToken cancellation)
    {
        CheckResult? connecting = null;
        using CheckDeadline deadline = new(target.ConnectTimeout, totalLimit, time, cancellation);
        using SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = HeaderLimitKilobytes,
            ConnectCallback = async (_, token) =>
            {
                (Stream? stream, connecting) = await ConnectAsync(token).ConfigureAwait(false);
                return stream ?? throw new IOException("no connection");
            },
        };
        if (tls is not null)
        {
            handler.SslOptions = tls;
        }

        try
        {
            return await ExchangeAsync(handler, Request(path, host, tls is not null), reader, deadline)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return connecting ?? CheckResult.Fail(
                deadline.IsExhausted ? CheckReason.TookTooLong : CheckReason.ReadTimedOut);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException
            or InvalidOperationException)
        {
            return connecting ?? CheckResult.Fail(Reason(e), 0, e.InnerException?.Message ?? e.Message);
        }
    }

    private static CheckReason Reason(Exception e) => e switch
    {
        HttpRequestException { InnerException: AuthenticationException } => CheckReason.TlsFailed,
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => CheckReason.TooLarge,
        _ => CheckReason.ReadFailed,
    };

    private async Task<(Stream? Stream, CheckResult? Failure)> ConnectAsync(CancellationToken cancellation)
    {
        Socket? socket = CheckSocket.Open(target, SocketType.Stream, out CheckResult failure);
        if (socket is null)
        {
            return (null, failure);
        }

        CheckResult? refused = await CheckSocket.ConnectAsync(socket, target, cancellation).ConfigureAwait(false);
        if (refused is null)
        {
            return (new NetworkStream(socket, ownsSocket: true), null);
        }

        socket.Dispose();
        return (null, refused);
    }

    private HttpRequestMessage Request(string path, string host, bool isTls)
    {
        string address = target.Address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{target.Address}]:{target.Port}" : $"{target.Address}:{target.Port}";
        string rooted = path.StartsWith('/') ? path : $"/{path}";
        HttpRequestMessage request = new(HttpMethod.Get, $"{(isTls ? "https" : "http")}://{address}{rooted}")
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "KeepAliveClient");
        if (host.Length > 0)
        {
            request.Headers.Host = host;
        }

        return request;
    }

    private static async Task<CheckResult?> ExchangeAsync(
        SocketsHttpHandler handler, HttpRequestMessage request, HttpResponseReader reader, CheckDeadline deadline)
    {
        using HttpRequestMessage owned = request;
        using HttpMessageInvoker invoker = new(handler, disposeHandler: false);
        using HttpResponseMessage response = await invoker.SendAsync(request, deadline.Next()).ConfigureAwait(false);
        reader.FeedParsed((int)response.StatusCode, []);
        Stream body = await response.Content.ReadAsStreamAsync(deadline.Next()).ConfigureAwait(false);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                int count = await body.ReadAsync(buffer, deadline.Next()).ConfigureAwait(false);
                if (count == 0)
                {
                    return null;
                }

                reader.FeedParsed((int)response.StatusCode, buffer.AsSpan(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            await body.DisposeAsync().ConfigureAwait(false);
        }
    }
}
