using System.Net;
using System.Net.Sockets;
using System.Text;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;

namespace Keepalived.Config.Tests;

public sealed class CaseStudyTests
{
    private static ConfigResult? Load(string name)
    {
        string? folder = SharedFolder.Of("case-studies");
        if (folder is null)
        {
            Console.WriteLine("skipped: no shared/case-studies");
            return null;
        }

        return ConfigText.Read(File.ReadAllText(Path.Join(folder, name)), isTest: false);
    }

    [Theory]
    [InlineData("failover-director1.conf", true)]
    [InlineData("failover-director1-reference.conf", true)]
    [InlineData("failover-director2.conf", false)]
    [InlineData("failover-director2-reference.conf", false)]
    public void Directors_have_their_four_instances_in_two_groups(string name, bool first)
    {
        if (Load(name) is not { } result)
        {
            return;
        }

        Assert.True(result.Start.CanRun);
        KeepalivedConfig config = result.Config;
        Assert.Equal(["VG1: VI_1,VI_2", "VG2: VI_3,VI_4"],
            config.SyncGroups.Select(static g => $"{g.Name}: {string.Join(',', g.Members)}"));
        Assert.Equal(
        [
            "VI_1 eth0 51 192.168.200.10/32,192.168.200.11/32 k@l",
            "VI_2 eth1 52 192.168.100.10/32 k@l",
            "VI_3 eth0 53 192.168.200.12/32,192.168.200.13/32 k@l",
            "VI_4 eth1 54 192.168.100.11/32 k@l",
        ],
            config.Instances.Select(static i =>
                $"{i.Name} {i.Interface} {i.VirtualRouterId} {string.Join(',', i.VirtualAddresses)} "
                + Encoding.ASCII.GetString(i.AuthenticationPassword.AsSpan())));
        Assert.All(config.Instances, static i => Assert.Equal(AuthenticationType.Ah, i.AuthenticationType));
        Assert.All(config.Instances, static i => Assert.Equal(TimeSpan.FromSeconds(1), i.AdvertisementInterval));
        int[] priorities = first ? [150, 150, 100, 100] : [100, 100, 150, 150];
        Assert.Equal(priorities, config.Instances.Select(static i => (int)i.Priority));
    }

    [Fact]
    public void Members_without_a_group_block_count_as_deprecated()
    {
        if (Load("failover-director1.conf") is not { } result)
        {
            return;
        }

        Assert.Equal(5, result.TestExitCode);
        Assert.Equal(4, result.Diagnostics.Count(static d => d.Severity == DiagnosticSeverity.Deprecated));
    }

    [Fact]
    public void Health_check_study_has_three_services_and_its_mail_settings()
    {
        if (Load("health-checks.conf") is not { } result)
        {
            return;
        }

        KeepalivedConfig config = result.Config;
        Assert.Equal("LVS_MAIN", config.Global.RouterId);
        Assert.Equal("192.168.200.20", config.Global.Mail.Server);
        Assert.Equal(TimeSpan.FromSeconds(30), config.Global.Mail.ConnectTimeout);
        Assert.Equal(["admin@domain.com", "0633225522@domain.com"], config.Global.Mail.To);
        Assert.Equal(
        [
            "[192.168.200.15]:tcp:80 wrr 50 30 2:HTTP_GET,1:HTTP_GET",
            "[192.168.200.15]:tcp:443 rr 360 20 1:TCP_CHECK,1:TCP_CHECK",
            "[192.168.200.15]:tcp:25 wlc 50 15 1:TCP_CHECK,2:TCP_CHECK",
        ],
            config.VirtualServers.Select(static s => $"{s.Key} {s.Scheduler} {s.PersistenceTimeout.TotalSeconds} "
                + $"{s.DelayLoop.TotalSeconds} " +
                    $"{string.Join(',', s.RealServers.Select(static r => $"{r.Weight}:{r.Checkers[0].Kind}"))}"));
        Assert.Equal(new SorryServerConfig(IPAddress.Parse("192.168.100.100"), 80, ForwardingConfig.Nat, false),
            config.VirtualServers[0].SorryServer);
    }

    [Fact]
    public void Pages_of_the_study_are_checked_with_digest_retry_and_pause()
    {
        if (Load("health-checks-ssl.conf") is not { } result)
        {
            return;
        }

        VirtualServerConfig server = Assert.Single(result.Config.VirtualServers);
        CheckerConfig.Http check = Assert.IsType<CheckerConfig.Http>(Assert.Single(server.RealServers[0].Checkers));
        Assert.True(check.UseTls);
        Assert.Equal(3u, check.Retry);
        Assert.Equal(TimeSpan.FromSeconds(2), check.DelayBeforeRetry);
        Assert.Equal(TimeSpan.FromSeconds(3), check.Target.ConnectTimeout);
        Assert.Equal(443, check.Target.Port);
        Assert.Equal(AddressFamily.InterNetwork, check.Target.Address.AddressFamily);
        Assert.Equal(["/testurl/test.jsp", "/testurl2/test.jsp"], check.Urls.Select(static u => u.Path));
        Assert.Equal("EC90A42B99EA9A2F5ECBE213AC9EBA03", Convert.ToHexString(check.Urls[0].Digest.AsSpan()));
        Assert.Equal([new StatusRange(200, 299)], check.Urls[0].StatusCodes);
    }
}
