using Keepalived.Actors.Dump;
using Keepalived.Actors.Kernel;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Tests;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Ipvs;

namespace Keepalived.Actors.Tests.Dump;

/// <summary>Against files that keepalived 2.2.7 wrote in the same state (password masked, descriptors cut).</summary>
public sealed class DumpTextTests
{
    [Fact]
    public void Statistics_are_the_references_byte_for_byte() =>
        Assert.Equal(Golden("reference.stats"), StatisticsText.Of(ReferenceState.State.Vrrp.Instances).ToString());

    [Fact]
    public void Json_is_the_references_byte_for_byte_except_for_the_password() =>
        Assert.Equal(Golden("reference.json"), VrrpJson.Of(ReferenceState.State).ToString());

    [Fact]
    public void Json_version_2_wraps_the_same_array()
    {
        DumpState state = ReferenceState.State with
        {
            Config = ReferenceState.State.Config with
            {
                Global = ReferenceState.State.Config.Global with
                {
                    JsonVersion = ConfLines.Global("json_version 2").JsonVersion,
                },
            },
        };

        Assert.Equal($"{{\"vrrp\":{Golden("reference.json").TrimEnd()}}}\n", VrrpJson.Of(state).ToString());
    }

    [Fact]
    public void The_data_file_names_what_carries_the_virtual_servers()
    {
        KernelStateSnapshot kernel = new(1, 2, 3, 0, 0, 4, "", []) { LvsBackend = "nftables" };
        string text = DataText.Vrrp(ReferenceState.State with { Kernel = kernel }).ToString();
        Assert.Contains("   LVS backend in use = nftables\n", text, StringComparison.Ordinal);
        Assert.Contains("   LVS degraded = no\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_marks_of_groups_are_shown_as_the_reference_shows_them()
    {
        NftablesConfig nftables = new() { IpvsTable = "keepalived_ipvs", IpvsPriority = -5, IpvsStartFwmark = 2000 };
        KeepalivedConfig config = ReferenceState.State.Config;
        string text = DataText.Parent(ReferenceState.State with
        {
            Config = config with { Global = config.Global with { Nftables = nftables } },
        }).ToString();
        Assert.Contains(
            " ipvs nftables table name = keepalived_ipvs\n ipvs nftables base chain priority = -5\n"
            + " ipvs nftables start fwmark = 2000\n nftables without counters\n",
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Counters_of_virtual_services_are_in_the_checkers_file_and_in_our_own()
    {
        IpvsServiceKey key = IpvsServiceKey.ForMark(7, System.Net.Sockets.AddressFamily.InterNetworkV6);
        IpvsDestinationKey server = new(IpAddress.From(System.Net.IPAddress.Parse("2001:db8::1")), 80);
        IpvsStatistics counters = new() { Connections = 3, IncomingPackets = 12, OutgoingBytes = 5_000_000_000 };
        KernelStateSnapshot kernel = new(1, 2, 3, 0, 0, 4, "", [])
        {
            Statistics = [new(key, counters, [new(server, counters) { ActiveConnections = 2 }])],
        };
        DumpState state = ReferenceState.State with { Kernel = kernel };
        Assert.Contains(
            """
            ------< LVS statistics >------
             Virtual service = FWM 7 inet6
               Connections = 3
               Packets in = 12
               Packets out = 0
               Bytes in = 0
               Bytes out = 5000000000
               Real server = [2001:db8::1]:80
                 Connections = 3
                 Packets in = 12
                 Packets out = 0
                 Bytes in = 0
                 Bytes out = 5000000000
                 Active connections = 2

            """,
            DataText.Checkers(state).ToString(),
            StringComparison.Ordinal);
        Assert.Contains(
            """
            "virtual_services":[{"name":"FWM 7 inet6","connections":3,"packets_in":12,"packets_out":0,"bytes_in":0,
            "bytes_out":5000000000,"real_servers":[{"name":"[2001:db8::1]:80","connections":3,"packets_in":12,
            "packets_out":0,"bytes_in":0,"bytes_out":5000000000,"active_connections":2}]}]
            """.ReplaceLineEndings(""),
            ActorsJson.Of(state).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_line_of_the_references_data_file_is_in_ours_in_the_same_order()
    {
        Queue<string> ours = new(DataText.Vrrp(ReferenceState.State).ToString().Split('\n'));
        foreach (string line in Golden("reference.data").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            while (ours.TryPeek(out string? own) && own != line)
            {
                ours.Dequeue();
            }

            Assert.True(ours.TryDequeue(out _), $"missing or at the wrong place: '{line}'");
        }
    }

    [Fact]
    public void No_secret_is_in_any_file()
    {
        foreach (string text in new[]
        {
            DataText.Vrrp(ReferenceState.State).ToString(),
            VrrpJson.Of(ReferenceState.State).ToString(),
            ActorsJson.Of(ReferenceState.State).ToString(),
        })
        {
            Assert.DoesNotContain("secret12", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Actors_show_their_path_restarts_and_last_error()
    {
        string text = DataText.Vrrp(ReferenceState.State).ToString();

        Assert.Contains(
            " Actor = /user/keepalived/vrrp/instance-VI_1\n   Kind = instance\n"
            + "   Restarts = 2\n   Last error = a bug\n",
            text,
            StringComparison.Ordinal);
        Assert.Contains("------< Actors >------", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_of_actors_can_be_read()
    {
        using System.Text.Json.JsonDocument document =
            System.Text.Json.JsonDocument.Parse(ActorsJson.Of(ReferenceState.State).ToString());

        Assert.Equal("VI_1", document.RootElement.GetProperty("instances")[0].GetProperty("name").GetString());
        Assert.Equal(2, document.RootElement.GetProperty("actors")[0].GetProperty("restarts").GetInt32());
    }

    [Theory]
    [InlineData("", "/tmp/keepalived.data", "/tmp/keepalived_check.data")]
    [InlineData("/var/d/", "/var/d/keepalived.data", "/var/d/keepalived_check.data")]
    [InlineData("my.dump", "/tmp/my.dump", "/tmp/my_check.dump")]
    [InlineData("/var/d/my.dump", "/var/d/my.dump", "/var/d/my_check.dump")]
    public void A_configured_file_moves_the_dumps(string configured, string data, string checkers)
    {
        DumpNames names = new("/tmp");
        GlobalConfig global = ConfLines.Global(configured.Length > 0 ? $"state_dump_file {configured}" : "");

        Assert.Equal(data, names.Data(global));
        Assert.Equal(checkers, names.CheckersData(global));
        Assert.Equal("/tmp/keepalived.stats", names.Statistics(global));
    }

    [Fact]
    public void Statistics_and_JSON_have_names_of_their_own()
    {
        DumpNames names = new("/tmp");
        GlobalConfig global = ConfLines.Global("stats_dump_file /var/d/s.txt\njson_dump_file /var/d/j.txt");

        Assert.Equal("/var/d/s.txt", names.Statistics(global));
        Assert.Equal("/var/d/j.txt", names.Json(global));
        Assert.Equal("/tmp/keepalived.data", names.Data(global));
    }

    [Fact]
    public void Namespace_and_instance_go_before_the_extension_if_wanted() =>
        Assert.Equal(
            "/tmp/keepalived.ns_inst.data",
            new DumpNames("/tmp", "ns", "inst").Data(ConfLines.Global("data_use_instance")));

    [Theory]
    [InlineData(null, "/tmp")]
    [InlineData("relative", "/tmp")]
    [InlineData("/missing", "/tmp")]
    [InlineData("/there/", "/there")]
    public void The_temporary_directory_must_be_absolute_and_there(string? variable, string expected) =>
        Assert.Equal(expected, DumpNames.TemporaryDirectory(variable, path => path == "/there/"));

    private static string Golden(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Dump", "Golden", name));
}
