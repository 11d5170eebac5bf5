namespace Keepalived.Linux.Host;

/// <summary>Finds other keepalived processes of this network namespace, of whatever make.</summary>
public static class OtherDaemons
{
    // /proc/net/raw shows the IP protocol, 112, as the local port, in hexadecimal.
    private const string VrrpPort = ":0070";

    /// <summary>
    /// Process ids of those called keepalived that hold a raw VRRP socket in the calling thread's network namespace.
    /// They may or may not run the same virtual routers: that cannot be seen from outside.
    /// </summary>
    public static IReadOnlyList<int> Find(string name = "keepalived")
    {
        List<int> found = [];
        const string tables = "/proc/thread-self/net/";
        HashSet<string> sockets = [.. VrrpSockets(tables + "raw"), .. VrrpSockets(tables + "raw6")];
        if (sockets.Count == 0)
        {
            return found;
        }

        foreach (int pid in ProcessFacts.All())
        {
            if (pid != Environment.ProcessId && ProcessFacts.NameOf(pid) == name && HoldsOneOf(pid, sockets))
            {
                found.Add(pid);
            }
        }

        return found;
    }

    private static IEnumerable<string> VrrpSockets(string path)
    {
        foreach (string line in ProcessFacts.TryRead(path).Split('\n').Skip(1))
        {
            // Number, local address:port, remote, state, queues, timer, retransmissions, user, timeout, inode.
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 9 && fields[1].EndsWith(VrrpPort, StringComparison.Ordinal))
            {
                yield return $"socket:[{fields[9]}]";
            }
        }
    }

    private static bool HoldsOneOf(int pid, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{pid}/fd")
                .Any(file => sockets.Contains(ProcessFacts.LinkTarget(file)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
