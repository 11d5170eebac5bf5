using System.Net;
using System.Net.Sockets;

namespace Benchmarks.SideBySide.Harness;

/// <summary>
/// One listener that answers for every real server: it accepts, counts and closes; or answers a request before.
/// </summary>
internal sealed class RealServers : IDisposable
{
    private static readonly byte[] s_page =
        "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nall is well\n"u8.ToArray();

    private readonly bool _isWeb;
    private readonly Socket _listener;
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private readonly HashSet<IPAddress> _seen = [];
    private long _connections;

    /// <param name="isWeb">Each connection is asked for a page.</param>
    public RealServers(Lan lan, bool isWeb = false)
    {
        _isWeb = isWeb;
        _listener = Native.InNamespace(lan.Namespace("rs"), () =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Any, 80));
            socket.Listen(4096);
            return socket;
        });
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Checks so far.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>How many different servers have been checked.</summary>
    public int Seen
    {
        get
        {
            lock (_lock)
            {
                return _seen.Count;
            }
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _thread.Join();
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                Socket socket = _listener.Accept();
                Interlocked.Increment(ref _connections);
                lock (_lock)
                {
                    _seen.Add(((IPEndPoint)socket.LocalEndPoint!).Address);
                }
                _ = AnswerAsync(socket);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using (socket)
        {
            if (!_isWeb)
            {
                return;
            }
            try
            {
                // A request unread at the end would make the kernel reset the connection.
                await socket.ReceiveAsync(new byte[1024]);
                await socket.SendAsync(s_page);
                socket.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                // Whoever asked has gone.
            }
        }
    }
}
