using System.Net;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Core.Tests.Lvs;

public sealed class VirtualServerMachineTests
{
    private readonly List<VirtualServerEffect> _effects = [];
    private VirtualServerConfig _config = LvsSamples.Service();
    private VirtualServerState _state = VirtualServerMachine.Initial(LvsSamples.Service());

    [Fact]
    public void Servers_are_in_the_table_before_their_first_check()
    {
        Start(LvsSamples.Written(""));

        Assert.Equal("1:2 2:1 3:1", Table());
        Assert.Equal(["Gained quorum 1+0=1 <= 4 for VS [198.51.100.1]:tcp:80"], Lines());
    }

    [Theory]
    [InlineData("alpha", "", "")]
    [InlineData("", "alpha", "2:1 3:1")]
    [InlineData("", "", "1:2 2:1 3:1")]
    public void A_server_that_has_to_prove_itself_first_is_not_in_the_table(
        string service, string server, string table)
    {
        Start(LvsSamples.Written(service, server));
        Assert.Equal(table, Table());
        Report(0, passed: true);
        Assert.Contains("1:2", Table());
    }

    [Fact]
    public void Alpha_servers_enter_with_their_first_success()
    {
        Start(LvsSamples.Service(LvsSamples.Server(1, 1, LvsSamples.Tcp(alpha: true))));
        Assert.Equal("", Table());

        Report(0, passed: true);

        Assert.Equal("1:1", Table());
        Assert.Equal(
            [
                "Adding service [192.0.2.1]:tcp:8080 to VS [198.51.100.1]:tcp:80",
                "Gained quorum 1+0=1 <= 1 for VS [198.51.100.1]:tcp:80",
            ],
            Lines());
    }

    [Fact]
    public void Alpha_and_inhibit_together_start_with_weight_0()
    {
        Start(LvsSamples.Service(
            LvsSamples.Server(1, 3, LvsSamples.Tcp(alpha: true)) with { InhibitOnFailure = true }));

        Assert.Equal("1:0", Table());
    }

    [Fact]
    public void Sorry_server_replaces_the_pool_while_there_is_no_quorum()
    {
        Start(LvsSamples.Written("quorum 2\nsorry_server 192.0.2.99 8080"));
        Report(0, passed: false);
        Assert.Equal("2:1 3:1", Table());
        _effects.Clear();

        Report(1, passed: false);

        Assert.Equal("99:1", Table());
        Assert.Equal(
            [
                "Removing service [192.0.2.2]:tcp:8080 from VS [198.51.100.1]:tcp:80",
                "Lost quorum 2-0=2 > 1 for VS [198.51.100.1]:tcp:80",
                "Adding sorry server [192.0.2.99]:tcp:8080 to VS [198.51.100.1]:tcp:80",
                "Removing alive servers from the pool for VS [198.51.100.1]:tcp:80",
            ],
            Lines());

        Report(1, passed: true);

        Assert.Equal("2:1 3:1", Table());
        Assert.EndsWith("Adding alive servers to the pool for VS [198.51.100.1]:tcp:80", Lines()[^1]);
    }

    [Fact]
    public void Without_a_sorry_server_the_live_servers_stay_when_the_quorum_is_lost()
    {
        Start(LvsSamples.Service(LvsSamples.Server(1), LvsSamples.Server(2)) with { Quorum = 2 });

        Report(0, passed: false);

        Assert.Equal("2:1", Table());
        Assert.False(_state.HasQuorum);
    }

    [Theory]
    [InlineData("inhibit_on_failure", "")]
    [InlineData("", "inhibit_on_failure")]
    public void Inhibited_servers_keep_their_place_with_weight_0(string service, string server)
    {
        const string sorry = "quorum 3\nsorry_server 192.0.2.99 8080\nsorry_server_inhibit\n";
        Start(LvsSamples.Written(sorry + service, server));
        Assert.Equal("1:2 2:1 3:1 99:0", Table());

        Report(0, passed: false);

        Assert.Equal(service.Length > 0 ? "1:0 2:0 3:0 99:1" : "1:0 99:1", Table());
        Assert.Contains("Enabling sorry server [192.0.2.99]:tcp:8080 to VS [198.51.100.1]:tcp:80", Lines());
        Assert.Contains("Disabling service [192.0.2.1]:tcp:8080 of VS [198.51.100.1]:tcp:80", Lines());
    }

    [Fact]
    public void Hysteresis_keeps_the_quorum_until_it_is_missed_by_more()
    {
        string servers = string.Join('\n', Enumerable.Range(4, 7).Select(
            n => $"real_server 192.0.2.{n} 8080 {{\nTCP_CHECK {{\n}}\n}}"));
        Start(LvsSamples.Written("quorum 7\nhysteresis 2\nweight 1\n" + servers, "weight 1"));
        List<bool> quorum = [];
        for (int i = 0; i < 6; i++)
        {
            Report(i, passed: false);
            quorum.Add(_state.HasQuorum);
        }

        for (int i = 0; i < 6; i++)
        {
            Report(i, passed: true);
            quorum.Add(_state.HasQuorum);
        }

        // Lost below 5 live servers, gained again with 9.
        Assert.Equal([true, true, true, true, true, false, false, false, false, false, true, true], quorum);
    }

    [Fact]
    public void Server_is_up_only_while_no_checker_of_it_is_failed()
    {
        Start(LvsSamples.Service(LvsSamples.Server(1, 1, LvsSamples.Tcp(), LvsSamples.Tcp())));
        Report(0, passed: false, checker: 0);
        Report(0, passed: false, checker: 1);
        Assert.Single(_effects, effect => effect.Kind == VirtualServerEffectKind.ServerDown);
        _effects.Clear();

        Report(0, passed: true, checker: 0);
        Assert.False(_state.Servers[0].IsUp);
        Report(0, passed: true, checker: 1);

        Assert.True(_state.Servers[0].IsUp);
        Assert.Equal(2, _effects.Count(effect => effect.Kind == VirtualServerEffectKind.CheckerChanged));
        Assert.Single(
            _effects, effect => effect is { Kind: VirtualServerEffectKind.CheckerChanged, ServerChanged: true });
    }

    [Fact]
    public void Dynamic_weight_takes_effect_at_once_and_counts_for_the_quorum()
    {
        Start(LvsSamples.Service(LvsSamples.Server(1, 1), LvsSamples.Server(2, 1)) with { Quorum = 5 });
        Assert.False(_state.HasQuorum);

        Handle(VirtualServerEvent.Weighed(1, 0, 9));

        Assert.Equal("1:1 2:10", Table());
        Assert.Contains(
            "Changing weight from 1 to 10 for active service [192.0.2.2]:tcp:8080 of VS [198.51.100.1]:tcp:80",
            Lines());
        Assert.True(_state.HasQuorum);
    }

    [Fact]
    public void Weight_is_bounded_to_what_IPVS_takes()
    {
        Start(LvsSamples.Service(LvsSamples.Server(1, 65000), LvsSamples.Server(2, 5)));

        Handle(VirtualServerEvent.Weighed(0, 0, 1000));
        Handle(VirtualServerEvent.Weighed(1, 0, -100));

        Assert.Equal("1:65535 2:0", Table());
    }

    [Fact]
    public void Reload_keeps_unchanged_servers_as_they_are()
    {
        VirtualServerConfig before = LvsSamples.Service(
            LvsSamples.Server(1), LvsSamples.Server(2), LvsSamples.Server(3));
        Start(before);
        Report(1, passed: false);
        _effects.Clear();
        VirtualServerConfig after = LvsSamples.Service(
            LvsSamples.Server(2), LvsSamples.Server(3, 7), LvsSamples.Server(4));

        _state = VirtualServerMachine.Reconfigure(before, _state, after, _effects, out var mapping);
        _config = after;

        Assert.Equal([1, 2, -1], mapping.ToArray());
        Assert.Equal("3:7 4:1", Table());
        Assert.Single(_effects, effect => effect is { Kind: VirtualServerEffectKind.ServerShutDown, Server: 0 });
        Assert.Single(_effects, effect => effect is { Kind: VirtualServerEffectKind.WeightChanged, Server: 1, To: 7 });
    }

    [Fact]
    public void Changed_checker_starts_afresh_and_the_server_comes_back()
    {
        VirtualServerConfig before = LvsSamples.Service(LvsSamples.Server(1));
        Start(before);
        Report(0, passed: false);
        CheckerConfig changed = new CheckerConfig.Tcp(new CheckTarget(IPAddress.Loopback, 8080));
        VirtualServerConfig after = LvsSamples.Service(LvsSamples.Server(1, 1, changed));

        _state = VirtualServerMachine.Reconfigure(before, _state, after, _effects, out _);

        Assert.True(_state.Servers[0].IsUp);
        Assert.False(_state.Servers[0].Checkers[0].HasRun);
    }

    /// <summary>The reference keeps it down as well: nothing has been heard of the server meanwhile.</summary>
    [Theory]
    [InlineData("retry")]
    [InlineData("delay_before_retry")]
    [InlineData("warmup")]
    [InlineData("delay_loop")]
    [InlineData("log_all_failures")]
    [InlineData("alpha")]
    public void Failed_server_stays_down_when_it_is_asked_the_same_at_other_times(string keyword)
    {
        VirtualServerConfig before = LvsSamples.Service(LvsSamples.Server(1));
        Start(before);
        Report(0, passed: false);
        CheckerConfig same = LvsSamples.Tcp();
        CheckerConfig changed = keyword switch
        {
            "retry" => same with { Retry = 5 },
            "delay_before_retry" => same with { DelayBeforeRetry = TimeSpan.FromSeconds(2) },
            "warmup" => same with { Warmup = TimeSpan.FromSeconds(4) },
            "delay_loop" => same with { DelayLoop = TimeSpan.FromSeconds(7) },
            "alpha" => same with { Alpha = true },
            _ => same with { LogAllFailures = true },
        };
        VirtualServerConfig after = LvsSamples.Service(LvsSamples.Server(1, 1, changed));
        _effects.Clear();

        _state = VirtualServerMachine.Reconfigure(before, _state, after, _effects, out _);

        Assert.Equal((false, true), (_state.Servers[0].IsUp, _state.Servers[0].Checkers[0].HasRun));
        Assert.DoesNotContain(_effects, effect => effect.IsUp);
    }

    [Fact]
    public void Sorry_server_added_by_a_reload_answers_when_there_is_no_quorum()
    {
        VirtualServerConfig before = LvsSamples.Service(LvsSamples.Server(1));
        Start(before);
        Report(0, passed: false);
        _config = before with { SorryServer = LvsSamples.Sorry() };

        _state = VirtualServerMachine.Reconfigure(before, _state, _config, _effects, out _);

        Assert.Equal("99:1", Table());
    }

    [Fact]
    public void Shutdown_names_every_server_and_the_quorum()
    {
        Start(LvsSamples.Service(LvsSamples.Server(1), LvsSamples.Server(2) with { InhibitOnFailure = true }));
        Report(1, passed: false);
        _effects.Clear();

        Handle(VirtualServerEvent.Shutdown);

        Assert.Equal(
            [
                "Shutting down service [192.0.2.1]:tcp:8080 from VS [198.51.100.1]:tcp:80",
                "Shutting down (inhibited) service [192.0.2.2]:tcp:8080 from VS [198.51.100.1]:tcp:80",
            ],
            Lines());
        Assert.Single(_effects, effect => effect.Kind == VirtualServerEffectKind.QuorumShutDown);
    }

    [Theory]
    [InlineData("10.0.0.254-255 81\nfwmark 9", "192.0.2.1", "6 10.0.0.254 81, 6 10.0.0.255 81, fwmark inet 9")]
    [InlineData("2001:db8::fe-101 82", "2001:db8::1",
        "6 2001:db8::fe 82, 6 2001:db8::ff 82, 6 2001:db8::100 82, 6 2001:db8::101 82")]
    public void Group_expands_to_every_service_with_the_same_servers(string lines, string server, string expected)
    {
        KeepalivedConfig config = ConfLines.File($$"""
            virtual_server_group G {
                {{lines}}
            }
            virtual_server group G {
                protocol TCP
                lvs_sched wrr
                real_server {{server}} 8080 {
                }
            }
            """);
        Start(config.VirtualServers[0]);

        var services = WantedServices.Of(_config, _state, config.VirtualServerGroups[0]);

        Assert.Equal(expected.Split(", "), services.Select(service => service.Service.Key.ToString()));
        Assert.All(services, service => Assert.Single(service.Destinations));
        Assert.All(services, service =>
        {
            Assert.True(IpvsServiceKey.TryParse(service.Service.Key.ToString(), out IpvsServiceKey read));
            Assert.Equal(service.Service.Key, read);
        });
    }

    [Theory]
    [InlineData("NAT", 1, 0)]
    [InlineData("TUN", 1, 1)]
    public void Of_a_group_with_both_families_a_service_has_the_servers_that_its_packets_reach(
        string method, int ofFour, int ofSix)
    {
        KeepalivedConfig config = ConfLines.File($$"""
            virtual_server_group G {
                10.0.0.1 80
                2001:db8::1 80
            }
            virtual_server group G {
                protocol TCP
                lvs_sched wrr
                lvs_method {{method}}
                real_server 192.0.2.1 80 {
                }
            }
            """);
        Start(config.VirtualServers[0]);

        var services = WantedServices.Of(_config, _state, config.VirtualServerGroups[0]);

        Assert.Equal([ofFour, ofSix], services.Select(static service => service.Destinations.Length));
    }

    private void Start(VirtualServerConfig config)
    {
        _config = config;
        _state = VirtualServerMachine.Initial(config);
        Handle(VirtualServerEvent.Startup);
    }

    private void Report(int server, bool passed, int checker = 0) =>
        Handle(VirtualServerEvent.Reported(server, checker, passed));

    private void Handle(VirtualServerEvent e) => _state = VirtualServerMachine.Handle(_config, _state, e, _effects);

    private List<string> Lines() => [.. _effects.SelectMany(effect => LvsText.Lines(_config, effect))];

    /// <summary>Last octet and weight of each destination.</summary>
    private string Table() => string.Join(' ', WantedServices.Of(_config, _state, null)[0].Destinations
        .Select(destination => $"{destination.Key.Address.ToString().Split('.')[^1]}:{destination.Weight}"));
}
