using System.Net;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Actors.Tests.Lvs;

/// <summary>What a reload writes is what the file changed, whatever else is in the table.</summary>
public sealed class ReloadWritesTests : LvsWorld
{
    private const int Services = 10;
    private const int Each = 100;

    [Fact]
    public void One_changed_weight_among_1000_real_servers_is_one_write()
    {
        VirtualServerConfig[] running = [.. Enumerable.Range(0, Services).Select(Service)];
        Start(running);
        AwaitAssert(() => Assert.Equal(Services * Each, KernelTable().Present.Sum(static s => s.Destinations.Length)));
        // The table comes first, the checkers after it.
        AwaitAssert(() => Assert.Equal(Services * Each, Checks.Created));
        int written = Table.Applied.Count;

        RealServerConfig[] servers = [.. running[4].RealServers];
        servers[60] = servers[60] with { Weight = 7 };
        running[4] = running[4] with { RealServers = [.. servers] };
        Reload(running);

        AwaitAssert(() => Assert.Contains(
            KernelTable().Present, static service => service.Destinations.Any(static d => d.Weight == 7)));
        var edit = Assert.IsType<IpvsCommand.EditDestination>(Assert.Single(Table.Applied.Skip(written)));
        Assert.Equal((84, 7), ((int)edit.Service.Port, edit.Destination.Weight));
        Assert.Equal(Wire.Ip.IpAddress.From(servers[60].Address), edit.Destination.Key.Address);
        Assert.Equal(Services * Each, Checks.Created);
    }

    private static VirtualServerConfig Service(int number) => Service(
        (ushort)(80 + number),
        [.. Enumerable.Range(1, Each).Select(i => Server(1) with { Address = IPAddress.Parse($"10.0.{number}.{i}") })]);
}
