using System.Globalization;
using Xunit.Abstractions;

namespace Interop.Tests.Harness;

/// <summary>
/// One or more Ethernet segments in namespaces of their own: a switch with a bridge per segment, and hosts whose
/// interfaces eth0, eth1... are plugged into the segment of the same name. Disposing removes all of it, ends every
/// process inside and writes what the directors said to the test's output.
/// </summary>
internal sealed class NetworkNamespaceLan : IDisposable
{
    private static int _count;

    private readonly ITestOutputHelper _output;
    private readonly string _name;
    private readonly string _switch;
    private readonly List<LanHost> _hosts = [];
    private readonly List<IDisposable> _owned = [];
    private readonly HashSet<string> _segments = [];

    public NetworkNamespaceLan(ITestOutputHelper output)
    {
        Leftovers.RemoveOnce();
        _output = output;
        _name = NewName("");
        _switch = _name + "sw";
        Directory = System.IO.Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), _name)).FullName;
        Shell.Run("ip", "netns", "add", _switch);
    }

    /// <summary>A folder for the files of this LAN's directors, removed with it.</summary>
    public string Directory { get; }

    public static string NewName(string role)
    {
        int number = Interlocked.Increment(ref _count);
        return string.Create(CultureInfo.InvariantCulture, $"ka{Environment.ProcessId}-{number}{role}");
    }

    /// <summary>A host with an interface per address: the first is eth0, the second eth1.</summary>
    public LanHost AddHost(string name, params string[] addresses)
    {
        var host = new LanHost(_name + name, _switch, Path.Combine(Directory, name), name);
        Shell.Run("ip", "netns", "add", host.Namespace);
        _hosts.Add(host);
        // No IPv6 here: duplicate address detection would only add traffic and waiting.
        Shell.Run("ip", "netns", "exec", host.Namespace, "sh", "-c",
            "echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6; echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6");
        Shell.IpBatch(host.Namespace, "link set lo up");
        for (int index = 0; index < addresses.Length; index++)
        {
            AddSegment($"eth{index}");
            host.Plug($"eth{index}", addresses[index]);
        }
        host.StartWatching();
        return host;
    }

    /// <summary>IPv6 on eth0 of these hosts, with link-local addresses that are usable at once.</summary>
    public void EnableV6(params LanHost[] hosts)
    {
        foreach (LanHost host in hosts)
        {
            Shell.Run("ip", "netns", "exec", host.Namespace, "sh", "-c",
                "cd /proc/sys/net/ipv6/conf; echo 0 >all/disable_ipv6; echo 0 >default/accept_dad;"
                + "echo 0 >eth0/accept_dad; echo 0 >eth0/disable_ipv6");
            Eventually.That(
                () => host.Ip("-6", "addr", "show", "dev", "eth0", "scope", "link")
                    .Contains("fe80", StringComparison.Ordinal),
                "a link-local address");
        }
    }

    /// <summary>A file with every frame of a segment from now on.</summary>
    public string CaptureAll(string segment = "eth0")
    {
        string file = Path.Combine(Directory, segment + "-all.pcap");
        using var listening = new ManualResetEventSlim();
        Own(new LineProcess(
            "ip",
            ["netns", "exec", _switch, "tcpdump", "-i", "br-" + segment, "-U", "-Z", "root", "-w", file],
            line =>
            {
                if (line.Contains("listening on", StringComparison.Ordinal))
                {
                    listening.Set();
                }
            }));
        Assert.True(listening.Wait(Eventually.Patience), "tcpdump does not listen");
        return file;
    }

    /// <summary>Listens to the adverts of a segment, from now on.</summary>
    public AdvertCapture Capture(string segment = "eth0")
    {
        var capture = new AdvertCapture(_switch, "br-" + segment, Path.Combine(Directory, segment + ".pcap"));
        _owned.Add(capture);
        return capture;
    }

    public DirectorProcess Start(LanHost host, DirectorKind kind, string config, params string[] options)
    {
        var director = new DirectorProcess(host, kind, config, options);
        _owned.Add(director);
        return director;
    }

    public T Own<T>(T disposable)
        where T : IDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }

    public void Dispose()
    {
        foreach (IDisposable owned in Enumerable.Reverse(_owned))
        {
            owned.Dispose();
            if (owned is DirectorProcess director)
            {
                _output.WriteLine(director.Story());
            }
        }
        foreach (LanHost host in _hosts)
        {
            host.Dispose();
        }
        foreach (string name in _hosts.Select(host => host.Namespace).Append(_switch))
        {
            Leftovers.Delete(name);
        }
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private void AddSegment(string name)
    {
        if (_segments.Add(name))
        {
            Shell.IpBatch(
                _switch,
                $"link add br-{name} type bridge forward_delay 0 stp_state 0 mcast_snooping 0",
                $"link set br-{name} up");
        }
    }
}
