namespace Interop.Tests.Modules;

/// <summary>All of them live in one daemon: a boot of User-Mode Linux is dear.</summary>
internal static class ModuleCases
{
    public const string Vrf = "blue";

    public static IReadOnlyList<ModuleCase> All { get; } =
    [
        // A device has macvlans on it or ipvlans, never both.
        new("VI_1", "eth0", 0, 0)
        {
            Own = "use_ipvlan ipvl51", OwnLink = "ipvl51", OwnLinkIs = "ipvlan l2 bridge on eth0",
        },
        new("VI_2", "eth1", 1, 1) { Vrf = Vrf },
        new("VI_3", "eth1", 1, 1)
        {
            Vrf = Vrf, Own = "use_vmac", OwnLink = "vrrp.53", OwnLinkIs = "macvlan private on eth1 in blue",
        },
        new("VI_4", "eth2.10", 2, 3) { Vlan = 10 },
        new("VI_5", "eth2.10", 2, 3)
        {
            Vlan = 10, Own = "use_vmac vm55", OwnLink = "vm55", OwnLinkIs = "macvlan private on eth2.10",
        },
        new("VI_6", "eth2.20", 2, 4)
        {
            Vlan = 20, Own = "use_ipvlan private ipvl56", OwnLink = "ipvl56",
            OwnLinkIs = "ipvlan l2 private on eth2.20",
        },
        new("VI_7", "eth2.30", 2, 5)
        {
            Vlan = 30, Vrf = Vrf, Own = "use_ipvlan vepa ipvl57", OwnLink = "ipvl57",
            OwnLinkIs = "ipvlan l2 vepa on eth2.30 in blue",
        },
    ];

    public static string Config(int host, int priority) =>
        string.Concat(All.Select(one => one.Config(host, priority)));
}
