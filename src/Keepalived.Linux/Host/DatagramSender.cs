using System.Net.Sockets;

namespace Keepalived.Linux.Host;

/// <summary>
/// Datagrams to a local socket that may be absent or full: connects when needed, never waits, never throws.
/// </summary>
internal sealed class DatagramSender(string address) : IDisposable
{
    private readonly Lock _gate = new();
    private Socket? _socket;

    /// <summary>Somebody listened at the last attempt.</summary>
    public bool IsConnected => _socket is not null;

    /// <summary>False if it could not be handed over.</summary>
    public bool TrySend(ReadOnlySpan<byte> datagram)
    {
        lock (_gate)
        {
            // A second attempt with a new socket, if it was an old one: the listener may have been restarted.
            bool wasConnected = _socket is not null;
            return Attempt(datagram) || (wasConnected && _socket is null && Attempt(datagram));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _socket?.Dispose();
            _socket = null;
        }
    }

    /// <summary>On failure the socket is given up, unless the listener is there and merely full.</summary>
    private bool Attempt(ReadOnlySpan<byte> datagram)
    {
        if (_socket is null && !address.StartsWith('@') && !File.Exists(address))
        {
            // A host without syslog: asking costs less than an exception for every line.
            return false;
        }

        try
        {
            if (_socket is null)
            {
                _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
                _socket.Blocking = false;
                // "@name" stands for a name in the abstract space.
                _socket.Connect(new UnixDomainSocketEndPoint(address.StartsWith('@') ? $"\0{address[1..]}" : address));
            }

            return _socket.Send(datagram, SocketFlags.None) == datagram.Length;
        }
        catch (SocketException exception)
        {
            if (exception.SocketErrorCode is not (SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable
                or SocketError.MessageSize))
            {
                _socket?.Dispose();
                _socket = null;
            }

            return false;
        }
    }
}
