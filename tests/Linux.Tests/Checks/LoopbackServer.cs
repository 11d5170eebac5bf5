using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>A server on 127.0.0.1, or where the test says, that treats each connection as the test says.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();

    public LoopbackServer(Func<NetworkStream, CancellationToken, Task> serve, IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        _ = AcceptAsync(serve);
    }

    public ushort Port => (ushort)((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Reads the request, writes the answer, closes.</summary>
    public static LoopbackServer Answering(byte[] answer, Action<string>? onRequest = null) =>
        new(async (stream, stop) =>
    {
        string request = await ReadRequestAsync(stream, stop);
        onRequest?.Invoke(request);
        await stream.WriteAsync(answer, stop);
    });

    public static LoopbackServer Answering(string answer, Action<string>? onRequest = null) =>
        Answering(Encoding.Latin1.GetBytes(answer), onRequest);

    public static async Task<string> ReadRequestAsync(Stream stream, CancellationToken stop)
    {
        byte[] buffer = new byte[4096];
        int length = 0;
        do
        {
            int count = await stream.ReadAsync(buffer.AsMemory(length), stop);
            if (count == 0)
            {
                break;
            }

            length += count;
        }
        while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8));
        return Encoding.Latin1.GetString(buffer, 0, length);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<NetworkStream, CancellationToken, Task> serve)
    {
        CancellationToken stop = _stop.Token;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(stop);
                _ = ServeAsync(client, serve, stop);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static async Task ServeAsync(
        TcpClient client, Func<NetworkStream, CancellationToken, Task> serve, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                await serve(client.GetStream(), stop);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException
                or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
            {
                // The check hung up: what these tests are about.
            }
        }
    }
}
