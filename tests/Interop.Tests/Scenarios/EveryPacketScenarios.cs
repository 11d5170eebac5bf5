using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>Everything that a director puts on the wire in its life, judged by tshark.</summary>
public sealed class EveryPacketScenarios(ITestOutputHelper output)
{
    // epan/proto.h: PI_WARN; notes and chats are below.
    private const string Warnings = "_ws.expert.severity >= 6291456";

    private static readonly string[] _kinds =
    [
        "vrrp && ip.dst == 224.0.0.18 && vrrp.version == 2", "vrrp && ip.dst == 224.0.0.18 && vrrp.version == 3",
        "vrrp && ipv6.dst == ff02::12 && vrrp.prio > 0", "vrrp && vrrp.prio == 0",
        "vrrp && eth.src == 00:00:5e:00:01:04 && ip.src == 10.0.0.1", "vrrp && eth.src == 00:00:5e:00:02:05 && ipv6",
        "arp.isgratuitous == 1 && eth.src == 00:00:5e:00:01:04",
        "icmpv6.type == 136 && eth.src == 00:00:5e:00:02:05",
        "arp.isgratuitous == 1", "icmpv6.type == 136 && icmpv6.nd.na.flag.o == 1",
    ];

    [NamespaceFact]
    public void Every_kind_of_packet_decodes_in_tshark_without_a_warning()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        lan.EnableV6(host);
        string file = lan.CaptureAll();
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, Config());
        director.WaitFor("MASTER", "V2");
        director.WaitFor("MASTER", "V3");
        director.WaitFor("MASTER", "V6");
        director.WaitFor("MASTER", "M4");
        director.WaitFor("MASTER", "M6");
        Assert.Equal(0, director.Stop());

        string mac = host.Ip("-o", "link", "show", "eth0").Split("link/ether ")[1].Split(' ')[0];
        string ours = $"(eth.src[0:3] == 00:00:5e || eth.src == {mac})";
        Eventually.That(() => Count(file, "vrrp.prio == 0") == 5, "five resignations", director.Story);
        foreach (string kind in _kinds)
        {
            Assert.True(Count(file, $"{ours} && {kind}") > 0, $"no packet of the kind {kind}");
        }

        string all = $"{ours} && (vrrp || arp || icmpv6.type == 136)";
        Assert.Equal(0, Count(file, $"{all} && {Warnings}"));
        Assert.Equal(0, Count(file, $"{all} && (_ws.malformed || vrrp.checksum.status == 0)"));
    }

    private static int Count(string file, string filter)
    {
        (_, string lines) = Shell.Try(
            "tshark", "-r", file, "-o", "ip.check_checksum:TRUE", "-Y", filter, "-T", "fields", "-e", "frame.number");
        return lines.Split('\n').Count(line => int.TryParse(line, out _));
    }

    private static string Config() =>
        new InstanceText(150) { Name = "V2", Vrid = 1, Format = WireFormat.Version2, Addresses = ["10.0.0.101"] }
        + new InstanceText(150) { Name = "V3", Vrid = 2, Addresses = ["10.0.0.102"] }.ToString()
        + new InstanceText(150) { Name = "V6", Vrid = 3, Addresses = ["fe80::1:1", "2001:db8::103"] }
        + new InstanceText(150) { Name = "M4", Vrid = 4, Addresses = ["10.0.0.104"], More = "use_vmac" }
        + new InstanceText(150)
        {
            Name = "M6", Vrid = 5, Addresses = ["fe80::1:5", "2001:db8::105"], More = "use_vmac",
        };
}
