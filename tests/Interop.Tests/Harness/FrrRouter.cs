using System.Globalization;

namespace Interop.Tests.Harness;

/// <summary>
/// FRR's zebra and vrrpd on a host, started by their paths, with files of their own. FRR wants its macvlan interfaces
/// to be there before it starts, as its manual tells.
/// </summary>
internal sealed class FrrRouter : IDisposable
{
    private const string Folder = "/usr/lib/frr/";

    private readonly List<LineProcess> _processes = [];
    private readonly List<string> _lines = [];
    private readonly string _run;

    public FrrRouter(LanHost host, int version, int priority, bool isV6, string address)
    {
        _run = Directory.CreateDirectory(Path.Combine(host.Directory, "frr")).FullName;
        // The daemons leave root's rights behind and write here.
        File.SetUnixFileMode(_run, (UnixFileMode)0b111_111_111);
        string link = isV6 ? "vrrp6-51" : "vrrp4-51";
        Shell.IpBatch(
            host.Namespace,
            $"link add {link} link eth0 type macvlan mode bridge",
            $"link set {link} address 00:00:5e:00:0{(isV6 ? 2 : 1)}:33",
            $"addr add {address}/{(isV6 ? "64 nodad" : "24")} dev {link}",
            $"link set {link} up");
        string config = Path.Combine(_run, "vrrpd.conf");
        File.WriteAllText(config, string.Create(CultureInfo.InvariantCulture, $"""
            interface eth0
             vrrp 51 version {version}
             vrrp 51 priority {priority}
             vrrp 51 advertisement-interval {(version == 2 ? 1000 : 200)}
             vrrp 51 {(isV6 ? "ipv6" : "ip")} {address}

            """));
        Start(host, "zebra", "/dev/null");
        Eventually.That(() => File.Exists(Path.Combine(_run, "zserv.api")), "zebra listens", Story);
        Start(host, "vrrpd", config);
        Eventually.That(() => Show().Contains("Virtual Router ID", StringComparison.Ordinal), "vrrpd runs", Story);
    }

    public static bool IsThere => File.Exists(Folder + "vrrpd");

    public void WaitFor(string status, bool isV6) => Eventually.That(
        () => Show().Split('\n').Any(line =>
            line.Contains($"Status ({(isV6 ? "v6" : "v4")})", StringComparison.Ordinal)
            && line.TrimEnd().EndsWith(status, StringComparison.Ordinal)),
        $"FRR is {status}",
        Story);

    public string Story() => Show() + string.Join('\n', _lines);

    public void Dispose()
    {
        foreach (LineProcess process in Enumerable.Reverse(_processes))
        {
            process.Dispose();
        }
        _processes.Clear();
    }

    private string Show() => Shell.Try("vtysh", "--vty_socket", _run, "-c", "show vrrp").Output;

    private void Start(LanHost host, string daemon, string config) => _processes.Add(new LineProcess(
        "ip",
        [
            "netns", "exec", host.Namespace, Folder + daemon, "-f", config, "-i", $"{_run}/{daemon}.pid",
            "-z", $"{_run}/zserv.api", "--vty_socket", _run, "-P", "0",
        ],
        line =>
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }));
}

/// <summary>A theory that needs FRR's vrrpd beside namespaces.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FrrTheoryAttribute : TheoryAttribute
{
    public FrrTheoryAttribute() => Skip = Machine.MissingForNamespaces
        ?? (FrrRouter.IsThere ? null : "missing component: FRR's vrrpd (package frr)");
}
