using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Linux.Checks;

/// <summary>One request and its response, with or without TLS, in bounded time and memory.</summary>
internal sealed class WebExchange(CheckTarget target, TimeSpan totalLimit, TimeProvider time)
{
    private const int BufferSize = 16 * 1024;

    /// <summary>
    /// Called with each piece of the response; the number says how much of it belongs to the headers.
    /// </summary>
    public Action<ReadOnlyMemory<byte>, int>? Observer { get; init; }

    /// <summary>Null when a response was read to its end; else what went wrong before.</summary>
    /// <param name="tls">Null: plain HTTP.</param>
    /// <param name="tlsCompliant">An end without the TLS message for it is a failure.</param>
    public async Task<CheckResult?> RunAsync(
        byte[] request,
        SslClientAuthenticationOptions? tls,
        bool tlsCompliant,
        HttpResponseReader reader,
        CancellationToken cancellation)
    {
        using Socket? socket = CheckSocket.Open(target, SocketType.Stream, out CheckResult failure);
        if (socket is null)
        {
            return failure;
        }

        using CheckDeadline deadline = new(target.ConnectTimeout, totalLimit, time, cancellation);
        CheckResult? refused = await CheckSocket.ConnectAsync(socket, target, deadline.Next()).ConfigureAwait(false);
        if (refused is not null)
        {
            return refused;
        }

        NetworkStream plain = new(socket, ownsSocket: false);
        await using ConfiguredAsyncDisposable plainScope = plain.ConfigureAwait(false);
        if (tls is null)
        {
            return await TalkAsync(plain, request, reader, deadline).ConfigureAwait(false);
        }

        EndWatchingStream watched = new(plain);
        SslStream secure = new(watched, leaveInnerStreamOpen: true);
        await using ConfiguredAsyncDisposable secureScope = secure.ConfigureAwait(false);
        return await HandshakeAsync(secure, tls, deadline).ConfigureAwait(false)
            ?? await TalkAsync(secure, request, reader, deadline).ConfigureAwait(false)
            ?? (tlsCompliant && watched.HasEnded ? CheckResult.Fail(CheckReason.TlsTruncated) : null);
    }

    private static async Task<CheckResult?> HandshakeAsync(
        SslStream stream, SslClientAuthenticationOptions tls, CheckDeadline deadline)
    {
        try
        {
            await stream.AuthenticateAsClientAsync(tls, deadline.Next()).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException)
        {
            return CheckResult.Fail(CheckReason.ConnectTimedOut);
        }
        catch (Exception e) when (IsNetworkFailure(e))
        {
            return CheckResult.Fail(CheckReason.TlsFailed, 0, e.InnerException?.Message ?? e.Message);
        }
    }

    private async Task<CheckResult?> TalkAsync(
        Stream stream, byte[] request, HttpResponseReader reader, CheckDeadline deadline)
    {
        try
        {
            await stream.WriteAsync(request, deadline.Next()).ConfigureAwait(false);
        }
        catch (Exception e) when (IsNetworkFailure(e) || e is OperationCanceledException)
        {
            return CheckResult.Fail(CheckReason.SendFailed, 0, e.Message);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            return await ReadAsync(stream, buffer, reader, deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return CheckResult.Fail(deadline.IsExhausted ? CheckReason.TookTooLong : CheckReason.ReadTimedOut);
        }
        catch (Exception e) when (IsNetworkFailure(e))
        {
            return CheckResult.Fail(CheckReason.ReadFailed, 0, e.Message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<CheckResult?> ReadAsync(
        Stream stream, byte[] buffer, HttpResponseReader reader, CheckDeadline deadline)
    {
        while (true)
        {
            int count = await stream.ReadAsync(buffer, deadline.Next()).ConfigureAwait(false);
            if (count == 0)
            {
                return reader.HasData ? null : CheckResult.Fail(CheckReason.NoData);
            }

            bool isBounded = reader.Feed(buffer.AsSpan(0, count), out int headerLength);
            Observer?.Invoke(buffer.AsMemory(0, count), headerLength);
            if (!isBounded)
            {
                return CheckResult.Fail(CheckReason.TooLarge);
            }
        }
    }

    private static bool IsNetworkFailure(Exception e) =>
        e is IOException or SocketException or AuthenticationException or ObjectDisposedException
            or InvalidOperationException or System.ComponentModel.Win32Exception;
}
