using Interop.Tests.Harness;
using Xunit.Abstractions;
using static Interop.Tests.Twins.TwinSteps;

namespace Interop.Tests.Twins;

/// <summary>Twin runs about the routes and rules that an instance, or nobody in particular, owns.</summary>
public sealed class OwnershipTwins(ITestOutputHelper output)
{
    private const string Owned = """
        virtual_routes {
                172.16.0.0/16 via 10.0.0.2 dev eth0
                172.17.0.0/16 dev eth1 scope link metric 77 no_track
                prohibit 172.18.0.0/16
            }
            virtual_rules {
                from 172.16.0.0/16 table 200 priority 3000
                to 172.17.0.0/16 table 201 priority 3001 no_track
            }
        """;

    private const string Static = """
        static_routes {
            172.30.0.0/16 via 10.0.0.2 dev eth0
            172.31.0.0/16 dev eth1 scope link
        }
        static_rules {
            from 172.30.0.0/16 table 300 priority 2000
        }

        """;

    [NamespaceFact]
    public void Virtual_routes_and_rules_are_taken_away_by_somebody_else() =>
        new TwinCase(
            "virtual routes", TwinText.Instance(Owned).ToString(),
            StartToMaster,
            Ip("a route deleted", "MASTER", "route", "del", "172.16.0.0/16"),
            Ip("a rule deleted", "MASTER", "rule", "del", "priority", "3000"),
            Quietly("a rejecting route deleted", "route", "del", "prohibit", "172.18.0.0/16"),
            Quietly("an untracked route deleted", "route", "del", "172.17.0.0/16"),
            Quietly("an untracked rule deleted", "rule", "del", "priority", "3001"),
            Stop).Run(output);

    [NamespaceFact]
    public void A_route_through_no_interface_is_put_back_and_the_state_is_kept()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, new InstanceText(100)
        {
            More = "virtual_routes {\n prohibit 172.18.0.0/16\n}",
        }.ToString());
        Eventually.That(() => HasRoute(host), "the route is there", director.Story);

        host.Ip("route", "del", "prohibit", "172.18.0.0/16");

        Eventually.That(() => HasRoute(host), "the route is there again", director.Story);
        Assert.Equal(["BACKUP", "MASTER"], director.Transitions.Select(t => t.State));
    }

    private static bool HasRoute(LanHost host) => host.Ip("route", "show").Contains("prohibit 172.18.0.0/16");

    [NamespaceFact]
    public void Static_routes_and_rules_are_put_back() =>
        new TwinCase(
            "static routes", Static + TwinText.Instance(),
            StartToMaster,
            Quietly("a static route deleted", "route", "del", "172.30.0.0/16"),
            Quietly("a static rule deleted", "rule", "del", "priority", "2000"),
            Quietly("eth1 set down", "link", "set", "eth1", "down"),
            Quietly("eth1 set up", "link", "set", "eth1", "up"),
            Stop).Run(output);

    [NamespaceFact]
    public void A_lost_static_item_is_a_fault_of_its_track_group() =>
        new TwinCase(
            "track group",
            """
            track_group TG {
                group {
                    VI_1
                }
            }
            static_ipaddress {
                10.1.0.77/24 dev eth1 track_group TG
            }

            """ + TwinText.Instance(),
            StartToMaster, Pull("eth1", "FAULT"), Plug("eth1", "MASTER"), Stop).Run(output);

    [NamespaceFact]
    public void A_link_that_is_down_for_a_moment_does_not_count() =>
        new TwinCase(
            "interface delays",
            "interface_up_down_delays {\neth0 1 1.5\n}\n" + (TwinText.Instance() with { Interval = 1 }),
            StartToMaster,
            new TwinStep(
                "cable pulled and plugged", world => world.A.BlinkCable("eth0"), _ => true),
            Pull("eth0", "FAULT"), Plug("eth0", "MASTER"), Stop).Run(output);

    private static TwinStep Quietly(string name, params string[] arguments) =>
        new(name, world => world.A.Ip(arguments), _ => true);
}
