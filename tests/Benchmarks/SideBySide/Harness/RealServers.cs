using System.Net;
using System.Net.Sockets;

namespace Benchmarks.SideBySide.Harness;

/// <summary>One listener that answers for every real server: it accepts, counts and closes.</summary>
internal sealed class RealServers : IDisposable
{
    private readonly Socket _listener;
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private readonly HashSet<IPAddress> _seen = [];
    private long _connections;

    public RealServers(Lan lan)
    {
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
                using Socket socket = _listener.Accept();
                Interlocked.Increment(ref _connections);
                lock (_lock)
                {
                    _seen.Add(((IPEndPoint)socket.LocalEndPoint!).Address);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }
}
