using System.Net.Sockets;

namespace Keepalived.Linux.Host;

/// <summary>
/// Keeps two copies on one host from running the same virtual router: a name in the abstract socket space, which
/// belongs to the network namespace and vanishes with the process that holds it.
/// </summary>
public sealed class InstanceLock : IDisposable
{
    private readonly Socket _socket;

    private InstanceLock(Socket socket) => _socket = socket;

    /// <summary>Null if another copy in the calling thread's network namespace holds it.</summary>
    /// <param name="interfaceIndex">Of the interface that the adverts use; 0 = none.</param>
    /// <param name="family">InterNetwork or InterNetworkV6.</param>
    /// <param name="virtualRouterId">1..255.</param>
    /// <param name="peers">For unicast, what tells it from others of the same number; else empty.</param>
    public static InstanceLock? TryTake(
        int interfaceIndex, AddressFamily family, int virtualRouterId, string peers = "")
    {
        int version = family == AddressFamily.InterNetworkV6 ? 6 : 4;
        string name = $"\0keepalived-actors/{interfaceIndex}/{version}/{virtualRouterId}/{peers}";
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            // sun_path holds 108 bytes; a longer list of peers is cut, at the risk of a lock too many.
            socket.Bind(new UnixDomainSocketEndPoint(name[..Math.Min(name.Length, 107)]));
            return new InstanceLock(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    public void Dispose() => _socket.Dispose();
}
