using System.Runtime.InteropServices;

namespace Linux.Tests.Support;

/// <summary>Two network namespaces, "left" and "right", joined by a veth pair called v0 at both ends.</summary>
public sealed partial class TestNetwork : IDisposable
{
    private const int CloneNewNet = 0x40000000;
    private const int OpenReadOnlyCloseOnExec = 0x80000;
    private static int _counter;

    public TestNetwork()
    {
        string tag = $"{Environment.ProcessId}-{Interlocked.Increment(ref _counter)}";
        Left = $"ka-l-{tag}";
        Right = $"ka-r-{tag}";
        try
        {
            Ip("netns", "add", Left);
            Ip("netns", "add", Right);
            Ip("-n", Left, "link", "add", "v0", "type", "veth", "peer", "name", "v0", "netns", Right);
            Configure(Left, 1);
            Configure(Right, 2);
            AwaitUp(Left);
            AwaitUp(Right);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Left { get; }

    public string Right { get; }

    public static string Ip(params string[] arguments) => Command.Run("/sbin/ip", arguments);

    public string IpLeft(params string[] arguments) => Ip(["-n", Left, .. arguments]);

    /// <summary>Runs on a thread that lives in the namespace; sockets opened there stay in it.</summary>
    public static T In<T>(string name, Func<T> action)
    {
        RuntimeThreads.Ensure();
        T result = default!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter(name);
                result = action();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        })
        {
            Name = "in a network",
        };
        thread.Start();
        thread.Join();
        return failure is null ? result : throw new InvalidOperationException(failure.Message, failure);
    }

    public static void In(string name, Action action) => In(name, () =>
    {
        action();
        return 0;
    });

    public void Dispose()
    {
        foreach (string name in new[] { Left, Right })
        {
            if (File.Exists($"/run/netns/{name}"))
            {
                Ip("netns", "del", name);
            }
        }
    }

    private static void Configure(string name, int host)
    {
        // No duplicate address detection: a tentative address cannot send yet.
        Command.Run("/sbin/ip", "netns", "exec", name, "sysctl", "-qw", "net.ipv6.conf.v0.accept_dad=0");
        Ip("-n", name, "link", "set", "lo", "up");
        Ip("-n", name, "address", "add", $"192.0.2.{host}/24", "dev", "v0");
        Ip("-n", name, "address", "add", $"fe80::{host}/64", "dev", "v0", "nodad");
        Ip("-n", name, "link", "set", "v0", "up");
    }

    /// <summary>
    /// The kernel brings a new link into service a moment after it is set up; until then it drops packets.
    /// </summary>
    private static void AwaitUp(string name)
    {
        const int attempts = 1000;
        for (int i = 0; i < attempts; i++)
        {
            if (Ip("-n", name, "link", "show", "v0").Contains("state UP", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new TimeoutException($"{name}: v0 never came up");
    }

    private static void Enter(string name)
    {
        int fd = open($"/run/netns/{name}", OpenReadOnlyCloseOnExec);
        int failed = setns(fd, CloneNewNet);
        string message = Marshal.GetLastPInvokeErrorMessage();
        _ = close(fd);
        if (failed != 0)
        {
            throw new InvalidOperationException($"setns {name}: {message}");
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setns(int fd, int type);
}
