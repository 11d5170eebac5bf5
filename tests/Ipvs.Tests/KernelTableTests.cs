using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;
using Keepalived.Linux.Ipvs;
using Keepalived.Wire.Ip;

namespace Keepalived.Ipvs.Tests;

/// <summary>Against the kernel's IPVS, judged by <c>ipvsadm -Sn</c>.</summary>
[Collection("the kernel's table")]
[Trait("Needs", "Ipvs")]
public sealed class KernelTableTests : IDisposable
{
    private readonly NetlinkIpvsTable _table = new(static () => { });
    private readonly List<IpvsReport> _reports = [];
    private readonly string _record = Path.Join(Path.GetTempPath(), $"ka-ipvs-{Guid.NewGuid():n}");
    private TimeSpan _now = TimeSpan.FromHours(1);

    public KernelTableTests() => Ipvsadm.Run("-C");

    public void Dispose()
    {
        Ipvsadm.Run("-C");
        _table.Dispose();
        File.Delete(_record);
    }

    [Fact]
    public void Every_real_configuration_gives_the_table_that_the_reference_daemon_made()
    {
        // One reconciler for all files in turn: each is written as the difference to the one before.
        IpvsReconciler reconciler = new(_table, new NoRecord());
        StringBuilder report = new();
        HashSet<string> owners = [];
        foreach (CorpusTable file in CorpusTables.All())
        {
            foreach (string gone in owners.Except(file.Owners.Select(owner => owner.Owner)).ToArray())
            {
                reconciler.Release(gone);
                owners.Remove(gone);
            }

            foreach ((string owner, ImmutableArray<VirtualService> wanted) in file.Owners)
            {
                reconciler.SetWanted(owner, wanted);
                owners.Add(owner);
            }

            Settle(reconciler);
            List<string> actual = Ipvsadm.Table();
            bool isException = CorpusTables.Exceptions.ContainsKey(file.Name[..3]);
            if (!isException && !actual.SequenceEqual(file.Expected))
            {
                report.AppendLine(file.Name);
                report.AppendJoin(
                    '\n', file.Expected.Except(actual).Select(line => $"   reference: {line}")).AppendLine();
                report.AppendJoin(
                    '\n', actual.Except(file.Expected).Select(line => $"   here:      {line}")).AppendLine();
            }

            // What the kernel has is also what we read back.
            Assert.Equal(IpvsadmText.Lines(reconciler.Snapshot().Wanted), actual);
        }

        Assert.DoesNotContain(_reports, r => r is not (IpvsReport.OwnerApplied or IpvsReport.LeftoverRemoved));
        Assert.True(report.Length == 0, report.ToString());
    }

    [Fact]
    public void Table_of_another_network_namespace_is_written_from_here()
    {
        string name = $"ka-{Guid.NewGuid():n}"[..11];
        Shell.Run("ip", "netns", "add", name);
        try
        {
            using NetlinkIpvsTable there = new(static () => { }, $"/run/netns/{name}");
            IpvsReconciler reconciler = new(there, new NoRecord());
            reconciler.SetWanted("all", [.. Kinds()]);
            Settle(reconciler);

            Assert.Contains("-A ", Shell.Run("ip", "netns", "exec", name, "ipvsadm", "-Sn"));
            Assert.Empty(Ipvsadm.Table());
        }
        finally
        {
            Shell.Run("ip", "netns", "del", name);
        }
    }

    [Fact]
    public void What_is_written_is_read_back_unchanged()
    {
        ImmutableArray<VirtualService> wanted = [.. Kinds()];
        IpvsReconciler reconciler = new(_table, new NoRecord());
        reconciler.SetWanted("all", wanted);
        Settle(reconciler);
        IpvsTable read = new();

        Assert.Null(_table.Dump(read));

        Assert.Equal(wanted.Length, read.Count);
        Assert.All(wanted, service =>
        {
            Assert.True(read.TryGet(service.Service.Key, out IpvsService? found, out var destinations));
            Assert.Equal(service.Service, found);
            Assert.Equal(service.Destinations.ToDictionary(d => d.Key), destinations);
        });
        Assert.Equal(IpvsadmText.Lines(wanted), Ipvsadm.Table());
        Assert.DoesNotContain(_reports, report => report is not IpvsReport.OwnerApplied);
    }

    [Fact]
    public void Flush_and_edits_by_others_are_put_right_and_foreign_services_stay()
    {
        Ipvsadm.Run("-A", "-t", "203.0.113.9:99", "-s", "lc");
        IpvsReconciler reconciler = new(_table, new NoRecord());
        reconciler.SetWanted("all", [.. Kinds()]);
        Settle(reconciler);
        List<string> table = Ipvsadm.Table();
        Assert.Contains("-A -t 203.0.113.9:99 -s lc", table);
        _reports.Clear();

        Ipvsadm.Run("-C");
        Later(reconciler);
        Assert.Equal(table.Where(line => !line.Contains("203.0.113.9", StringComparison.Ordinal)), Ipvsadm.Table());
        Assert.Equal(Kinds().Count(), _reports.Count(report => report is IpvsReport.DriftFound));

        Ipvsadm.Run("-A", "-t", "203.0.113.9:99", "-s", "lc");
        Ipvsadm.Run("-E", "-t", "198.51.100.1:80", "-s", "sh");
        Ipvsadm.Run("-e", "-t", "198.51.100.1:80", "-r", "192.0.2.1:8080", "-m", "-w", "77");
        Ipvsadm.Run("-d", "-t", "198.51.100.1:80", "-r", "192.0.2.2:8080");
        Ipvsadm.Run("-a", "-t", "198.51.100.1:80", "-r", "192.0.2.77:8080", "-m");
        Later(reconciler);
        Assert.Equal(table, Ipvsadm.Table());

        reconciler.Release("all");
        Settle(reconciler);
        Assert.Equal(["-A -t 203.0.113.9:99 -s lc"], Ipvsadm.Table());
    }

    [Fact]
    public void Services_of_a_killed_daemon_are_adopted_or_removed_and_others_stay()
    {
        VirtualService kept = Kinds().First();
        VirtualService leftover = Kinds().Last();
        IpvsReconciler killed = new(_table, new ServiceOwnershipFile(_record));
        killed.SetWanted("a", [kept, leftover]);
        Settle(killed);
        Ipvsadm.Run("-A", "-f", "12345", "-s", "rr");

        using NetlinkIpvsTable table = new(static () => { });
        IpvsReconciler successor = new(table, new ServiceOwnershipFile(_record));
        successor.SetWanted("b", [kept]);
        successor.CompleteStart();
        Settle(successor);

        Assert.Equal(
            ["-A -f 12345 -s rr", .. IpvsadmText.Lines([kept])], Ipvsadm.Table().Order(StringComparer.Ordinal));
        Assert.Contains(new IpvsReport.LeftoverRemoved(leftover.Service.Key), _reports);
        successor.Release("b");
        Settle(successor);
        Assert.False(File.Exists(_record));
    }

    [Fact]
    public void What_a_killed_run_left_here_goes_when_another_plane_carries_the_services_and_others_stay()
    {
        IpvsReconciler killed = new(_table, new ServiceOwnershipFile(_record));
        killed.SetWanted("a", [.. Kinds()]);
        Settle(killed);
        Ipvsadm.Run("-A", "-f", "12345", "-s", "rr");

        InMemoryVirtualServiceTable other = new();
        using NetlinkIpvsTable ipvs = new(static () => { });
        ServiceOwnershipFile record = new(_record);
        IpvsReconciler successor = new(new PreferredServiceTable(other, ipvs, record.Load, onlyFirst: true), record);
        successor.SetWanted("b", [Kinds().First()]);
        Settle(successor);

        Assert.Equal(["-A -f 12345 -s rr"], Ipvsadm.Table());
        Assert.Equal([Kinds().First().Service.Key], other.Table.Services);
        Assert.Contains(_reports, r => r is IpvsReport.Noticed told && told.Text.Contains("left in IPVS"));
    }

    [Fact]
    public void Refused_commands_name_their_reason_and_the_rest_goes_on()
    {
        VirtualService good = Kinds().First();
        VirtualService bad = new(
            new IpvsService(IpvsServiceKey.ForMark(4711, AddressFamily.InterNetwork)) { Scheduler = "nonesuch" }, []);
        IpvsReconciler reconciler = new(_table, new NoRecord());

        reconciler.SetWanted("a", [bad, good]);
        Settle(reconciler);

        Assert.Equal(IpvsadmText.Lines([good]), Ipvsadm.Table());
        IpvsFailure failure = Assert.Single(_reports.OfType<IpvsReport.Refused>()).Failure;
        Assert.Equal(new IpvsCommand.AddService(bad.Service), failure.Command);
        Assert.Equal(2, failure.Errno);
    }

    [Fact]
    public void Five_thousand_servers_are_loaded_in_chunks()
    {
        VirtualService large = Kinds().First() with
        {
            Destinations = [.. Enumerable.Range(0, 5000).Select(n => new IpvsDestination(
                new IpvsDestinationKey(IpAddress.FromV4(0x0A000001u + (uint)n), 80)) { Weight = 1 })],
        };
        IpvsReconciler reconciler = new(_table, new NoRecord());
        reconciler.SetWanted("a", [large]);

        int steps = Settle(reconciler);

        Assert.InRange(steps, 79, 90);
        Assert.Equal(5001, Ipvsadm.Table().Count);
    }

    [Fact]
    public void Timeouts_are_set_and_given_back()
    {
        IpvsReconciler reconciler = new(_table, new NoRecord());
        Ipvsadm.Run("--set", "800", "110", "290");
        reconciler.SetTimeouts(new IpvsCommand.SetTimeouts(901, 121, 0));
        Settle(reconciler);
        Assert.Equal("Timeout (tcp tcpfin udp): 901 121 290", Timeouts());

        reconciler.SetTimeouts(new IpvsCommand.SetTimeouts(902, 0, 301));
        Settle(reconciler);
        Assert.Equal("Timeout (tcp tcpfin udp): 902 110 301", Timeouts());

        reconciler.SetTimeouts(null);
        Settle(reconciler);
        Assert.Equal("Timeout (tcp tcpfin udp): 800 110 290", Timeouts());
        Ipvsadm.Run("--set", "900", "120", "300");
    }

    [Fact]
    public void A_sync_daemon_that_a_killed_run_left_is_stopped()
    {
        Shell.Run("ip", "link", "add", "ka-sync", "type", "dummy");
        try
        {
            Shell.Run("ip", "address", "add", "192.0.2.253/24", "dev", "ka-sync");
            Shell.Run("ip", "link", "set", "ka-sync", "multicast", "on", "up");
            IpvsReconciler killed = new(_table, new ServiceOwnershipFile(_record));
            killed.SetSyncDaemons([new SyncDaemon(SyncDaemonState.Master, "ka-sync", 51)]);
            Settle(killed);
            Assert.Contains("master sync daemon", Daemons(), StringComparison.Ordinal);

            using NetlinkIpvsTable table = new(static () => { });
            IpvsReconciler successor = new(table, new ServiceOwnershipFile(_record));
            successor.CompleteStart();
            Settle(successor);

            Assert.Equal("", Daemons());
            Assert.False(File.Exists(_record));
        }
        finally
        {
            Shell.Run("ip", "link", "del", "ka-sync");
        }
    }

    [Fact]
    public void Sync_daemons_run_in_the_kernel_with_all_their_attributes()
    {
        Shell.Run("ip", "link", "add", "ka-sync", "type", "dummy");
        try
        {
            Shell.Run("ip", "address", "add", "192.0.2.253/24", "dev", "ka-sync");
            Shell.Run("ip", "link", "set", "ka-sync", "multicast", "on", "up");
            IpvsReconciler reconciler = new(_table, new NoRecord());
            SyncDaemon master = new(SyncDaemonState.Master, "ka-sync", 51);
            reconciler.SetSyncDaemons([master]);
            Settle(reconciler);
            Assert.Equal(
                "master sync daemon (mcast=ka-sync, syncid=51, maxlen=1472, group=224.0.0.81, port=8848, ttl=1)",
                Daemons());

            SyncDaemon backup = master with
            {
                State = SyncDaemonState.Backup, MaxLength = 1400, Port = 9000, TimeToLive = 3,
                Group = IpAddress.Parse("224.0.0.82"),
            };
            reconciler.SetSyncDaemons([backup]);
            Settle(reconciler);
            Assert.Equal(
                "backup sync daemon (mcast=ka-sync, syncid=51, maxlen=1400, group=224.0.0.82, port=9000, ttl=3)",
                Daemons());

            Ipvsadm.Run("--stop-daemon", "backup");
            Later(reconciler);
            Assert.Contains("backup sync daemon", Daemons(), StringComparison.Ordinal);
            Assert.Contains(new IpvsReport.SyncDaemonLost(SyncDaemonState.Backup), _reports);

            reconciler.SetSyncDaemons([]);
            Settle(reconciler);
            Assert.Equal("", Daemons());
            Assert.DoesNotContain(_reports, report => report is IpvsReport.Refused);
        }
        finally
        {
            Shell.Run("ip", "link", "del", "ka-sync");
        }
    }

    private static string Timeouts() => Ipvsadm.Run("-L", "--timeout").Trim();

    private static string Daemons() => Ipvsadm.Run("-L", "--daemon").Trim();

    private int Settle(IpvsReconciler reconciler)
    {
        int steps = 0;
        while (reconciler.NextDue is { } due && due <= _now)
        {
            Assert.True(++steps < 1000, "it never comes to rest");
            reconciler.Step(_now, _reports);
        }

        return steps;
    }

    private void Later(IpvsReconciler reconciler)
    {
        _now += IpvsReconcilerOptions.Default.VerifyInterval;
        Settle(reconciler);
    }

    /// <summary>Each kind of service, scheduler, forwarding and option that is built.</summary>
    private static IEnumerable<VirtualService> Kinds()
    {
        IpAddress v4 = IpAddress.Parse("198.51.100.1");
        IpAddress v6 = IpAddress.Parse("2001:db8::1");
        yield return Service(IpvsServiceKey.ForAddress(6, v4, 80), "wrr", Server("192.0.2.1"), Server("192.0.2.2") with
        {
            Weight = 0, UpperThreshold = 100, LowerThreshold = 50,
        });
        yield return Service(IpvsServiceKey.ForAddress(17, v4, 53), "rr", Server("192.0.2.1", 3)) with { };
        yield return Service(IpvsServiceKey.ForAddress(132, v4, 80), "lc", Server("192.0.2.1", 3));
        yield return Service(IpvsServiceKey.ForAddress(6, v6, 80), "wlc", Server("2001:db8:1::1"));
        yield return Service(IpvsServiceKey.ForMark(7, AddressFamily.InterNetwork), "sed", Server("192.0.2.1", 3, 0));
        yield return Service(IpvsServiceKey.ForMark(7, AddressFamily.InterNetworkV6), "nq", Server("2001:db8:1::1"));
        string[] schedulers = ["lblc", "lblcr", "dh", "sh", "mh", "fo", "ovf", "wlc"];
        for (int i = 0; i < schedulers.Length; i++)
        {
            VirtualService service = Service(
                IpvsServiceKey.ForAddress(6, v4, (ushort)(1000 + i)), schedulers[i], Server("192.0.2.1"));
            yield return schedulers[i] is "sh" or "mh"
                ? service with { Service = service.Service with { Flags = 0x18 } }
                : service;
        }

        VirtualService persistent = Service(IpvsServiceKey.ForAddress(6, v4, 0), "rr", Server("192.0.2.1", 0, 0));
        yield return persistent with
        {
            Service = persistent.Service with { Flags = 0x01, TimeoutSeconds = 360, NetmaskBits = 24 },
        };
        VirtualService persistentV6 = Service(IpvsServiceKey.ForAddress(6, v6, 443), "rr", Server("2001:db8:1::1"));
        yield return persistentV6 with
        {
            Service = persistentV6.Service with { Flags = 0x01, TimeoutSeconds = 50, NetmaskBits = 120 },
        };
        VirtualService onePacket = Service(IpvsServiceKey.ForAddress(17, v4, 514), "rr", Server("192.0.2.1"));
        yield return onePacket with { Service = onePacket.Service with { Flags = 0x04 } };
        yield return Service(
            IpvsServiceKey.ForAddress(6, v4, 9000),
            "wrr",
            Server("192.0.2.3", 2) with { TunnelType = 1, TunnelPort = 6080, TunnelFlags = 2 },
            Server("192.0.2.4", 2) with { TunnelType = 2, TunnelFlags = 1 },
            Server("2001:db8:1::5", 2));
    }

    private static VirtualService Service(
        IpvsServiceKey key, string scheduler, params IpvsDestination[] destinations)
    {
        int bits = key.Family == AddressFamily.InterNetworkV6 ? 128 : 32;
        return new VirtualService(
            new IpvsService(key) { Scheduler = scheduler, NetmaskBits = bits }, [.. destinations]);
    }

    private static IpvsDestination Server(string address, byte forwarding = 0, ushort port = 8080) =>
        new(new IpvsDestinationKey(IpAddress.Parse(address), port)) { Weight = 1, ForwardingMethod = forwarding };
}
