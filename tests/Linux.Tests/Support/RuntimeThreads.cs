using System.Net;
using System.Net.Sockets;

namespace Linux.Tests.Support;

/// <summary>
/// The threads that the runtime makes when they are first needed, for timers and for asynchronous sockets. A thread is
/// born in the network namespace of the one that makes it, and these make those of the pool: first needed by a test in
/// a namespace, they would take other tests' sockets there for as long as the process lives.
/// </summary>
internal static class RuntimeThreads
{
    private static readonly Lazy<bool> _made = new(Make);

    /// <summary>Makes them, once, where the caller is: before anybody goes anywhere.</summary>
    public static void Ensure() => _ = _made.Value;

    private static bool Make()
    {
        using ManualResetEventSlim hasRung = new();
        using Timer timer = new(static rung => ((ManualResetEventSlim)rung!).Set(), hasRung, 0, Timeout.Infinite);
        hasRung.Wait();
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Task<int> received = socket.ReceiveAsync(new byte[1]);
        socket.SendTo([1], socket.LocalEndPoint!);
        return received.GetAwaiter().GetResult() == 1;
    }
}
