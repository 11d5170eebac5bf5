using System.Net.Sockets;
using Keepalived.Core.Lvs;
using Keepalived.Core.Lvs.Nftables;
using Keepalived.Linux.Nftables;
using Keepalived.Wire.Ip;
using Linux.Tests.Support;

namespace Linux.Tests.Nftables;

public sealed class NftablesServiceTableTests : IDisposable
{
    private static readonly IpvsServiceKey s_web = IpvsServiceKey.ForAddress(6, Address("192.0.2.1"), 80);
    private static readonly IpvsServiceKey s_dns = IpvsServiceKey.ForAddress(17, Address("2001:db8::1"), 53);
    private static readonly IpvsServiceKey s_mark = IpvsServiceKey.ForMark(7, AddressFamily.InterNetwork);

    private readonly TestNetwork? _network = Privileges.IsRoot ? new TestNetwork() : null;

    public void Dispose() => _network?.Dispose();

    [PrivilegedFact]
    public void What_was_written_is_read_back_by_a_successor_and_then_follows_its_edits() => In(nft =>
    {
        using (NftablesServiceTable table = new(nft))
        {
            Fill(table);
        }

        using NftablesServiceTable successor = new(nft);
        Assert.Null(successor.TryOpen());
        Assert.Equal(Text(Wanted()), Text(Dump(successor)));
        Assert.Equal(0, successor.Repairs);

        Apply(
            successor,
            new IpvsCommand.EditDestination(s_web, Server("10.0.0.1", 80, 0)),
            new IpvsCommand.RemoveDestination(s_dns, Server("2001:db8::11", 53, 1).Key),
            new IpvsCommand.AddDestination(s_dns, Server("2001:db8::12", 53, 1)),
            new IpvsCommand.RemoveService(s_mark));
        using NftablesServiceTable third = new(nft);
        Assert.Null(third.TryOpen());
        Assert.Equal(Text(Dump(successor)), Text(Dump(third)));
        Assert.Equal(3, Dump(third).Count);
    });

    [PrivilegedTheory]
    [InlineData("flush ruleset")]
    [InlineData("flush chain inet keepalived_lvs prerouting")]
    [InlineData("delete element inet keepalived_lvs tcp/192.0.2.1/80.slots { 0 }")]
    [InlineData("flush map inet keepalived_lvs marks")]
    [InlineData("add map inet keepalived_lvs more { type mark : verdict; }")]
    [InlineData("flush set inet keepalived_lvs in_services")]
    [InlineData("add element inet keepalived_lvs closed_services { 192.0.2.1 . tcp . 80 }")]
    [InlineData("flush chain inet keepalived_lvs count")]
    [InlineData("delete table inet keepalived_lvs")]
    public void A_table_that_others_changed_reads_as_empty_and_can_be_filled_again(string edit) => In(nft =>
    {
        using NftablesServiceTable table = new(nft);
        Fill(table);
        Assert.Equal(4, Dump(table).Count);
        using LibNftablesRunner other = new();
        Assert.True(other.Run("add table inet foreign").Succeeded);
        Assert.Equal(4, Dump(table).Count);

        Assert.True(other.Run(edit).Succeeded);
        Assert.Equal(0, Dump(table).Count);
        Assert.Equal(1, table.Repairs);
        Apply(table, [.. Commands()]);
        Assert.Equal(Text(Wanted()), Text(Dump(table)));
        using NftablesServiceTable successor = new(nft);
        Assert.Null(successor.TryOpen());
        Assert.Equal(Text(Wanted()), Text(Dump(successor)));
    });

    [PrivilegedFact]
    public void What_others_do_to_tables_of_their_own_costs_no_look_at_ours() => In(nft =>
    {
        CountingNftables counting = new(nft);
        using NftablesServiceTable table = new(counting);
        Fill(table);
        Dump(table);
        using LibNftablesRunner other = new();
        int looks = counting.Looks;
        for (int i = 0; i < 5; i++)
        {
            Assert.True(other.Run($"add table inet foreign\nadd chain inet foreign c{i}").Succeeded);
            Assert.Equal(4, Dump(table).Count);
        }

        Assert.Equal(looks, counting.Looks);
        Assert.True(other.Run("flush chain inet keepalived_lvs prerouting").Succeeded);
        Assert.Equal(0, Dump(table).Count);
        Assert.True(counting.Looks > looks);
    });

    [PrivilegedFact]
    public void Without_services_there_is_no_table() => In(nft =>
    {
        using NftablesServiceTable table = new(nft);
        Fill(table);
        Assert.Contains("keepalived_lvs", nft.Run("list tables").Output, StringComparison.Ordinal);
        Apply(table, [.. Wanted().Services.Select(key => new IpvsCommand.RemoveService(key))]);
        Assert.Equal("", nft.Run("list tables").Output);
        Apply(table, [.. Commands()]);
        Assert.Equal(Text(Wanted()), Text(Dump(table)));
        Apply(table, new IpvsCommand.Flush());
        Assert.Equal("", nft.Run("list tables").Output);
        Assert.Equal(0, table.Repairs);
    });

    [PrivilegedFact]
    public void What_an_earlier_run_left_goes_when_another_plane_carries_the_services() => In(nft =>
    {
        using NftablesServiceTable table = new(nft);
        Assert.Equal(0, table.RemoveLeftovers(IpvsOwnership.Nothing));
        Fill(table);
        Assert.True(nft.Run("add table inet foreign").Succeeded);
        using NftablesServiceTable successor = new(nft);
        Assert.Equal(4, successor.RemoveLeftovers(IpvsOwnership.Nothing));
        Assert.Equal("table inet foreign", nft.Run("list tables").Output.Trim());
        Assert.Equal(0, successor.RemoveLeftovers(IpvsOwnership.Nothing));
    });

    [PrivilegedFact]
    public void What_was_counted_survives_other_weights_and_goes_with_its_server() => In(nft =>
    {
        using NftablesServiceTable table = new(nft);
        Fill(table);
        string[] elements = ["192.0.2.1 . 6 . 80 . 10.0.0.1 . 80", "192.0.2.1 . 6 . 80 . 10.0.0.2 . 8080"];
        const string set = "inet keepalived_lvs in_services";
        Assert.True(nft.Run($"delete element {set} {{ {string.Join(", ", elements)} }}").Succeeded);
        string counted = string.Join(", ", elements.Select((e, i) => $"{e} counter packets {i + 5} bytes {i + 500}"));
        Assert.True(nft.Run($"add element {set} {{ {counted} }}").Succeeded);

        Apply(
            table,
            new IpvsCommand.EditDestination(s_web, Server("10.0.0.1", 80, 9)),
            new IpvsCommand.RemoveDestination(s_web, Server("10.0.0.2", 8080, 1).Key),
            new IpvsCommand.AddDestination(s_web, Server("10.0.0.4", 80, 1)));
        VirtualServiceStatistics web = table.ReadStatistics().Single(service => service.Service == s_web);
        Assert.Equal(
            [("10.0.0.1", 5UL, 500UL), ("10.0.0.3", 0UL, 0UL), ("10.0.0.4", 0UL, 0UL)],
            web.Destinations.OrderBy(d => d.Destination.Address).Select(d =>
                ($"{d.Destination.Address}", d.Counters.IncomingPackets, d.Counters.IncomingBytes)));
        Assert.Equal(5UL, web.Total.IncomingPackets);
    });

    [PrivilegedFact]
    public void What_the_plane_cannot_do_is_refused_by_name_and_the_rest_is_done() => In(nft =>
    {
        using NftablesServiceTable table = new(nft);
        Assert.Null(table.TryOpen());
        List<IpvsFailure> failures = [];
        IpvsServiceKey other = s_web with { Port = 81 };
        table.Apply(
            [
                new IpvsCommand.AddService(new IpvsService(other) { Scheduler = "wlc" }),
                new IpvsCommand.AddService(new IpvsService(s_web) { Scheduler = "rr" }),
                new IpvsCommand.AddDestination(s_web, Server("10.0.0.1", 80, 1) with { ForwardingMethod = 3 }),
                new IpvsCommand.AddDestination(s_web, Server("10.0.0.2", 80, 1)),
            ],
            failures);
        Assert.Equal(2, failures.Count);
        Assert.Contains("lb_algo wlc", failures[0].Text, StringComparison.Ordinal);
        Assert.Contains("NAT only", failures[1].Text, StringComparison.Ordinal);
        IpvsTable present = Dump(table);
        Assert.Equal([s_web], present.Services);
        Assert.True(present.TryGet(s_web, out _, out var servers));
        Assert.Single(servers);
    });

    private static void Fill(NftablesServiceTable table)
    {
        Assert.Null(table.TryOpen());
        Apply(table, [.. Commands()]);
    }

    private static IEnumerable<IpvsCommand> Commands()
    {
        foreach (VirtualService service in Wanted().ToServices())
        {
            yield return new IpvsCommand.AddService(service.Service);
            foreach (IpvsDestination destination in service.Destinations)
            {
                yield return new IpvsCommand.AddDestination(service.Service.Key, destination);
            }
        }
    }

    private static IpvsTable Wanted()
    {
        IpvsTable table = new();
        table.Put(new IpvsService(s_web)
        {
            Scheduler = "wrr", Flags = IpvsService.Persistent, TimeoutSeconds = 50, NetmaskBits = 24,
        });
        table.Put(s_web, Server("10.0.0.1", 80, 3));
        table.Put(s_web, Server("10.0.0.2", 8080, 1));
        table.Put(s_web, Server("10.0.0.3", 80, 0));
        table.Put(new IpvsService(s_dns) { Scheduler = "sh", NetmaskBits = 128 });
        table.Put(s_dns, Server("2001:db8::11", 53, 1));
        table.Put(new IpvsService(s_mark) { Scheduler = "rr" });
        table.Put(s_mark, Server("10.0.0.1", 0, 1));
        IpvsServiceKey withPorts = s_mark with { Fwmark = 8 };
        table.Put(new IpvsService(withPorts)
        {
            Scheduler = "rr", Flags = IpvsService.Persistent, TimeoutSeconds = 50,
            NetmaskBits = 16, MaskWithHoles = 0xFF00FF00,
        });
        table.Put(withPorts, Server("10.0.0.1", 8080, 1));
        return table;
    }

    private static void Apply(NftablesServiceTable table, params IpvsCommand[] commands)
    {
        List<IpvsFailure> failures = [];
        table.Apply(commands, failures);
        Assert.Empty(failures.Select(failure => failure.Text));
    }

    private static IpvsTable Dump(NftablesServiceTable table)
    {
        IpvsTable found = new();
        Assert.Null(table.Dump(found));
        return found;
    }

    private static IEnumerable<string> Text(IpvsTable table) => table.ToServices()
        .SelectMany(service => service.Destinations.Select(d => $"{service.Service} {d}").Append($"{service.Service}"))
        .Order(StringComparer.Ordinal);

    private static IpvsDestination Server(string address, ushort port, int weight) =>
        new(new IpvsDestinationKey(Address(address), port)) { Weight = weight };

    private static IpAddress Address(string text) =>
        IpAddress.TryParse(text, out IpAddress address) ? address : throw new ArgumentException(text);

    private void In(Action<LibNftablesRunner> action) => TestNetwork.In(_network!.Left, () =>
    {
        using LibNftablesRunner nft = new();
        action(nft);
    });
}
