using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Host;

/// <summary>Network namespaces (setns(2)), by the file that stands for one.</summary>
public static class NetworkNamespace
{
    // linux/sched.h
    private const int NewNetwork = 0x40000000;

    /// <summary>
    /// Takes the calling thread, and what it starts from now on, into the namespace. False if there is none, or we may
    /// not (CAP_SYS_ADMIN).
    /// </summary>
    /// <param name="path">/proc/PID/ns/net or /run/netns/NAME.</param>
    public static bool TryEnter(string path) => Enter(path) == 0;

    /// <summary>As <see cref="TryEnter"/>; 0 or a positive errno.</summary>
    public static int Enter(string path)
    {
        int fd = Libc.Open(path, LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
        if (fd < 0)
        {
            return Libc.Errno;
        }

        int errno = NamespaceCalls.SetNamespace(fd, NewNetwork) == 0 ? 0 : Libc.Errno;
        _ = LibC.close(fd);
        return errno;
    }

    /// <summary>
    /// What <paramref name="make"/> returns when it runs in the namespace. A thread that was in another namespace is
    /// never used again: this one ends with the call. Throws <see cref="InvalidOperationException"/> if the namespace
    /// cannot be entered, and what <paramref name="make"/> throws of that kind.
    /// </summary>
    public static T Within<T>(string path, Func<T> make)
        where T : class
    {
        T? made = null;
        string failure = "";
        Thread thread = new(() =>
        {
            int errno = Enter(path);
            if (errno != 0)
            {
                failure = $"network namespace {path}: {Libc.Describe(errno)}";
                return;
            }

            try
            {
                made = make();
            }
            catch (InvalidOperationException e)
            {
                failure = e.Message;
            }
        });
        thread.Start();
        thread.Join();
        return made ?? throw new InvalidOperationException(failure);
    }
}
