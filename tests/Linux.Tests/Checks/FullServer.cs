using System.Net;
using System.Net.Sockets;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>
/// A server on 127.0.0.1 whose queue one connection fills: the kernel drops what comes after it, and who connects tries
/// again after a second.
/// </summary>
internal sealed class FullServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _filler = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public FullServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(0);
        _filler.Connect(_listener.LocalEndPoint!);
    }

    public ushort Port => (ushort)((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Makes room for one more.</summary>
    public void TakeOne() => _listener.Accept().Dispose();

    public void Dispose()
    {
        _filler.Dispose();
        _listener.Dispose();
    }
}
