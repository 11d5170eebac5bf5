using System.Net;
using System.Net.Sockets;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>
/// A server of datagrams on 127.0.0.1, or where the test says: what it answers to each is the test's.
/// </summary>
internal sealed class DatagramServer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();

    public DatagramServer(Func<byte[], IEnumerable<byte[]>> answer, IPAddress? address = null)
    {
        _socket.Bind(new IPEndPoint(address ?? IPAddress.Loopback, 0));
        _ = ServeAsync(answer);
    }

    public ushort Port => (ushort)((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Dispose()
    {
        _stop.Cancel();
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<byte[], IEnumerable<byte[]>> answer)
    {
        byte[] buffer = new byte[65536];
        CancellationToken stop = _stop.Token;
        try
        {
            while (true)
            {
                SocketReceiveFromResult from =
                    await _socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), stop);
                foreach (byte[] reply in answer(buffer[..from.ReceivedBytes]))
                {
                    await _socket.SendToAsync(reply, from.RemoteEndPoint, stop);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
