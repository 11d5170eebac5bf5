using System.Net.Sockets;
using System.Text.Json;
using Keepalived.Core.Kernel;
using Keepalived.Linux.Netlink;
using Keepalived.Wire.Ethernet;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Netlink;
using Linux.Tests.Support;

namespace Linux.Tests.Netlink;

public sealed class NetlinkKernelTests : IDisposable
{
    private readonly TestNetwork? _network = Privileges.IsRoot ? new TestNetwork() : null;

    private TestNetwork Network => _network!;

    public void Dispose() => _network?.Dispose();

    [Fact]
    public void Receive_buffers_have_the_size_that_was_asked_for()
    {
        // The kernel doubles it (socket(7)); without force it stays below the system's limit.
        using NetlinkKernel kernel = new(100_000);
        Assert.Equal(200_000, kernel.ReceiveBuffer);
        using NetlinkMonitor monitor = new(90_000, force: false);
        Assert.Equal(180_000, monitor.ReceiveBuffer);
    }

    [PrivilegedFact]
    public void Force_goes_beyond_the_limit_of_the_system()
    {
        const int huge = 100_000_000;
        using NetlinkMonitor modest = new(huge, force: false);
        using NetlinkMonitor forced = new(huge, force: true);
        using NetlinkKernel kernel = new(huge, force: true);
        Assert.True(modest.ReceiveBuffer < 2 * huge);
        Assert.Equal(2 * huge, forced.ReceiveBuffer);
        Assert.Equal(2 * huge, kernel.ReceiveBuffer);
    }

    [PrivilegedFact]
    public void Addresses_are_added_with_all_their_options_and_removed_again()
    {
        using NetlinkKernel kernel = Open();
        int index = Link(kernel).Index;
        InterfaceAddress[] addresses = AddressesWithOptions(index);
        Apply(kernel, [.. addresses.Select(address => new AddAddress(address))]);

        JsonElement[] shown = Shown();
        JsonElement first = shown.Single(one => Text(one, "local") == "203.0.113.10");
        Assert.Equal(("203.0.113.255", "v0:vip", "link"),
            (Text(first, "broadcast"), Text(first, "label"), Text(first, "scope")));
        JsonElement second = shown.Single(one => Text(one, "local") == "198.51.100.1");
        Assert.Equal("198.51.101.2", Text(second, "address"));
        JsonElement third = shown.Single(one => Text(one, "local") == "2001:db8::10");
        Assert.True(third.GetProperty("noprefixroute").GetBoolean());
        Assert.True(third.GetProperty("deprecated").GetBoolean());

        KernelAddress dumped = kernel.Dump().Addresses.Single(one => one.Address == addresses[0].Address);
        Assert.Equal((index, (byte)24, (byte)18), (dumped.InterfaceIndex, dumped.PrefixLength, dumped.Protocol));

        Apply(kernel, [.. addresses.Select(address => new RemoveAddress(address))]);

        string[] left = [.. Shown().Select(one => Text(one, "local"))];
        Assert.DoesNotContain(addresses, address => left.Contains(address.Address.ToString()));
    }

    [PrivilegedFact]
    public void A_rehearsal_is_answered_and_changes_nothing()
    {
        using NetlinkKernel kernel = Open();
        InterfaceAddress address = Address(Link(kernel).Index, "192.0.2.20");
        var failures = new List<KernelFailure>();

        kernel.Rehearse([new AddAddress(address), new AddAddress(address)], failures);

        Assert.Empty(failures);
        Assert.DoesNotContain(Shown(), one => Text(one, "local") == "192.0.2.20");
        Apply(kernel, [new AddAddress(address)]);
        Assert.Contains(Shown(), one => Text(one, "local") == "192.0.2.20");
    }

    private static InterfaceAddress[] AddressesWithOptions(int index) =>
    [
        new()
        {
            InterfaceIndex = index,
            Address = IpAddress.Parse("203.0.113.10"),
            PrefixLength = 24,
            Broadcast = IpAddress.Parse("203.0.113.255"),
            Label = "v0:vip",
            Scope = 253,
        },
        new()
        {
            InterfaceIndex = index,
            Address = IpAddress.Parse("198.51.100.1"),
            PrefixLength = 32,
            Peer = IpAddress.Parse("198.51.101.2"),
            PeerPrefixLength = 24,
        },
        new()
        {
            InterfaceIndex = index,
            Address = IpAddress.Parse("2001:db8::10"),
            PrefixLength = 64,
            Flags = 2 | 0x200,
            PreferredLifetime = 0,
        },
    ];

    [PrivilegedFact]
    public void What_is_already_so_is_success_and_a_refusal_names_its_command()
    {
        using NetlinkKernel kernel = Open();
        int index = Link(kernel).Index;
        InterfaceAddress address = Address(index, "192.0.2.20");
        InterfaceAddress missing = Address(4711, "192.0.2.21");
        var failures = new List<KernelFailure>();

        kernel.Apply(
            [
                new AddAddress(address), new AddAddress(address), new AddAddress(missing),
                new RemoveAddress(address), new RemoveAddress(address), new RemoveAddress(missing),
            ],
            failures);

        KernelFailure failure = Assert.Single(failures);
        Assert.Equal(new AddAddress(missing), failure.Command);
        Assert.Equal(19, failure.Errno);
        Assert.NotEmpty(failure.Text);
    }

    [PrivilegedFact]
    public void Hundreds_of_commands_go_in_order()
    {
        using NetlinkKernel kernel = Open();
        int index = Link(kernel).Index;
        InterfaceAddress[] addresses =
            [.. Enumerable.Range(1, 200).Select(host => Address(index, $"198.51.100.{host}"))];

        Apply(kernel, [.. addresses.Select(address => new AddAddress(address))]);
        Assert.Equal(addresses.Select(address => address.Address), kernel.Dump().Addresses
            .Select(one => one.Address).Where(one => one.ToString().StartsWith("198.51.", StringComparison.Ordinal)));

        Apply(kernel, [.. addresses.Select(address => new RemoveAddress(address))]);
        Assert.DoesNotContain(kernel.Dump().Addresses, one => one.Address == addresses[100].Address);
    }

    [PrivilegedFact]
    public void The_dump_shows_links_as_the_kernel_has_them()
    {
        using NetlinkKernel kernel = Open();
        NetworkLink link = Link(kernel);
        Assert.True(link.IsUp);
        Assert.Equal(6, link.OperationalState);
        Assert.Equal("veth", link.Kind);
        Assert.Equal(1500, link.Mtu);
        using JsonDocument shown = JsonDocument.Parse(Network.IpLeft("-j", "link", "show", "v0"));
        string mac = Text(shown.RootElement[0], "address").Replace(":", "", StringComparison.Ordinal);
        Assert.Equal(mac, link.HardwareAddress);
        Assert.Contains(kernel.Dump().Links, one => one.Name == "lo");
    }

    [PrivilegedFact]
    public void A_sysctl_is_written_and_a_path_that_climbs_is_refused()
    {
        using NetlinkKernel kernel = Open();
        var failures = new List<KernelFailure>();
        // /proc/sys/net shows the namespace of the thread that opens it.
        string value = TestNetwork.In(Network.Left, () =>
        {
            kernel.Apply(
                [
                    new WriteSysctl("net/ipv4/conf/v0/promote_secondaries", "1"),
                    new WriteSysctl("net/../../../tmp/x", "1"),
                    new WriteSysctl("net/ipv4/conf/nosuch/promote_secondaries", "1"),
                ],
                failures);
            return SysctlFile.Read("net/ipv4/conf/v0/promote_secondaries")!;
        });
        Assert.Equal("1", value);
        Assert.Equal([22, 2], failures.Select(failure => failure.Errno));
    }

    [PrivilegedFact]
    public void Routes_rules_and_macvlans_are_made_and_removed()
    {
        using NetlinkKernel kernel = Open();
        int index = Link(kernel).Index;
        var route = new RouteMessage
        {
            Family = AddressFamily.InterNetwork,
            Destination = IpPrefix.Parse("203.0.113.0/24"),
            Gateway = IpAddress.Parse("192.0.2.2"),
            OutputInterface = index,
            Priority = 77,
        };
        var rule = new RuleMessage
        {
            Family = AddressFamily.InterNetwork,
            From = IpPrefix.Parse("203.0.113.0/24"),
            Table = 100,
            Priority = 5000,
            Protocol = 18,
        };
        MacAddress mac = MacAddress.Parse("00:00:5e:00:01:33");
        LinkRequest macvlan = LinkRequest.Macvlan("vrrp.51", index, mac);

        KernelCommand[] additions = [new AddRoute(route), new AddRule(rule), new CreateLink(macvlan)];
        Apply(kernel, [.. additions, .. additions[..2]]);
        var refused = new List<KernelFailure>();
        kernel.Apply([additions[2]], refused);
        Assert.Equal(17, Assert.Single(refused).Errno);

        string shown = Network.IpLeft("route", "show", "203.0.113.0/24");
        Assert.Contains("via 192.0.2.2 dev v0 proto keepalived metric 77", shown, StringComparison.Ordinal);
        Assert.Contains("from 203.0.113.0/24 lookup 100", Network.IpLeft("rule", "show"), StringComparison.Ordinal);
        NetworkLink made = kernel.Dump().Links.Single(link => link.Name == "vrrp.51");
        Assert.Equal(("macvlan", index, "00005e000133"), (made.Kind, made.LowerIndex, made.HardwareAddress));
        Apply(kernel, [new ChangeLink(LinkRequest.SetUp(made.Index, true))]);
        Assert.True(kernel.Dump().Links.Single(link => link.Name == "vrrp.51").IsUp);

        KernelCommand[] removals = [new DeleteLink(macvlan), new RemoveRule(rule), new RemoveRoute(route)];
        Apply(kernel, [.. removals, .. removals]);

        Assert.Empty(Network.IpLeft("route", "show", "203.0.113.0/24"));
        Assert.DoesNotContain("lookup 100", Network.IpLeft("rule", "show"), StringComparison.Ordinal);
        Assert.DoesNotContain(kernel.Dump().Links, link => link.Name == "vrrp.51");
    }

    [PrivilegedFact]
    public void What_is_there_is_not_put_back_and_what_is_gone_is()
    {
        using NetlinkKernel kernel = Open();
        var route = new RouteItem(new RouteMessage
        {
            Family = AddressFamily.InterNetwork,
            Destination = IpPrefix.Parse("203.0.113.0/24"),
            OutputInterface = Link(kernel).Index,
            Scope = 253,
        });
        var rule = new RuleItem(new RuleMessage { Family = AddressFamily.InterNetwork, Table = 100, Priority = 5000 });
        var failures = new List<KernelFailure>();
        Apply(kernel, [route.ToAddition(), rule.ToAddition()]);

        Assert.False(kernel.PutBack(route, failures));
        Assert.False(kernel.PutBack(rule, failures));
        Network.IpLeft("route", "del", "203.0.113.0/24");
        Network.IpLeft("rule", "del", "priority", "5000");
        Assert.True(kernel.PutBack(route, failures));
        Assert.True(kernel.PutBack(rule, failures));

        Assert.Empty(failures);
        Assert.NotEmpty(Network.IpLeft("route", "show", "203.0.113.0/24"));
        Assert.Contains("lookup 100", Network.IpLeft("rule", "show"), StringComparison.Ordinal);
    }

    [PrivilegedFact]
    public void A_sysctl_is_restored_unless_somebody_else_has_written_it()
    {
        const string Path = "net/ipv4/conf/v0/arp_ignore";
        using NetlinkKernel kernel = Open();
        TestNetwork.In(Network.Left, () =>
        {
            var item = new SysctlItem(Path, "1") { Original = kernel.ReadSysctl(Path) };
            Apply(kernel, [item.ToAddition()]);
            Assert.Equal("1", kernel.ReadSysctl(Path));
            Apply(kernel, [item.ToRemoval()]);
            Assert.Equal("0", kernel.ReadSysctl(Path));

            Apply(kernel, [item.ToAddition(), new WriteSysctl(Path, "2"), item.ToRemoval()]);
            Assert.Equal("2", kernel.ReadSysctl(Path));
            return true;
        });
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "";

    private static InterfaceAddress Address(int index, string text) =>
        new() { InterfaceIndex = index, Address = IpAddress.Parse(text), PrefixLength = 32 };

    private static NetworkLink Link(NetlinkKernel kernel) => kernel.Dump().Links.Single(link => link.Name == "v0");

    private static void Apply(NetlinkKernel kernel, IReadOnlyList<KernelCommand> commands)
    {
        var failures = new List<KernelFailure>();
        kernel.Apply(commands, failures);
        Assert.Empty(failures);
    }

    private NetlinkKernel Open() => TestNetwork.In(Network.Left, () => new NetlinkKernel());

    private JsonElement[] Shown()
    {
        using JsonDocument shown = JsonDocument.Parse(Network.IpLeft("-j", "-d", "address", "show", "dev", "v0"));
        return [.. shown.RootElement[0].GetProperty("addr_info").EnumerateArray().Select(one => one.Clone())];
    }
}
