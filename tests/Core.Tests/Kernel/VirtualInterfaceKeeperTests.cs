using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Wire.Netlink;

namespace Keepalived.Core.Tests.Kernel;

public sealed class VirtualInterfaceKeeperTests
{
    private static readonly NetworkLink s_base = new()
    {
        Index = 2,
        Name = "eth0",
        Flags = 0x1043,
        HardwareAddress = "020000000001",
        Group = 7,
        MasterIndex = 9,
        MasterKind = "vrf",
    };

    private static readonly NetworkLink s_made = new()
    {
        Index = 3,
        Name = "vrrp.51",
        Flags = 0x1043,
        HardwareAddress = "00005e000133",
        Kind = "macvlan",
        LowerIndex = 2,
        MasterIndex = 9,
        MasterKind = "vrf",
    };

    private static readonly VrrpInstanceConfig s_instance = new()
    {
        Name = "VI_1",
        Interface = "eth0",
        VirtualRouterId = 51,
        Vmac = new VmacConfig { InterfaceName = "vrrp.51" },
        VirtualAddresses =
        [
            new VirtualAddressConfig { Address = IPAddress.Parse("10.0.0.100"), Device = "eth0", Carrier = "vrrp.51" },
            new VirtualAddressConfig { Address = IPAddress.Parse("10.1.0.100"), Device = "eth1", Carrier = "vrrp1.51" },
        ],
    };

    [Fact]
    public void An_instance_and_its_addresses_plan_their_interfaces()
    {
        ImmutableArray<VirtualInterface> wanted = VirtualInterface.Of(s_instance);

        Assert.Equal(
            [("vrrp.51", "eth0"), ("vrrp1.51", "eth1")], wanted.Select(i => (i.Name, i.BaseName)));
        Assert.All(wanted, i => Assert.Equal("00:00:5e:00:01:33", i.HardwareAddress.ToString()));
        Assert.All(wanted, i => Assert.True(i is { HasIPv4: true, HasIPv6: false }));
    }

    [Theory]
    [InlineData("", "vrrp.51", "vrrp1.51")]
    [InlineData("vmac_prefix vm", "vm.51", "vm1.51")]
    [InlineData("vmac_addr_prefix va", "vrrp.51", "va.51")]
    public void Virtual_interfaces_are_named_as_configured(string globals, string own, string ofAddress) =>
        Assert.Equal(
            [(own, "eth0"), (ofAddress, "eth1")],
            VirtualInterface.Of(ConfLines.Instance(
                "use_vmac\nvirtual_ipaddress_excluded {\n10.1.0.100 dev eth1 use_vmac\n}", globals))
                .Select(i => (i.Name, i.BaseName)));

    [Fact]
    public void A_new_interface_joins_group_and_vrf_of_its_base()
    {
        VirtualInterfaceKeeper keeper = Keeper();

        KernelCommand command = Assert.Single(keeper.Next(Links(s_base), out string creating));

        CreateLink create = Assert.IsType<CreateLink>(command);
        Assert.Equal("vrrp.51", creating);
        Assert.Equal((2, 9, 7u), (create.Link.LowerIndex, create.Link.MasterIndex, create.Link.Group));
    }

    [Fact]
    public void It_is_settled_when_it_is_up()
    {
        VirtualInterfaceKeeper keeper = Keeper();
        keeper.Next(Links(s_base), out _);
        Assert.True(keeper.IsSettling(Links(s_base)));

        ImmutableArray<KernelCommand> setUp = keeper.Answer("vrrp.51", Links(s_base), false, false, out string trouble);

        Assert.Equal("", trouble);
        Assert.Contains(new SetSysctl(new SysctlItem("net/ipv4/conf/eth0/arp_ignore", "1")), setUp);
        Assert.True(keeper.IsSettling(Links(s_base)));
        Assert.False(keeper.IsSettling(Links(s_base, s_made)));
        Assert.False(keeper.IsSettling(Links(s_base with { Flags = 0x1002 })));
    }

    [Fact]
    public void An_interface_that_somebody_deletes_is_made_again()
    {
        VirtualInterfaceKeeper keeper = Keeper();
        keeper.Next(Links(s_base), out _);
        keeper.Answer("vrrp.51", Links(s_base), false, false, out _);
        KernelCommand seen = Assert.Single(keeper.Next(Links(s_base, s_made), out _));
        Assert.Equal(new QuietInterface(3, 2, AddressFamily.InterNetwork).ToAddition(), seen);
        Assert.Empty(keeper.Next(Links(s_base, s_made), out _));

        Assert.IsType<CreateLink>(Assert.Single(keeper.Next(Links(s_base), out _)));
    }

    [Fact]
    public void What_is_not_wanted_any_more_takes_along_what_only_it_had()
    {
        VirtualInterfaceKeeper keeper = InUse();
        KernelItem quiet = new QuietInterface(3, 2, AddressFamily.InterNetwork);
        KernelItem link = new LinkItem(LinkRequest.ByName("vrrp.51"));
        VirtualInterface other = keeper.Wanted[0] with { Group = 9 };
        List<KernelCommand> unwanted = [];

        // Another interface of the same name on the same base, which has the same switches.
        VirtualInterfaceKeeper next = keeper.Follow([other], Links(s_base, s_made), unwanted);
        Assert.Equal([quiet.ToRemoval(), link.ToRemoval()], unwanted);

        unwanted.Clear();
        next.Follow([], Links(s_base, s_made), unwanted);
        Assert.Equal(
            [
                link.ToRemoval(),
                new RestoreSysctl(new SysctlItem("net/ipv4/conf/eth0/arp_ignore", "1")),
                new RestoreSysctl(new SysctlItem("net/ipv4/conf/eth0/arp_filter", "1")),
                new RestoreSysctl(new SysctlItem("net/ipv4/conf/all/rp_filter", "0")),
            ],
            unwanted);
    }

    [Fact]
    public void One_that_gets_IPv6_too_is_set_and_not_made_anew()
    {
        VirtualInterfaceKeeper keeper = InUse();
        List<KernelCommand> changes = [];

        VirtualInterfaceKeeper next = keeper.Follow(
            [keeper.Wanted[0] with { HasIPv6 = true }], Links(s_base, s_made), changes);

        Assert.Contains(new WriteSysctl("net/ipv6/conf/vrrp.51/disable_ipv6", "0", IsOptional: true), changes);
        Assert.DoesNotContain(changes, static c => c is DeleteLink or RestoreSysctl or RemoveFirewall);
        Assert.Empty(next.Next(Links(s_base, s_made), out string creating));
        Assert.Equal("", creating);
    }

    [Fact]
    public void A_foreign_interface_serves_only_with_the_right_address()
    {
        VirtualInterfaceKeeper keeper = Keeper();
        keeper.Next(Links(s_base), out _);
        Assert.NotEmpty(keeper.Answer("vrrp.51", Links(s_base, s_made), exists: true, refused: false, out _));

        keeper = Keeper();
        keeper.Next(Links(s_base), out _);
        LinkTable other = Links(s_base, s_made with { HardwareAddress = "020000000009" });
        Assert.Empty(keeper.Answer("vrrp.51", other, exists: true, refused: false, out string trouble));
        Assert.Contains("another interface of this name", trouble);
        Assert.False(keeper.IsSettling(other));
    }

    [Fact]
    public void A_base_that_moves_to_another_vrf_takes_its_interface_along()
    {
        VirtualInterfaceKeeper keeper = InUse();

        ImmutableArray<KernelCommand> commands = keeper.Next(
            Links(s_base with { MasterIndex = 0, MasterKind = null }, s_made), out _);

        Assert.Equal(0, Assert.IsType<ChangeLink>(Assert.Single(commands)).Link.MasterIndex);
    }

    /// <summary>Its interface is made, set and seen.</summary>
    private static VirtualInterfaceKeeper InUse()
    {
        VirtualInterfaceKeeper keeper = Keeper();
        keeper.Next(Links(s_base), out _);
        keeper.Answer("vrrp.51", Links(s_base), false, false, out _);
        keeper.Next(Links(s_base, s_made), out _);
        return keeper;
    }

    private static VirtualInterfaceKeeper Keeper() =>
        new(VirtualInterface.Of(s_instance with { VirtualAddresses = [s_instance.VirtualAddresses[0]] }));

    private static LinkTable Links(params NetworkLink[] links) => LinkTable.From(new KernelSnapshot([.. links], []));
}
