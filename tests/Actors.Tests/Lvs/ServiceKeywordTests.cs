using Keepalived.Actors.Dump;
using Keepalived.Actors.Lvs;
using Keepalived.Config;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Actors.Tests.Lvs;

/// <summary>Text in, the wanted table, the checkers' parameters and the dump out.</summary>
public sealed class ServiceKeywordTests
{
    private const string Schedule = "lvs_sched wrr";

    [Theory]
    [InlineData("", "connect_timeout 9", "   connection timeout = 9.000000")]
    [InlineData("", "delay_loop 9", "   delay_loop = 9.000000")]
    [InlineData("", "retry 9", "   Retry count = 9")]
    [InlineData("", "delay_before_retry 9", "   Retry delay = 9.000000")]
    [InlineData("", "warmup 9", "   Warmup = 9.000000")]
    [InlineData("", "inhibit_on_failure", "   Inhibit on failure is ON")]
    [InlineData("", "lvs_sched sed", "   lvs_sched = sed")]
    [InlineData("", "lb_algo sed", "   lvs_sched = sed")]
    [InlineData("", "ops", "   One packet scheduling = enabled")]
    [InlineData("", "flag-1", "   flag-1 = enabled")]
    [InlineData("", "flag-2", "   flag-2 = enabled")]
    [InlineData("", "flag-3", "   flag-3 = enabled")]
    [InlineData("lvs_sched sh", "sh-port", "   sh-port = enabled")]
    [InlineData("lvs_sched sh", "sh-fallback", "   sh-fallback = enabled")]
    [InlineData("lvs_sched mh", "mh-port", "   mh-port = enabled")]
    [InlineData("lvs_sched mh", "mh-fallback", "   mh-fallback = enabled")]
    [InlineData("", "lb_kind DR", "   default forwarding method = DR")]
    [InlineData("", "lvs_method TUN", "   default forwarding method = TUN, type = IPIP")]
    [InlineData("", "lvs_method TUN type gue port 6080 remcsum",
        "   forwarding method = TUN, type = GUE, port = 6080, remote checksum")]
    [InlineData("", "lvs_method TUN type gre csum", "   forwarding method = TUN, type = GRE, checksum")]
    [InlineData("persistence_timeout 9", "persistence_engine sip", "   persistence engine = sip")]
    [InlineData("", "persistence_timeout 9", "   persistence timeout = 9")]
    [InlineData("", "persistence_granularity 255.255.240.0", "   persistence granularity = 255.255.240.0")]
    [InlineData("", "persistence_granularity 255.0.255.0", "   persistence granularity = 255.0.255.0")]
    [InlineData("", "persistence_granularity 0.0.0.0", "   persistence granularity = 0.0.0.0")]
    [InlineData("", "protocol SCTP", "   protocol = SCTP")]
    [InlineData("", "virtualhost a.example", "   VirtualHost = a.example")]
    [InlineData("", "weight 70000", "   RIP = 192.0.2.2, RPORT = 80, WEIGHT = 70000 EFF WEIGHT = 65535")]
    [InlineData("", "weight 9", "   RIP = 192.0.2.2, RPORT = 80, WEIGHT = 9 EFF WEIGHT = 9")]
    public void Each_keyword_of_a_service_changes_what_is_wanted_and_what_is_shown(
        string before, string keyword, string line) => AssertEffect(before, keyword, line);

    [Theory]
    [InlineData("", "sorry_server 192.0.2.9 80\nsorry_server_inhibit", "     Inhibit on failure is ON")]
    [InlineData("sorry_server 192.0.2.9 80\nsorry_server_inhibit", "sorry_server_lvs_method DR",
        "     forwarding method = DR")]
    [InlineData("", "real_server 192.0.2.3 80 {\nweight 9\n}",
        "   RIP = 192.0.2.3, RPORT = 80, WEIGHT = 9 EFF WEIGHT = 9")]
    [InlineData("", "real_server 192.0.2.3 80 {\nlvs_method DR\n}", "   forwarding method = DR")]
    [InlineData("", "real_server 192.0.2.3 80 {\nuthreshold 9\nlthreshold 4\n}",
        "   connection limit range = 4 -> 9")]
    [InlineData("", "real_server 192.0.2.3 80 {\nconnect_timeout 9\nTCP_CHECK {\n}\n}",
        "   connection timeout = 9.000000")]
    [InlineData("", "real_server 192.0.2.3 80 {\nretry 9\nTCP_CHECK {\n}\n}", "   Retry count = 9")]
    [InlineData("", "real_server 192.0.2.3 80 {\ndelay_before_retry 9\nTCP_CHECK {\n}\n}",
        "   Retry delay = 9.000000")]
    [InlineData("", "real_server 192.0.2.3 80 {\nwarmup 9\nTCP_CHECK {\n}\n}", "   Warmup = 9.000000")]
    [InlineData("", "real_server 192.0.2.3 80 {\ndelay_loop 9\nTCP_CHECK {\n}\n}", "   Delay loop = 9.000000")]
    [InlineData("", "real_server 192.0.2.3 80 {\nvirtualhost b.example\nHTTP_GET {\nurl {\npath /\n}\n}\n}",
        "    VirtualHost = 'b.example'")]
    public void Each_keyword_of_a_server_changes_what_is_wanted_and_what_is_shown(
        string before, string keyword, string line) => AssertEffect(before, keyword, line);

    // The kernel always hashes; names are for SNMP.
    [Theory]
    [InlineData("lvs_sched sh\nhashed", "   Hashed = enabled")]
    [InlineData("snmp_name web", "   SNMP name = 'web'")]
    [InlineData("real_server 192.0.2.3 80 {\nsnmp_name web\n}", "   SNMP name = web")]
    public void Accepted_words_without_effect_in_the_kernel_are_shown(string keyword, string line) =>
        Assert.Contains(line, Dump(Parse($"{Schedule}\n{keyword}")).Split('\n'));

    [Fact]
    public void Groups_are_shown_with_who_is_alive()
    {
        const string text = "virtual_server_group G {\n10.1.0.1-3 80\n10.2.0.1 81\nfwmark 7\n}\n"
            + "virtual_server group G {\nlvs_sched rr\nprotocol TCP\nreal_server 192.0.2.1 80 {\n}\n}\n";

        string dump = Dump(ConfigLoader.Parse(text, "k.conf").Config);

        Assert.Contains("""
             ------< Virtual server group >------
             Virtual Server Group = G, IPv4 = yes, IPv6 = no
               VIP Range = 10.1.0.1-10.1.0.3, VPORT = 80
                 Alive: 1 tcp, 0 udp, 0 sctp
                 reloaded = False
               VIP = 10.2.0.1, VPORT = 81
                 Alive: 1 tcp, 0 udp, 0 sctp
                 reloaded = False
               FWMARK = 7
                 Alive: 1 IPv4, 0 IPv6
                 reloaded = False
            """.ReplaceLineEndings("\n"), dump, StringComparison.Ordinal);
    }

    private static void AssertEffect(string before, string keyword, string line)
    {
        KeepalivedConfig without = Parse(before.Length > 0 ? before : Schedule);
        KeepalivedConfig with = Parse($"{(before.Length > 0 ? before : Schedule)}\n{keyword}");

        Assert.NotEqual(Effect(without), Effect(with));
        Assert.DoesNotContain(line, Dump(without).Split('\n'));
        Assert.Contains(line, Dump(with).Split('\n'));
    }

    [Fact]
    public void A_mark_takes_the_family_that_is_written()
    {
        // IPv4 through a tunnel: only the line says that the mark is of IPv6.
        const string text = "virtual_server fwmark 7 {\nlvs_sched rr\nlvs_method TUN\nip_family inet6\n"
            + "real_server 192.0.2.1 {\n}\n}\n";
        KeepalivedConfig config = ConfigLoader.Parse(text, "k.conf").Config;

        Assert.Contains("fwmark inet6 7", Effect(config), StringComparison.Ordinal);
        Assert.Contains("   Address family = inet6", Dump(config).Split('\n'));
    }

    private static KeepalivedConfig Parse(string lines) => ConfigLoader.Parse(
        $"virtual_server 198.51.100.1 80 {{\nprotocol UDP\n{lines}\n"
        + "real_server 192.0.2.2 80 {\nHTTP_GET {\nurl {\npath /\n}\n}\n}\n}\n",
        "keepalived.conf").Config;

    private static string Effect(KeepalivedConfig config)
    {
        List<string> effect = [];
        foreach (VirtualServerConfig server in config.VirtualServers)
        {
            List<VirtualServerEffect> effects = [];
            VirtualServerState state = VirtualServerMachine.Handle(
                server, VirtualServerMachine.Initial(server), VirtualServerEvent.Startup, effects);
            AddWanted(effect, server, state);
            for (int i = 0; i < server.RealServers.Count; i++)
            {
                effect.AddRange(server.RealServers[i].Checkers.Items.Select(
                    checker => $"{checker} {CheckerParameters.From(checker, server.RealServers[i])}"));
                for (int j = 0; j < server.RealServers[i].Checkers.Count; j++)
                {
                    state = VirtualServerMachine.Handle(server, state, VirtualServerEvent.Reported(i, j, i > 0), []);
                }
            }

            AddWanted(effect, server, state);
        }

        return string.Join('\n', effect);
    }

    private static void AddWanted(List<string> effect, VirtualServerConfig server, VirtualServerState state) =>
        effect.AddRange(WantedServices.Of(server, state, null).Select(service =>
            $"{service.Service} {string.Join(',', service.Destinations)}"));

    private static string Dump(KeepalivedConfig config) => DataText.Checkers(new DumpState
    {
        Config = config,
        Lvs = new LvsSnapshot([.. config.VirtualServers.Items.Select(server => new VirtualServerSnapshot(
            server, VirtualServerMachine.Initial(server), [], InKernel: true, Suspended: false, GivenUp: false))]),
    }).ToString();
}
