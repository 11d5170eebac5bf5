using Interop.Tests.Harness;
using Xunit.Abstractions;
using static Interop.Tests.Twins.TwinSteps;

namespace Interop.Tests.Twins;

/// <summary>Twin runs of instances on interfaces with the virtual router's MAC address.</summary>
public sealed class VmacTwins(ITestOutputHelper output)
{
    [NamespaceFact]
    public void Adverts_from_the_virtual_interface() =>
        new TwinCase(
            "vmac", TwinText.Instance("use_vmac").ToString(),
            StartToMaster,
            Pull("eth0", "FAULT"), Plug("eth0", "MASTER"),
            Ip("a virtual address deleted", "MASTER", "addr", "del", "10.0.0.100/32", "dev", "vrrp.51"),
            Stop).Run(output);

    [NamespaceFact]
    public void Adverts_from_the_base_interface() =>
        new TwinCase(
            "vmac_xmit_base", TwinText.Instance("use_vmac vm51 02:00:5e:00:01\nvmac_xmit_base").ToString(),
            StartToMaster, Pull("eth0", "FAULT"), Plug("eth0", "MASTER"), Stop).Run(output);

    [NamespaceFact]
    public void Addresses_with_virtual_interfaces_of_their_own()
    {
        InstanceText instance = TwinText.Instance("use_vmac_addr") with
        {
            Addresses = ["10.0.0.100", "10.0.0.102 use_vmac", "10.1.0.101/24 dev eth1"],
        };
        new TwinCase(
            "address vmacs", "global_defs {\nvmac_addr_prefix vrrpa\n}\n" + instance,
            StartToMaster, Pull("eth1", "FAULT"), Plug("eth1", "MASTER"), Stop).Run(output);
    }

    [NamespaceFact]
    public void Packets_to_the_addresses_are_refused() =>
        new TwinCase(
            "no_accept",
            "global_defs {\nnftables ours\nnftables_priority -7\nnftables_counters\n}\n"
            + TwinText.Instance("use_vmac\nno_accept"),
            StartToMaster, Pull("eth0", "FAULT"), Plug("eth0", "MASTER"), Stop).Run(output);

    [NamespaceFact]
    public void Peer_on_a_virtual_interface_is_heard_and_hears() =>
        new TwinCase(
            "vmac peer", TwinText.Instance("use_vmac").ToString(),
            new TwinStep(
                "a peer with priority 150 is master",
                world =>
                {
                    world.StartPeer((TwinText.Peer(150) with { More = "use_vmac" }).ToString());
                    world.Peer.WaitFor("MASTER");
                },
                _ => true),
            StartTo("BACKUP"),
            new TwinStep(
                "the peer is killed",
                world => world.Peer.KillHard(),
                world => world.Subject.Is("MASTER") && world.A.Addresses.Has("10.0.0.100")),
            Stop).Run(output);
}
