using System.Globalization;

namespace Interop.Tests.Harness;

/// <summary>
/// FRR's vrrpd on a host. It wants its macvlan interfaces to be there before it starts, as its manual tells.
/// </summary>
internal sealed class FrrRouter : IDisposable
{
    private readonly FrrDaemons _daemons;

    public FrrRouter(LanHost host, int version, int priority, bool isV6, string address)
    {
        string link = isV6 ? "vrrp6-51" : "vrrp4-51";
        Shell.IpBatch(
            host.Namespace,
            $"link add {link} link eth0 type macvlan mode bridge",
            $"link set {link} address 00:00:5e:00:0{(isV6 ? 2 : 1)}:33",
            $"addr add {address}/{(isV6 ? "64 nodad" : "24")} dev {link}",
            $"link set {link} up");
        _daemons = new FrrDaemons(host);
        _daemons.Start("vrrpd", string.Create(CultureInfo.InvariantCulture, $"""
            interface eth0
             vrrp 51 version {version}
             vrrp 51 priority {priority}
             vrrp 51 advertisement-interval {(version == 2 ? 1000 : 300)}
             vrrp 51 {(isV6 ? "ipv6" : "ip")} {address}

            """));
        Eventually.That(() => Show().Contains("Virtual Router ID", StringComparison.Ordinal), "vrrpd runs", Story);
    }

    public static bool IsThere => FrrDaemons.Has("vrrpd");

    public void WaitFor(string status, bool isV6) => Eventually.That(
        () => Show().Split('\n').Any(line =>
            line.Contains($"Status ({(isV6 ? "v6" : "v4")})", StringComparison.Ordinal)
            && line.TrimEnd().EndsWith(status, StringComparison.Ordinal)),
        $"FRR is {status}",
        Story);

    public string Story() => Show() + _daemons.Story();

    public void Dispose() => _daemons.Dispose();

    private string Show() => _daemons.Ask("show vrrp");
}

/// <summary>A theory that needs FRR's daemons beside namespaces.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FrrTheoryAttribute : TheoryAttribute
{
    public FrrTheoryAttribute() => Skip = Machine.MissingForNamespaces
        ?? (FrrRouter.IsThere && FrrDaemons.Has("bfdd") ? null : "missing component: FRR's daemons (package frr)");
}
