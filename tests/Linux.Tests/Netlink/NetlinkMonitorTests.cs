using System.Collections.Concurrent;
using Keepalived.Core.Kernel;
using Keepalived.Linux.Netlink;
using Keepalived.Wire.Ip;
using Linux.Tests.Sockets;
using Linux.Tests.Support;

namespace Linux.Tests.Netlink;

public sealed class NetlinkMonitorTests : IDisposable
{
    private readonly TestNetwork? _network = Privileges.IsRoot ? new TestNetwork() : null;
    private readonly BlockingCollection<KernelEvent> _events = [];

    private TestNetwork Network => _network!;

    public void Dispose() => _network?.Dispose();

    [PrivilegedFact]
    public void It_begins_with_everything_there_is()
    {
        using NetlinkMonitor monitor = Start();
        KernelSnapshot snapshot = Next<Synchronized>(_ => true).Snapshot;
        Assert.Contains(snapshot.Links, link => link.Name == "v0" && link.IsUp);
        Assert.Contains(snapshot.Addresses, address => address.Address == IpAddress.Parse("192.0.2.1"));
    }

    [PrivilegedFact]
    public void Foreign_changes_of_addresses_and_links_become_events()
    {
        using NetlinkMonitor monitor = Start();
        Next<Synchronized>(_ => true);
        IpAddress added = IpAddress.Parse("192.0.2.77");

        Network.IpLeft("address", "add", "192.0.2.77/24", "dev", "v0");
        AddressAdded addition = Next<AddressAdded>(one => one.Address.Address == added);
        Assert.True(addition.Address.IsSecondary);
        Network.IpLeft("address", "del", "192.0.2.77/24", "dev", "v0");
        Next<AddressRemoved>(one => one.Address.Address == added);

        Network.IpLeft("link", "set", "v0", "down");
        Next<LinkChanged>(one => one.Link.Name == "v0" && !one.Link.IsUp);
        Network.IpLeft("link", "set", "v0", "up");
        Next<LinkChanged>(one => one.Link.Name == "v0" && one.Link.IsUp);
        Network.IpLeft("link", "del", "v0");
        Next<LinkRemoved>(one => one.Name == "v0");
    }

    [PrivilegedFact]
    public void A_bridge_port_that_leaves_is_not_taken_for_a_removed_link()
    {
        using NetlinkMonitor monitor = Start();
        Next<Synchronized>(_ => true);
        Network.IpLeft("link", "add", "br0", "type", "bridge");
        Network.IpLeft("link", "set", "v0", "master", "br0");
        Network.IpLeft("link", "set", "v0", "nomaster");
        Network.IpLeft("link", "del", "br0");
        LinkRemoved removed = Next<LinkRemoved>(_ => true);
        Assert.Equal("br0", removed.Name);
    }

    [PrivilegedFact]
    public void Lost_notifications_lead_to_a_new_snapshot()
    {
        var block = new ManualResetEventSlim();
        using NetlinkMonitor monitor = TestNetwork.In(Network.Left, () => new NetlinkMonitor(receiveBuffer: 4096));
        monitor.Start(change =>
        {
            _events.Add(change);
            if (change is AddressAdded)
            {
                block.Wait(Waits.Long);
            }
        }, static _ => { });
        Next<Synchronized>(_ => true);
        // Nothing is read from now on, and so nothing is noticed before all of it has happened.
        Network.IpLeft("address", "add", "192.0.2.77/24", "dev", "v0");
        Next<AddressAdded>(_ => true);

        string batch = string.Concat(Enumerable.Range(1, 100).Select(i => $"address add 203.0.113.{i}/32 dev v0\n"));
        string file = Path.GetTempFileName();
        File.WriteAllText(file, batch);
        TestNetwork.Ip("-n", Network.Left, "-batch", file);
        File.Delete(file);
        block.Set();

        KernelSnapshot snapshot = Next<Synchronized>(_ => true).Snapshot;
        Assert.Equal(100, snapshot.Addresses.Count(one => one.Address.V4Value >> 8 == 0xCB0071));
        Assert.True(monitor.Resynchronizations >= 2);
        Assert.Null(monitor.Failure);
    }

    [PrivilegedFact]
    public void The_loss_of_our_routes_and_rules_is_told_and_that_of_others_is_not()
    {
        using NetlinkMonitor monitor = TestNetwork.In(Network.Left, () => new NetlinkMonitor());
        monitor.WatchRouting();
        monitor.Start(_events.Add, static _ => { });
        Next<Synchronized>(_ => true);
        Network.IpLeft("route", "add", "203.0.113.0/24", "dev", "v0");
        Network.IpLeft("route", "add", "198.51.100.0/24", "dev", "v0", "proto", "18");
        Network.IpLeft("rule", "add", "from", "203.0.113.0/24", "table", "100");
        Network.IpLeft("rule", "add", "from", "198.51.100.0/24", "table", "100", "protocol", "18");
        Network.IpLeft("rule", "del", "from", "203.0.113.0/24", "table", "100");
        Network.IpLeft("rule", "del", "from", "198.51.100.0/24", "table", "100");
        Network.IpLeft("route", "del", "203.0.113.0/24", "dev", "v0");
        Network.IpLeft("route", "del", "198.51.100.0/24", "dev", "v0");
        IpPrefix ours = IpPrefix.Parse("198.51.100.0/24");
        Assert.Equal(ours, Next<RuleRemoved>(_ => true).Rule.From);
        Assert.Equal(ours, Next<RouteRemoved>(_ => true).Route.Destination);
    }

    private NetlinkMonitor Start()
    {
        NetlinkMonitor monitor = TestNetwork.In(Network.Left, () => new NetlinkMonitor());
        monitor.Start(_events.Add, static _ => { });
        return monitor;
    }

    private T Next<T>(Func<T, bool> matches)
        where T : KernelEvent
    {
        while (_events.TryTake(out KernelEvent? change, Waits.Long))
        {
            if (change is T wanted && matches(wanted))
            {
                return wanted;
            }
        }

        throw new TimeoutException($"no {typeof(T).Name}");
    }
}
