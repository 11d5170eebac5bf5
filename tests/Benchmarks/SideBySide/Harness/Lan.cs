using System.Globalization;
using System.Text.RegularExpressions;

namespace Benchmarks.SideBySide.Harness;

/// <summary>
/// Two hosts a and b on a bridge, each in a namespace of its own, and behind the same bridge a host that answers for
/// every real server's address. Disposing ends what runs inside and removes all of it.
/// </summary>
internal sealed partial class Lan : IDisposable
{
    public const string AddressOfA = "192.168.77.1";
    public const string AddressOfB = "192.168.77.2";

    private static readonly List<Lan> _alive = [];
    private static int _count;

    private readonly string _name;
    private readonly List<IDisposable> _owned = [];

    public Lan()
    {
        int number = Interlocked.Increment(ref _count);
        _name = string.Create(CultureInfo.InvariantCulture, $"kab{Environment.ProcessId}-{number}");
        Directory = System.IO.Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), _name)).FullName;
        lock (_alive)
        {
            _alive.Add(this);
        }
        Shell.Run("ip", "netns", "add", Switch);
        Shell.IpBatch(
            Switch, "link add br0 type bridge forward_delay 0 stp_state 0 mcast_snooping 0", "link set br0 up");
        Plug("a", AddressOfA);
        Plug("b", AddressOfB);
        Plug("rs", "192.168.77.9");
        Shell.IpBatch(Namespace("rs"), "route add local 10.20.0.0/16 dev lo");
        Shell.IpBatch(Namespace("a"), "route add 10.20.0.0/16 via 192.168.77.9");
    }

    /// <summary>Files of this LAN's daemons.</summary>
    public string Directory { get; }

    /// <summary>The namespace of the bridge, br0.</summary>
    public string Switch => _name + "sw";

    public string Namespace(string host) => _name + host;

    /// <summary>Disposed with the LAN, last come first gone.</summary>
    public T Own<T>(T disposable)
        where T : IDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }

    public DaemonProcess Start(string host, Candidate candidate, string config, params string[] options) =>
        Own(new DaemonProcess(this, host, candidate, config, options));

    public AdvertCapture Capture(bool isLive = true) => Own(new AdvertCapture(Switch, isLive));

    public AddressWatch Watch(string host) => Own(new AddressWatch(Namespace(host)));

    public void Dispose()
    {
        lock (_alive)
        {
            if (!_alive.Remove(this))
            {
                return;
            }
        }
        foreach (IDisposable owned in Enumerable.Reverse(_owned))
        {
            owned.Dispose();
        }
        foreach (string name in (string[])["a", "b", "rs", "sw"])
        {
            Remove(_name + name);
        }
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>For an interrupted run.</summary>
    public static void DisposeAll()
    {
        Lan[] alive;
        lock (_alive)
        {
            alive = [.. _alive];
        }
        foreach (Lan lan in alive)
        {
            lan.Dispose();
        }
    }

    /// <summary>Removes namespaces and folders whose creating process was killed.</summary>
    public static void RemoveLeftovers()
    {
        IEnumerable<string> folders = System.IO.Directory.EnumerateDirectories(Path.GetTempPath(), "kab*");
        IEnumerable<string> namespaces = System.IO.Directory.Exists("/run/netns")
            ? System.IO.Directory.EnumerateFiles("/run/netns", "kab*")
            : [];
        foreach (string path in folders.Concat(namespaces).ToArray())
        {
            Match match = Name().Match(Path.GetFileName(path));
            if (!match.Success || System.IO.Directory.Exists("/proc/" + match.Groups["pid"].Value))
            {
                continue;
            }
            if (path.StartsWith("/run/netns/", StringComparison.Ordinal))
            {
                Remove(Path.GetFileName(path));
            }
            else
            {
                System.IO.Directory.Delete(path, recursive: true);
            }
        }
    }

    private static void Remove(string networkNamespace)
    {
        if (!File.Exists("/run/netns/" + networkNamespace))
        {
            return;
        }
        foreach (string pid in Shell.Run("ip", "netns", "pids", networkNamespace).Split('\n'))
        {
            if (int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            {
                Native.Signal(id, Native.SigKill);
            }
        }
        Shell.Run("ip", "netns", "del", networkNamespace);
    }

    private void Plug(string host, string address)
    {
        string name = Namespace(host);
        Shell.Run("ip", "netns", "add", name);
        // No IPv6 here: duplicate address detection would only add traffic and waiting.
        Shell.Run("ip", "netns", "exec", name, "sh", "-c",
            "echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6; echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6");
        Shell.IpBatch(
            Switch, $"link add p-{host} type veth peer name eth0 netns {name}", $"link set p-{host} master br0 up");
        Shell.IpBatch(name, "link set lo up", "link set eth0 up", $"addr add {address}/24 dev eth0");
    }

    [GeneratedRegex(@"^kab(?<pid>\d+)-\d+")]
    private static partial Regex Name();
}
