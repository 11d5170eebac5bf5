using Akka.Actor;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Lvs;
using Keepalived.Actors.Notify;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Notify;
using Keepalived.Core.Tests;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Tests.Lvs;

public sealed class LvsActorsTests : LvsWorld
{
    [Fact]
    public void Servers_leave_the_table_when_their_check_fails_and_come_back()
    {
        Start(Service(80, Server(1), Server(2)), Service(81, Server(3)));
        ExpectTable("80: 1*1 2*1; 81: 3*1");

        Checks.Fail(Address(2));
        RunChecks(2, 1, 2, 3);
        ExpectTable("80: 1*1; 81: 3*1");

        Checks.Pass(Address(2));
        RunChecks(1, 2);
        ExpectTable("80: 1*1 2*1; 81: 3*1");

        AwaitAssert(() => Assert.Equal(
            ["192.0.2.2 down! TCP_CHECK", "192.0.2.2 up! TCP_CHECK"],
            Facts.Where(fact => fact.EndsWith("_CHECK", StringComparison.Ordinal))));
        AwaitFirstFacts(quorums: 2, servers: 3);
    }

    [Fact]
    public void Without_IPVS_checkers_run_on_and_the_table_is_written_when_it_appears()
    {
        Table.Unavailable = "no IPVS";
        Start(Service(80, Server(1), Server(2)));
        Checks.Fail(Address(1));
        RunChecks(3, 1, 2);
        AwaitAssert(() => Assert.Equal("80: 2*1", Text(KernelTable().Wanted)));
        Assert.Equal("no IPVS", KernelTable().Degradation);
        Assert.False(Snapshot().VirtualServers[0].InKernel);
        KernelStateSnapshot shown = KernelState();
        Assert.Equal(("IPVS", "no IPVS"), (shown.LvsBackend, shown.LvsDegradation));

        Table.Unavailable = null;
        AwaitAssert(() =>
        {
            Clock.Advance(TimeSpan.FromSeconds(60));
            Assert.Equal("80: 2*1", Text(KernelTable().Present));
        });
        AwaitAssert(() => Assert.True(Snapshot().VirtualServers[0].InKernel));
        Assert.Null(KernelTable().Degradation);
    }

    [Fact]
    public void Crashed_checker_goes_on_from_its_last_verdict()
    {
        Start(Service(80, Server(1), Server(2)));
        Checks.Fail(Address(2));
        RunChecks(2, 1, 2);
        ExpectTable("80: 1*1");
        int facts = FactsOfTwoServers();

        Checks.Bugs[Address(2)] = new InvalidOperationException("thrown by the test");
        RunChecks(1, 2);
        Checks.Bugs.Clear();
        RunChecks(2, 1, 2);

        CheckerSnapshot checker = Snapshot().VirtualServers[0].Checkers.Single(c => c.Server == 1);
        Assert.Equal(("thrown by the test", true), (checker.LastError, checker.Standing.IsFailed));
        Assert.True(checker.Restarts > 0);
        ExpectTable("80: 1*1");
        Assert.Equal(facts, Facts.Count);
    }

    [Fact]
    public void Checker_that_breaks_down_too_often_counts_as_failed_and_the_others_go_on()
    {
        Start(Service(80, Server(1), Server(2)));
        ExpectTable("80: 1*1 2*1");

        Checks.Bugs[Address(2)] = new InvalidOperationException("thrown by the test");
        AwaitAssert(() =>
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(Snapshot().VirtualServers[0].Checkers.Single(c => c.Server == 1).GivenUp);
        });

        ExpectTable("80: 1*1");
        Assert.Equal(11, Snapshot().VirtualServers[0].Checkers.Single(c => c.Server == 1).Restarts + 1);
        RunChecks(2, 1);
    }

    [Fact]
    public void Crashed_virtual_server_keeps_its_state_and_tells_nothing_twice()
    {
        Start(Service(80, Server(1), Server(2)));
        Checks.Fail(Address(2));
        RunChecks(2, 1, 2);
        ExpectTable("80: 1*1");
        int facts = FactsOfTwoServers();
        IActorRef child = Child($"lvs/{ActorNames.VirtualServer("[198.51.100.1]:tcp:80")}");

        // An index that does not exist is a bug in whoever tells it, and an exception in here.
        child.Tell(new UpdateVirtualServer(null!));
        RunChecks(3, 1, 2);

        ExpectTable("80: 1*1");
        Assert.Equal(facts, Facts.Count);
    }

    [Fact]
    public void New_gateway_is_told_everything_again_and_removes_nothing_of_ours()
    {
        Start(Service(80, Server(1)), Service(81, Server(2)));
        ExpectTable("80: 1*1; 81: 2*1");
        Table.Table.Put(Foreign());
        int before = Table.Applied.Count;

        Gateway.Tell(new SetVirtualServices(null!, default));

        // A question that the ending one had in its mailbox is lost.
        TimeSpan patience = TimeSpan.FromSeconds(1);
        AwaitAssert(() => Assert.Equal(
            2, Gateway.Ask<KernelStateSnapshot>(new GetKernelState(), patience).GetAwaiter().GetResult().Epoch));
        ExpectTable("80: 1*1; 81: 2*1; 9999: ");
        Assert.Equal(before, Table.Applied.Count);
    }

    [Fact]
    public void The_table_is_written_before_the_first_check()
    {
        int created = -1;
        Table.Refuse = command =>
        {
            created = command is IpvsCommand.AddDestination ? Checks.Created : created;
            return 0;
        };

        Start(Service(80, [.. Enumerable.Range(1, 100).Select(n => Server(n))]));

        AwaitAssert(() => Assert.Equal(100, Checks.Created));
        Assert.Equal(0, created);
    }

    [Fact]
    public void Checks_begin_where_no_table_can_be_written()
    {
        Table.Unavailable = "no such module";

        Start(Service(80, Server(1)));

        AwaitAssert(() => Assert.Equal(1, Checks.Created));
    }

    [Fact]
    public void Leftovers_of_a_killed_run_go_once_all_virtual_servers_have_spoken()
    {
        IpvsService leftover = Foreign();
        Table.Table.Put(leftover);
        Record.Save(new IpvsOwnership([leftover.Key], []));

        Start(Service(80, Server(1)));

        ExpectTable("80: 1*1");
        Assert.DoesNotContain(leftover.Key, Record.Saved);
    }

    [Fact]
    public void Reload_leaves_unchanged_virtual_servers_alone()
    {
        Start(Service(80, Server(1), Server(2)), Service(81, Server(3)));
        Checks.Fail(Address(2));
        RunChecks(2, 1, 2, 3);
        ExpectTable("80: 1*1; 81: 3*1");
        int created = Checks.Created;

        Reload(Service(80, Server(1), Server(2)), Service(82, Server(4)));

        ExpectTable("80: 1*1; 82: 4*1");
        AwaitAssert(() => Assert.Equal(created + 1, Checks.Created));
        RunChecks(2, 1, 2, 4);
        ExpectTable("80: 1*1; 82: 4*1");
    }

    [Fact]
    public void Reload_changes_a_virtual_server_in_place()
    {
        Start(Service(80, Server(1), Server(2)));
        Checks.Fail(Address(2));
        RunChecks(2, 1, 2);
        ExpectTable("80: 1*1");
        int created = Checks.Created;

        Reload(Service(80, Server(2), Server(1) with { Weight = 9 }, Server(3)) with { Scheduler = "sed" });

        ExpectTable("80: 1*9 3*1");
        Assert.Equal("sed", KernelTable().Present.Single().Service.Scheduler);
        AwaitAssert(() => Assert.Equal(created + 1, Checks.Created));
        Checks.Pass(Address(2));
        RunChecks(2, 1, 2, 3);
        ExpectTable("80: 1*9 2*1 3*1");
    }

    [Theory]
    [InlineData("lvs_flush", 1)]
    [InlineData("", 2)]
    public void A_start_flushes_what_is_there_only_where_it_was_asked_to(string line, int services)
    {
        IpvsServiceKey foreign = IpvsServiceKey.ForMark(99, System.Net.Sockets.AddressFamily.InterNetwork);
        Table.Table.Put(new IpvsService(foreign) { Scheduler = "rr" });
        Start(new KeepalivedConfig { Global = ConfLines.Global(line), VirtualServers = [Service(80, Server(1))] });

        AwaitAssert(() => Assert.Contains("80: 1*1", Text(KernelTable().Present)));

        Assert.Equal(services, Table.Table.Count);
    }

    [Fact]
    public async Task Timeouts_go_into_the_table()
    {
        IpvsCommand.SetTimeouts before = Table.Timeouts;
        Start(new KeepalivedConfig
        {
            Global = ConfLines.Global("lvs_timeouts tcp 5 tcpfin 6 udp 7"), VirtualServers = [Service(80, Server(1))],
        });

        AwaitAssert(() => Assert.Equal(new IpvsCommand.SetTimeouts(5, 6, 7), Table.Timeouts));

        await Stop();
        Assert.Equal(before, Table.Timeouts);
    }

    [Fact]
    public async Task Stop_takes_our_services_away_and_omega_tells_of_it()
    {
        Start(Written("omega"), Service(81, Server(2)));
        ExpectTable("80: 1*1; 81: 2*1");
        AwaitFirstFacts(quorums: 2, servers: 2);
        Facts.Clear();

        await Stop();

        Assert.Equal(0, Table.Table.Count);
        Assert.Empty(Record.Saved);
        AwaitAssert(() => Assert.Equal(["192.0.2.1 down!  stopping", "quorum down 1 stopping"], Facts));
    }

    [Fact]
    public async Task Stop_does_not_hang_without_IPVS()
    {
        Table.Unavailable = "no IPVS";
        Start(Service(80, Server(1)));
        AwaitAssert(() => Assert.Equal("no IPVS", KernelTable().Degradation));

        await Stop();
    }

    [Fact]
    public void Dynamic_weight_goes_into_the_table()
    {
        CheckerConfig script = new CheckerConfig.Misc(new NotifyScriptConfig(["/bin/x"]))
        {
            Dynamic = true, Retry = 0, DelayLoop = TimeSpan.FromSeconds(1), Warmup = TimeSpan.Zero,
        };
        Checks.Answer("/bin/x", CheckResult.Pass(CheckReason.Exited, 12));
        Start(Service(80, Server(1, script) with { Weight = 3 }));

        AwaitAssert(() =>
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("80: 1*10", Text(KernelTable().Present));
        });
    }

    [Fact]
    public void Suspended_checks_run_only_while_the_address_is_here()
    {
        Checks.Fail(Address(1));
        Start(Written("ha_suspend"));
        ExpectTable("80: 1*1");
        AwaitAssert(() => Assert.True(Snapshot().VirtualServers[0].Suspended));
        Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, Checks.Attempts(Address(1)));

        Lvs.Tell(new Links.LinksSynchronized(WithAddress("198.51.100.1")));
        RunChecks(1, 1);
        ExpectTable("80: ");

        Lvs.Tell(new Links.LinksSynchronized(WithAddress("192.0.2.254")));
        AwaitAssert(() => Assert.True(Snapshot().VirtualServers[0].Suspended));
    }

    private static Core.Kernel.LinkTable WithAddress(string address) =>
        Core.Kernel.LinkTable.From(new Core.Kernel.KernelSnapshot(
        [], [new Core.Kernel.KernelAddress(2, Wire.Ip.IpAddress.Parse(address), 24, 0, 0)]));

    private static IpvsService Foreign() =>
        new(IpvsServiceKey.ForAddress(6, Wire.Ip.IpAddress.Parse("203.0.113.1"), 9999)) { Scheduler = "rr" };

    [Theory]
    [InlineData("lvs_flush_on_stop", true)]
    [InlineData("lvs_flush_onstop", true)]
    [InlineData("lvs_flush_on_stop VS", false)]
    [InlineData("", false)]
    public async Task A_stop_flushes_all_or_only_what_is_ours(string line, bool takesForeign)
    {
        IpvsServiceKey foreign = IpvsServiceKey.ForMark(99, System.Net.Sockets.AddressFamily.InterNetwork);
        Table.Table.Put(new IpvsService(foreign) { Scheduler = "rr" });
        Start(new KeepalivedConfig
        {
            Global = ConfLines.Global(line), VirtualServers = [Service(80, Server(1))],
        });
        AwaitAssert(() => Assert.Equal(2, Table.Table.Count));

        await Stop();

        Assert.Equal(takesForeign ? 0 : 1, Table.Table.Count);
    }

    [Fact]
    public async Task Sync_daemons_follow_their_instance_and_reloads_and_end_with_the_stop()
    {
        KeepalivedConfig config = new()
        {
            Global = new GlobalConfig { LvsSyncDaemon = new LvsSyncDaemonConfig("eth1") { Instance = "VI_1" } },
            VirtualServers = [Service(80, Server(1))],
        };
        Start(config);
        AwaitAssert(() => Assert.Equal([SyncDaemonState.Backup], Running()));

        Sys.EventStream.Publish(new InstanceTransitioned(
            new VrrpInstanceConfig { Name = "VI_1" }, VrrpState.Backup, NotifiedState.Master, default, 100));
        AwaitAssert(() => Assert.Equal([SyncDaemonState.Master], Running()));

        Sys.EventStream.Publish(new ConfigurationChanged(config with
        {
            Global = new GlobalConfig { LvsSyncDaemon = new LvsSyncDaemonConfig("eth2") },
        }, 2));
        AwaitAssert(() => Assert.Equal([SyncDaemonState.Master, SyncDaemonState.Backup], Running()));
        Assert.All(KernelTable().SyncDaemons, daemon => Assert.Equal("eth2", daemon.Interface));

        await Stop();
        Assert.Empty(Table.Table.SyncDaemons);
    }

    [Fact]
    public void A_reload_with_one_changed_server_sends_the_one_write()
    {
        VirtualServerConfig before = Service(80, [.. Enumerable.Range(1, 50).Select(n => Server(n))]);
        Start(before, Service(81, Server(60)));
        AwaitAssert(() => Assert.True(Snapshot().VirtualServers.All(server => server.InKernel)));
        Table.Applied.Clear();

        RealServerConfig[] servers = [.. before.RealServers];
        servers[6] = servers[6] with { Weight = 9 };
        Reload(before with { RealServers = [.. servers] }, Service(81, Server(60)));

        AwaitAssert(() => Assert.Contains(Table.Applied, command =>
            command is IpvsCommand.EditDestination { Destination.Weight: 9 }));
        AwaitAssert(() => Assert.True(Snapshot().VirtualServers.All(server => server.InKernel)));
        Assert.Single(Table.Applied);
    }

    [Fact]
    public void What_others_flush_is_put_back_and_counted()
    {
        Start(Service(80, Server(1), Server(2)));
        ExpectTable("80: 1*1 2*1");

        Table.Table.Clear();
        AwaitAssert(() =>
        {
            Clock.Advance(TimeSpan.FromSeconds(11));
            Assert.Equal("80: 1*1 2*1", Text(Table.Table.ToServices()));
        });
        AwaitAssert(() => Assert.Equal(3, Gateway.Ask<KernelStateSnapshot>(
            new GetKernelState(), TimeSpan.FromSeconds(5)).GetAwaiter().GetResult().ItemsRestored));
    }

    /// <summary>
    /// How many were told of two servers and their quorum until the second one failed: some are told when the table is
    /// written already.
    /// </summary>
    private int FactsOfTwoServers()
    {
        AwaitAssert(() => Assert.Contains("192.0.2.2 down! TCP_CHECK", Facts));
        AwaitFirstFacts(quorums: 1, servers: 2);
        return Facts.Count;
    }

    private SyncDaemonState[] Running() => [.. KernelTable().SyncDaemons.Select(daemon => daemon.State).Order()];
}
