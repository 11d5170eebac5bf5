using System.Net.Sockets;
using System.Text;
using Interop.Tests.Harness;

namespace Interop.Tests.Processes;

/// <summary>The service manager's end of sd_notify(3): a datagram socket that keeps what it is told.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<string> _messages = [];
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Thread _reader;

    public NotifySocket(string path)
    {
        Path = path;
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        _reader = new Thread(Read) { IsBackground = true, Name = "notify socket" };
        _reader.Start();
    }

    public string Path { get; }

    /// <summary>Every message so far, oldest first, lines parted by line feeds.</summary>
    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Waits for a message from <paramref name="from"/> on; returns the index after it.</summary>
    public int WaitFor(Func<string, bool> wanted, string what, int from = 0)
    {
        int index = -1;
        Eventually.That(
            () => (index = Messages.ToList().FindIndex(from, message => wanted(message))) >= 0,
            what,
            () => string.Join('\n', Messages));
        return index + 1;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _reader.Join();
    }

    private void Read()
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (true)
            {
                string text = Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer));
                lock (_lock)
                {
                    _messages.Add(text);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
