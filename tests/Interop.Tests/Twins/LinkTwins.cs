using Xunit.Abstractions;
using Interop.Tests.Harness;
using static Interop.Tests.Twins.TwinSteps;

namespace Interop.Tests.Twins;

/// <summary>Twin runs whose faults are those of links and addresses.</summary>
public sealed class LinkTwins(ITestOutputHelper output)
{
    [NamespaceFact]
    public void Cable_pulled_and_plugged() =>
        new TwinCase(
            "cable", TwinText.Instance().ToString(),
            StartToMaster, Pull("eth0", "FAULT"), Plug("eth0", "MASTER"), Stop).Run(output);

    [NamespaceFact]
    public void Started_without_a_carrier() =>
        new TwinCase(
            "no carrier", TwinText.Instance().ToString(),
            new TwinStep("cable pulled before the start", world => world.A.SetCable("eth0", false), _ => true),
            StartTo("FAULT"), Plug("eth0", "MASTER"), Stop).Run(output);

    [NamespaceFact]
    public void Interface_set_down_and_up() =>
        new TwinCase(
            "interface down", TwinText.Instance().ToString(),
            StartToMaster,
            Ip("eth0 set down", "FAULT", "link", "set", "eth0", "down"),
            Ip("eth0 set up", "MASTER", "link", "set", "eth0", "up")).Run(output);

    [NamespaceFact]
    public void Interface_deleted_and_made_again() =>
        new TwinCase(
            "interface deleted", TwinText.Instance().ToString(),
            StartToMaster,
            Ip("eth0 deleted", "FAULT", "link", "del", "eth0"),
            new TwinStep(
                "eth0 made again",
                world => world.A.PlugAgain("eth0"),
                world => world.Called("INSTANCE VI_1 MASTER 100"))).Run(output);

    [NamespaceFact]
    public void Address_deleted_by_somebody_else() =>
        new TwinCase(
            "address deleted", TwinText.Instance().ToString(),
            StartToMaster,
            Ip("a virtual address deleted", "MASTER", "addr", "del", "10.0.0.100/32", "dev", "eth0"),
            Stop).Run(output);

    [NamespaceFact]
    public void Own_address_replaced() =>
        new TwinCase(
            "own address", TwinText.Instance().ToString(),
            StartToMaster,
            // The second virtual address, in the same subnet, is a secondary one: the kernel deletes it as well.
            new TwinStep("own address deleted", w => w.A.Ip("addr", "del", "10.0.0.1/24", "dev", "eth0"), _ => true),
            new TwinStep(
                "another own address added",
                world => world.A.Ip("addr", "add", "10.0.0.9/24", "dev", "eth0"),
                world => world.Wire.Count("10.0.0.9") > 2 && world.Called("INSTANCE VI_1 MASTER 100")),
            Stop).Run(output);

    [NamespaceFact]
    public void Tracked_interface_loses_its_cable() =>
        new TwinCase(
            "tracked interface", TwinText.Instance("track_interface {\neth1\n}").ToString(),
            StartToMaster, Pull("eth1", "FAULT"), Plug("eth1", "MASTER"), Stop).Run(output);

    [NamespaceFact]
    public void Group_member_loses_its_cable()
    {
        string group = $$"""
            vrrp_sync_group VG_1 {
                group {
                    VI_1
                    VI_2
                }
                {{TwinText.Notify("VG_1")}}
            }

            """;
        string second = (TwinText.Instance(name: "VI_2") with
        {
            Interface = "eth1",
            Vrid = 52,
            Addresses = ["10.1.0.100"],
        }).ToString();
        new TwinCase(
            "sync group", group + TwinText.Instance() + second,
            GroupStep("start", world => world.StartSubject(), "MASTER"),
            GroupStep("cable of eth1 pulled", world => world.A.SetCable("eth1", false), "FAULT"),
            GroupStep("cable of eth1 plugged", world => world.A.SetCable("eth1", true), "MASTER"),
            Stop).Run(output);
    }

    private static TwinStep GroupStep(string name, Action<TwinWorld> action, string state) =>
        new(name, action, world => world.Called($"GROUP VG_1 {state} 0"));
}
