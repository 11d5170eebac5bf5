namespace Interop.Tests.Harness;

/// <summary>A host of a <see cref="NetworkNamespaceLan"/>: a namespace, its interfaces and their ports.</summary>
internal sealed class LanHost(string networkNamespace, string switchNamespace, string directory, string name)
    : IDisposable
{
    private readonly Dictionary<string, string> _addresses = [];
    private AddressWatcher? _watcher;

    public string Namespace => networkNamespace;

    public string Name => name;

    /// <summary>Words before every daemon that is started here from now on: env, unshare, setpriv...</summary>
    public IReadOnlyList<string> Launcher { get; set; } = [];

    /// <summary>This host's own folder; it holds a run folder that outlives a director, as /run does.</summary>
    public string Directory { get; } =
        System.IO.Directory.CreateDirectory(Path.Combine(directory, "run")).Parent!.FullName;

    public AddressWatcher Addresses =>
        _watcher ?? throw new InvalidOperationException("The host is not in a LAN yet.");

    public string Ip(params string[] arguments) => Shell.Run("ip", ["-n", Namespace, .. arguments]);

    /// <summary>The own address on the interface, without prefix length.</summary>
    public string AddressOf(string link = "eth0") => _addresses[link].Split('/')[0];

    /// <summary>Makes the interface, gives it its address and plugs it into the segment of its name.</summary>
    public void Plug(string link, string address)
    {
        _addresses[link] = address;
        string port = PortOf(link);
        Shell.IpBatch(
            switchNamespace,
            $"link add {port} type veth peer name {link} netns {Namespace}",
            $"link set {port} master br-{link} up");
        Shell.IpBatch(Namespace, $"link set {link} up", $"addr add {address} dev {link}");
    }

    /// <summary>Makes the interface anew as it was, after it was deleted.</summary>
    public void PlugAgain(string link) => Plug(link, _addresses[link]);

    /// <summary>Deletes the interface on the host's side; its port vanishes with it.</summary>
    public void DeleteLink(string link) => Ip("link", "del", link);

    /// <summary>Pulls or plugs the cable: the interface stays up and loses its carrier.</summary>
    public void SetCable(string link, bool plugged) =>
        Shell.Run("ip", "-n", switchNamespace, "link", "set", PortOf(link), plugged ? "up" : "down");

    /// <summary>Pulls the cable and plugs it again, with nothing in between that could take its time.</summary>
    public void BlinkCable(string link) =>
        Shell.IpBatch(switchNamespace, $"link set {PortOf(link)} down", $"link set {PortOf(link)} up");

    /// <summary>
    /// Keeps the carriers but lets none of the hosts talk to another of them, or ends that: a partition, in one step.
    /// </summary>
    public static void SetIsolated(string link, bool isolated, params LanHost[] hosts)
    {
        string lines = string.Concat(hosts.Select(
            host => $"link set dev {host.PortOf(link)} isolated {(isolated ? "on" : "off")}\n"));
        (int code, string output) = Shell.TryWithInput(lines, "bridge", "-n", hosts[0].Switch, "-batch", "-");
        Assert.True(code == 0, $"bridge ended with {code}: {output}\n{lines}");
    }

    public void StartWatching() => _watcher = new AddressWatcher(Namespace);

    public void Dispose() => _watcher?.Dispose();

    private string Switch => switchNamespace;

    private string PortOf(string link) => $"{name}-{link}";
}
