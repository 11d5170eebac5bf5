using System.Buffers;
using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Linux.Checks;

/// <summary>The verdict that a datagram brings; null: it is none of ours, the wait goes on.</summary>
internal delegate CheckResult? DatagramJudge(ReadOnlySpan<byte> datagram);

/// <summary>One datagram out, and the wait for the one that answers it: UDP_CHECK, DNS_CHECK, PING_CHECK.</summary>
internal sealed class DatagramExchange(CheckTarget target, TimeProvider time)
{
    /// <summary>Datagrams that are read over before it is taken for a flood.</summary>
    private const int MaximalStrays = 64;

    /// <summary>
    /// <see cref="CheckReason.ReadTimedOut"/> when nothing came, neither an answer nor an ICMP error, in
    /// <c>connect_timeout</c>.
    /// </summary>
    /// <param name="socket">Not connected yet; disposed of here.</param>
    /// <param name="largest">Longest datagram that has to be told from a longer one.</param>
    public async Task<CheckResult> RunAsync(
        Socket socket, ReadOnlyMemory<byte> request, int largest, DatagramJudge judge, CancellationToken cancellation)
    {
        using Socket owned = socket;
        using CheckDeadline deadline = new(target.ConnectTimeout, target.ConnectTimeout, time, cancellation);
        CancellationToken token = deadline.Next();
        CheckResult? refused = await CheckSocket.ConnectAsync(socket, target, token).ConfigureAwait(false);
        if (refused is not null)
        {
            return refused.Value;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(largest + 1);
        bool isSent = false;
        try
        {
            await socket.SendAsync(request, token).ConfigureAwait(false);
            isSent = true;
            return await ReceiveAsync(socket, buffer.AsMemory(0, largest + 1), judge, token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return CheckResult.Fail(CheckReason.ReadTimedOut);
        }
        catch (SocketException e)
        {
            // The ICMP error of the request comes with the next call on a connected socket.
            CheckReason reason = isSent ? CheckReason.ConnectFailed : CheckReason.SendFailed;
            return CheckResult.Fail(reason, e.NativeErrorCode, e.Message);
        }
        catch (ObjectDisposedException)
        {
            return CheckResult.Fail(CheckReason.ReadFailed);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<CheckResult> ReceiveAsync(
        Socket socket, Memory<byte> buffer, DatagramJudge judge, CancellationToken token)
    {
        for (int strays = 0; strays < MaximalStrays; strays++)
        {
            int length = await socket.ReceiveAsync(buffer, token).ConfigureAwait(false);
            if (judge(buffer.Span[..length]) is { } verdict)
            {
                return verdict;
            }
        }

        return CheckResult.Fail(CheckReason.TooLarge);
    }
}
