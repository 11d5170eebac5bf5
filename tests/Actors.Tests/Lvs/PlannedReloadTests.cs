using Keepalived.Config.Diff;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Xunit.Abstractions;

namespace Keepalived.Actors.Tests.Lvs;

/// <summary>
/// What a plan foretells of virtual servers is what a reload does: those writes to the table and those new checkers,
/// and no others. How many: <see cref="RandomReloads"/>.
/// </summary>
public sealed class PlannedReloadTests(ITestOutputHelper output) : LvsWorld
{
    private const int MostServices = 6;
    private const int MostServers = 9;

    private static readonly string[] s_schedulers = ["rr", "wrr", "wlc"];

    public static TheoryData<int> Seeds() => [.. RandomReloads.Seeds];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_reload_writes_and_starts_what_the_plan_foretold(int seed)
    {
        int count = RandomReloads.Plans;
        output.WriteLine($"RELOAD_SEED={seed} RELOAD_PLANS={count}");
        Random random = new(seed);
        VirtualServerConfig[] running = [Service(80, Server(1), Server(2)), Service(81, Server(3))];
        Start(running);
        int created = 3;
        for (int i = 0; i < count; i++)
        {
            string which = $"seed {seed}, reload {i}";
            AwaitAssert(() => Settled(running));
            AwaitAssert(() => Assert.True(created == Checks.Created, $"{which}: {Checks.Created}, not {created}"));
            VirtualServerConfig[] next = Change(random, running);
            ConfigDiff plan = ConfigDiff.Between(Config(running), Config(next));
            created += plan.VirtualServers.Sum(CheckersOf);
            int written = Table.Applied.Count;

            Reload(next);

            AwaitAssert(() => Settled(next));
            string[] done = [.. Table.Applied.Skip(written).Select(Text).Order(StringComparer.Ordinal)];
            string[] foretold =
                [.. plan.VirtualServers.SelectMany(WritesOf).Select(Text).Order(StringComparer.Ordinal)];
            Assert.True(
                foretold.SequenceEqual(done),
                $"{which}\nforetold:\n{string.Join('\n', foretold)}\ndone:\n{string.Join('\n', done)}");
            running = next;
        }
    }

    [Fact]
    public void Of_two_equal_keys_the_first_goes_on_from_the_first()
    {
        Start(Service(80, Server(1)), Service(80, Server(2)));
        ExpectTable("80: 1*1 2*1");
        AwaitAssert(() => Assert.Equal(2, Checks.Created));

        Reload(Service(80, Server(1)));
        ExpectTable("80: 1*1");
        Reload(Service(80, Server(1)), Service(80, Server(3)));
        ExpectTable("80: 1*1 3*1");

        AwaitAssert(() => Assert.Equal(3, Checks.Created));
    }

    private void Settled(VirtualServerConfig[] running)
    {
        var servers = Snapshot().VirtualServers;
        Assert.Equal(running.Select(static s => s.Key), servers.Select(static s => s.Config.Key));
        Assert.All(servers, static s => Assert.True(s.InKernel));
        Assert.Equal(running.Length, KernelTable().Present.Length);
    }

    private static KeepalivedConfig Config(VirtualServerConfig[] servers) => new() { VirtualServers = [.. servers] };

    private static IEnumerable<IpvsCommand> WritesOf(Change<VirtualServerConfig> change)
    {
        switch (change)
        {
            case Change<VirtualServerConfig>.Added { Item: var added }:
                return
                [
                    new IpvsCommand.AddService(ServiceOf(added)),
                    .. added.RealServers.Select(s => new IpvsCommand.AddDestination(KeyOf(added), Destination(s))),
                ];
            case Change<VirtualServerConfig>.Removed { Item: var removed }:
                return [new IpvsCommand.RemoveService(KeyOf(removed))];
            case Change<VirtualServerConfig>.Changed { Before: var before, After: var after }:
                IEnumerable<IpvsCommand> service = ServiceOf(before) == ServiceOf(after)
                    ? [] : [new IpvsCommand.EditService(ServiceOf(after))];
                return service.Concat(ConfigDiff.BetweenRealServers(before, after)
                    .SelectMany(server => WritesOf(KeyOf(after), server)));
            default:
                throw new InvalidOperationException($"no rule for {change}");
        }
    }

    private static IEnumerable<IpvsCommand> WritesOf(IpvsServiceKey key, Change<RealServerConfig> change) =>
        change switch
        {
            Change<RealServerConfig>.Added added =>
                [new IpvsCommand.AddDestination(key, Destination(added.Item))],
            Change<RealServerConfig>.Removed removed =>
                [new IpvsCommand.RemoveDestination(key, Destination(removed.Item).Key)],
            Change<RealServerConfig>.Changed changed when changed.Before.Weight != changed.After.Weight =>
                [new IpvsCommand.EditDestination(key, Destination(changed.After))],
            _ => [],
        };

    /// <summary>New checkers: those of new servers, and those that ask something else than any before.</summary>
    private static int CheckersOf(Change<VirtualServerConfig> change) => change switch
    {
        Change<VirtualServerConfig>.Added added => added.Item.RealServers.Sum(static s => s.Checkers.Count),
        Change<VirtualServerConfig>.Changed changed => ConfigDiff.BetweenRealServers(changed.Before, changed.After)
            .Sum(static server => server switch
            {
                Change<RealServerConfig>.Added added => added.Item.Checkers.Count,
                Change<RealServerConfig>.Changed c =>
                    c.After.Checkers.Count(now => !c.Before.Checkers.Any(then => then.AsksAs(now))),
                _ => 0,
            }),
        _ => 0,
    };

    private static VirtualServerConfig[] Change(Random random, VirtualServerConfig[] running)
    {
        List<VirtualServerConfig> next = [.. running];
        for (int n = random.Next(4); n > 0; n--)
        {
            int at = random.Next(next.Count);
            ushort port = (ushort)(80 + random.Next(MostServices));
            switch (random.Next(7))
            {
                case 0 when next.Count > 1:
                    next.RemoveAt(at);
                    break;
                case 1 when next.TrueForAll(s => PortOf(s) != port):
                    next.Insert(at, Service(port, Server(random.Next(1, MostServers)), Server(MostServers)));
                    break;
                case 2:
                    next.Reverse();
                    break;
                case 3:
                    next[at] = next[at] with { Scheduler = s_schedulers[random.Next(s_schedulers.Length)] };
                    break;
                default:
                    next[at] = next[at] with { RealServers = [.. ChangeServers(random, [.. next[at].RealServers])] };
                    break;
            }
        }

        return [.. next];
    }

    private static List<RealServerConfig> ChangeServers(Random random, List<RealServerConfig> servers)
    {
        int at = random.Next(servers.Count);
        RealServerConfig server = Server(random.Next(1, MostServers + 1));
        switch (random.Next(5))
        {
            case 0 when servers.Count > 1:
                servers.RemoveAt(at);
                break;
            case 1 when servers.TrueForAll(s => !s.Address.Equals(server.Address)):
                servers.Insert(at, server);
                break;
            case 2:
                servers[at] = servers[at] with { Weight = (uint)random.Next(1, 5) };
                break;
            case 3:
                CheckerConfig check = servers[at].Checkers[0] with { Retry = (uint)random.Next(3) };
                check = random.Next(2) == 0 ? check : Tcp(random.Next(1, MostServers + 1));
                servers[at] = servers[at] with { Checkers = [check] };
                break;
            default:
                servers.Reverse();
                break;
        }

        return servers;
    }

    private static ushort PortOf(VirtualServerConfig server) => ((VirtualServerKey.Address)server.Key).Port;

    private static IpvsServiceKey KeyOf(VirtualServerConfig server) => WantedServices.Keys(server, null).Single();

    private static IpvsService ServiceOf(VirtualServerConfig server) => WantedServices.Service(server, KeyOf(server));

    private static IpvsDestination Destination(RealServerConfig server) =>
        new(new IpvsDestinationKey(Wire.Ip.IpAddress.From(server.Address), server.Port))
        {
            Weight = (int)server.Weight,
        };

    private static string Text(IpvsCommand command) => command.ToString();
}
