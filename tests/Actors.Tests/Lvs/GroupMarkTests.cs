using Akka.Actor;
using Keepalived.Actors.Dump;
using Keepalived.Actors.Kernel;
using Keepalived.Config;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Actors.Tests.Lvs;

/// <summary><c>nftables_ipvs</c> from the configuration to the table, the dump, and through a reload.</summary>
public sealed class GroupMarkTests : LvsWorld
{
    private const string Global = "global_defs {\nnftables_ipvs\n}\n";

    [Fact]
    public void A_group_is_one_service_of_its_mark_and_keeps_it_when_others_come()
    {
        KeepalivedConfig first = Parse(Global + Group("WEB", 1));
        Start(first);
        ExpectServices("fwmark inet 1000");
        Assert.Contains("  Fwmark TCP: 1000 UDP: 0 SCTP: 0\n", Dump(first), StringComparison.Ordinal);
        int before = Table.Applied.Count;

        KeepalivedConfig second = Parse(Global + Group("MAIL", 2) + Group("WEB", 1));
        Tell(second);
        ExpectServices("fwmark inet 1000", "fwmark inet 1001");
        Assert.DoesNotContain(
            Table.Applied.Skip(before), command => command.ToString().Contains("1000", StringComparison.Ordinal));
        Assert.Contains("  Fwmark TCP: 1001 UDP: 0 SCTP: 0\n", Dump(second), StringComparison.Ordinal);

        // A crash of the supervisor goes on with the marks too.
        Lvs.Tell(new ConfigurationChanged(null!, 3));
        ExpectServices("fwmark inet 1000", "fwmark inet 1001");

        KeepalivedConfig third = Parse(Group("WEB", 1));
        Tell(third);
        ExpectServices("6 198.51.100.1 80", "6 198.51.100.2 80");
        Assert.DoesNotContain("Fwmark", Dump(third), StringComparison.Ordinal);
    }

    private static string Group(string name, int number) => $"virtual_server_group {name} {{\n198.51.100.{number}-"
        + $"{number + 1} 80\n}}\nvirtual_server group {name} {{\nlvs_sched rr\nprotocol TCP\n"
        + $"real_server 192.0.2.{number} 80 {{\n}}\n}}\n";

    private static KeepalivedConfig Parse(string text) => ConfigLoader.Parse(text, "k.conf").Config;

    private void Tell(KeepalivedConfig config)
    {
        NextConfig = config;
        Lvs.Tell(new ConfigurationChanged(config, 2));
    }

    private void ExpectServices(params string[] keys) => AwaitAssert(() => Assert.Equal(
        keys, KernelTable().Present.Select(service => service.Service.Key.ToString()).Order(StringComparer.Ordinal)));

    private string Dump(KeepalivedConfig config) =>
        DataText.Checkers(new DumpState { Config = config, Lvs = Snapshot() }).ToString();
}
