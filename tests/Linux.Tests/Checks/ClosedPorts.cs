using System.Net;
using System.Net.Sockets;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>
/// Ports of 127.0.0.1 where nobody listens. They stay taken as long as the tests run: a port that was merely free a
/// moment ago is given to another test, or to the check itself, which then reaches its own socket and calls it alive.
/// </summary>
internal static class ClosedPorts
{
    private static readonly Socket s_tcp = Bound(SocketType.Stream, ProtocolType.Tcp);
    private static readonly Socket s_udp = ElsewhereConnected();

    /// <summary>Refuses every connection: bound, not listening.</summary>
    public static ushort Tcp => PortOf(s_tcp);

    /// <summary>Answers every datagram with "port unreachable": its socket takes those of another peer only.</summary>
    public static ushort Udp => PortOf(s_udp);

    private static Socket ElsewhereConnected()
    {
        Socket socket = Bound(SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(new IPEndPoint(IPAddress.Loopback, 1));
        return socket;
    }

    private static Socket Bound(SocketType type, ProtocolType protocol)
    {
        Socket socket = new(AddressFamily.InterNetwork, type, protocol);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static ushort PortOf(Socket socket) => (ushort)((IPEndPoint)socket.LocalEndPoint!).Port;
}
