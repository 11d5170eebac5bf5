using System.Diagnostics;

namespace Keepalived.Ipvs.Tests.CaseStudy;

/// <summary>
/// A director between clients and real servers, each in a namespace of its own: clients in 192.168.200.0/24, real
/// servers in 192.168.100.0/24, the virtual address 192.168.200.15 on the director.
/// </summary>
internal sealed class DirectorLan : IDisposable
{
    /// <summary>Last octets of the clients' addresses.</summary>
    public const int FirstClient = 101;

    private const int Clients = 60;

    private static readonly string[] s_servers = ["2", "3", "4", "5", "100"];

    private readonly string _director;
    private readonly string _clients;
    private readonly string _backend;
    private readonly Process _servers;
    private Process? _daemon;

    public DirectorLan(string name, string certificate)
    {
        _director = $"ka-cs-{name}-d";
        _clients = $"ka-cs-{name}-c";
        _backend = $"ka-cs-{name}-b";
        // One process for all of it: each is dear in a guest.
        string batch = Path.GetTempFileName();
        File.WriteAllLines(batch, Layout());
        Ip("-batch", batch);
        In(_clients, "ip", "-batch", Write(batch, ClientAddresses()));
        In(_backend, "ip", "-batch", Write(batch, BackendAddresses()));
        In(_director, "ip", "-batch", Write(batch, DirectorAddresses()));
        In(_director, "sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        File.Delete(batch);
        string script = Path.Join(AppContext.BaseDirectory, "CaseStudy", "servers.py");
        _servers = Start(_backend, null, "python3", script, certificate);
    }

    /// <summary>The director's table, sorted, as ipvsadm -Sn writes it.</summary>
    public List<string> Table(string plane = "ipvs")
    {
        List<string> lines = plane == "nftables" ? NftablesText.Lines(In(_director, "nft", "-j", "list", "ruleset"))
            : [.. In(_director, "ipvsadm", "-Sn")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.TrimEnd())];
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <summary>A command to the real servers.</summary>
    public void Tell(string command)
    {
        _servers.StandardInput.WriteLine(command);
        _servers.StandardInput.Flush();
        Assert.Equal("ok", _servers.StandardOutput.ReadLine());
    }

    /// <summary>Which servers answer new clients, each once, sorted.</summary>
    public string[] Ask(int firstClient, int clients, string url) =>
    [
        .. In(
            _clients,
            "sh",
            "-c",
            $"for i in $(seq {firstClient} {firstClient + clients - 1}); do "
            + $"curl -sk --max-time 10 --interface 192.168.200.$i {url} || echo none; echo; done")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Distinct()
            .Order(),
    ];

    public void StartDaemon(string log, string program, string config)
    {
        string pid = Path.ChangeExtension(log, null);
        _daemon = Start(
            _director, log, program, "-C", "-n", "-l", "-G", "-f", config, "-p", $"{pid}.pid", "-c", $"{pid}-c.pid");
    }

    /// <summary>SIGHUP: read the file again.</summary>
    public void Reload() => Shell.Run("kill", "-HUP", $"{_daemon!.Id}");

    /// <summary>A client that asks the web service without pause until its standard input is closed.</summary>
    public Process StartRequests()
    {
        string script = Path.Join(AppContext.BaseDirectory, "Reload", "requests.py");
        Process client = Start(_clients, null, "python3", script, "192.168.200.15", "80");
        Assert.Equal("started", client.StandardOutput.ReadLine());
        return client;
    }

    /// <summary>A client with one open connection: each line to it comes back by way of a real server.</summary>
    public Process StartHeldConnection()
    {
        string script = Path.Join(AppContext.BaseDirectory, "Reload", "held.py");
        Process client = Start(_clients, null, "python3", script, "192.168.200.15", "7");
        Assert.Equal("started", client.StandardOutput.ReadLine());
        return client;
    }

    /// <summary>SIGTERM, then its exit status.</summary>
    public int StopDaemon()
    {
        Shell.Run("kill", "-TERM", $"{_daemon!.Id}");
        return _daemon.WaitForExit(TimeSpan.FromSeconds(60)) ? _daemon.ExitCode : -1;
    }

    public void Dispose()
    {
        End(_daemon);
        End(_servers);
        foreach (string space in (string[])[_director, _clients, _backend])
        {
            Ip("netns", "del", space);
        }
    }

    private static void End(Process? process)
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process?.Dispose();
    }

    private static Process Start(string space, string? log, params string[] command)
    {
        string[] words = ["netns", "exec", space, .. command];
        if (log is not null)
        {
            // exec keeps the process id, so that a signal reaches the daemon itself.
            const string script = "log=$1; shift; exec \"$@\" >\"$log\" 2>&1";
            words = ["netns", "exec", space, "sh", "-c", script, "sh", log, .. command];
        }

        ProcessStartInfo start = new("ip", words)
        {
            RedirectStandardInput = log is null, RedirectStandardOutput = log is null,
        };
        return Process.Start(start)!;
    }

    private static string Write(string path, IEnumerable<string> lines)
    {
        File.WriteAllLines(path, lines);
        return path;
    }

    private IEnumerable<string> Layout() =>
    [
        $"netns add {_director}",
        $"netns add {_clients}",
        $"netns add {_backend}",
        $"link add eth0 netns {_director} type veth peer name v0 netns {_clients}",
        $"link add eth1 netns {_director} type veth peer name v0 netns {_backend}",
    ];

    private static IEnumerable<string> ClientAddresses() =>
    [
        "link set v0 up",
        .. Enumerable.Range(FirstClient, Clients).Select(i => $"addr add 192.168.200.{i}/24 dev v0"),
    ];

    private static IEnumerable<string> BackendAddresses() =>
    [
        "link set v0 up",
        .. s_servers.Select(server => $"addr add 192.168.100.{server}/24 dev v0"),
        "route add default via 192.168.100.1",
    ];

    private static IEnumerable<string> DirectorAddresses() =>
    [
        "link set eth0 up",
        "link set eth1 up",
        "addr add 192.168.200.5/24 dev eth0",
        "addr add 192.168.200.15/32 dev eth0",
        "addr add 192.168.100.1/24 dev eth1",
    ];

    private static void Ip(params string[] arguments) => Shell.Run("ip", arguments);

    private static string In(string space, params string[] command) =>
        Shell.Run("ip", ["netns", "exec", space, .. command]);
}
