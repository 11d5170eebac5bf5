using System.Net;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Core.Tests.Vrrp;

public class VrrpParametersFactoryTests
{
    private static readonly VrrpInstanceConfig Config = new()
    {
        Name = "VI_1",
        Interface = "eth0",
        VirtualRouterId = 51,
        VirtualAddresses =
        [
            new VirtualAddressConfig { Address = IPAddress.Parse("192.0.2.100") },
            new VirtualAddressConfig { Address = IPAddress.Parse("2001:db8::1") },
        ],
    };

    [Fact]
    public void Addresses_of_the_other_family_are_not_advertised()
    {
        VrrpParameters parameters = VrrpParametersFactory.Create(Config, inSyncGroup: false);

        Assert.Equal(IpAddress.Parse("192.0.2.100"), Assert.Single(parameters.Addresses));
    }

    [Fact]
    public void The_owner_always_preempts()
    {
        VrrpInstanceConfig owner = Config with { Priority = 255, Preempt = false };

        Assert.True(VrrpParametersFactory.Create(owner, inSyncGroup: false).Preempt);
        Assert.False(VrrpParametersFactory.Create(owner with { Priority = 254 }, inSyncGroup: false).Preempt);
    }

    [Theory]
    [InlineData(AuthenticationType.None, 100, true)]
    [InlineData(AuthenticationType.Ah, 100, false)]
    [InlineData(AuthenticationType.Ah, 255, true)]
    public void With_sequence_numbers_only_the_owner_starts_as_Master(
        AuthenticationType type, byte priority, bool wants)
    {
        VrrpInstanceConfig config = Config with { WantsMaster = true, AuthenticationType = type, Priority = priority };

        Assert.Equal(wants, VrrpParametersFactory.Create(config, inSyncGroup: false).WantsMaster);
    }

    [Fact]
    public void Version_3_has_no_authentication()
    {
        VrrpInstanceConfig config = Config with
        {
            Version = 3,
            AuthenticationType = AuthenticationType.Pass,
            AuthenticationPassword = [1, 2],
        };

        Assert.Equal(VrrpAuthenticationType.None, VrrpParametersFactory.CreateReceive(config).AuthenticationType);
        Assert.True(VrrpParametersFactory.CreateSend(config, Datagrams.Sender).Key.IsEmpty);
    }

    [Fact]
    public void Unicast_goes_to_each_peer_and_multicast_to_the_group()
    {
        VrrpInstanceConfig unicast = ConfLines.Instance(
            "unicast_peer {\n192.0.2.2\n192.0.2.3 min_ttl 64 max_ttl 65\n}\nunicast_ttl 64");

        VrrpSendParameters send = VrrpParametersFactory.CreateSend(unicast, Datagrams.Receiver);
        VrrpReceiveParameters receive = VrrpParametersFactory.CreateReceive(unicast);

        Assert.Equal([IpAddress.Parse("192.0.2.2"), IpAddress.Parse("192.0.2.3")], send.Destinations);
        Assert.Equal(64, send.TimeToLive);
        Assert.True(receive.CheckUnicastSource);
        Assert.Equal(new VrrpPeer(IpAddress.Parse("192.0.2.3"), 64, 65), receive.Peers[1]);
        Assert.Equal(
            [IpAddress.Parse("224.0.0.18")], VrrpParametersFactory.CreateSend(Config, Datagrams.Receiver).Destinations);
    }

    [Theory]
    [InlineData(2, 3 + (2.0 / 256))]
    [InlineData(3, 3 + (2.0 / 256))]
    public void Timer_expired_backup_gives_up_after_3_intervals_and_the_skew_of_its_priority(
        int version, double seconds)
    {
        VrrpInstanceConfig config = new() { Name = "VI_1", Version = version, TimerExpiredBackupPriority = 254 };
        TimeSpan? longest = VrrpParametersFactory.Create(config, inSyncGroup: false).LongestSilence;
        Assert.Equal(seconds, longest!.Value.TotalSeconds, 5);
        Assert.Null(VrrpParametersFactory.Create(
            config with { TimerExpiredBackupPriority = null }, inSyncGroup: false).LongestSilence);
    }

    [Fact]
    public void Auth_hmac_goes_to_both_directions_as_its_mode_says()
    {
        VrrpHmacParameters enforce = Hmac("");
        Assert.Equal((true, true, true), (enforce.Signs, enforce.RequiresTrailer, enforce.ChecksTime));
        VrrpHmacParameters permissive = Hmac("mode permissive\nanti_replay monotonic");
        Assert.Equal(
            (true, false, false), (permissive.Signs, permissive.RequiresTrailer, permissive.ChecksTime));
        VrrpHmacParameters silent = Hmac("mode receive-only");
        Assert.Equal((false, false), (silent.Signs, silent.RequiresTrailer));
    }

    private static VrrpHmacParameters Hmac(string lines)
    {
        string block = $"auth_hmac {{\nkey 3 0123456789abcdef0123456789abcdef\n{lines}\n}}";
        return VrrpParametersFactory.CreateReceive(ConfLines.Instance(block)).Hmac!;
    }

    [Fact]
    public void Unicast_without_a_peer_is_a_fault_where_configured()
    {
        LinkTable links = LinkTable.From(new KernelSnapshot(
            [new NetworkLink { Index = 2, Name = "eth0", Flags = 0x1043 }],
            [new KernelAddress(2, IpAddress.Parse("192.0.2.1"), 24, 0, 0)]));
        Assert.Equal(
            VrrpFaults.NoUnicastPeers,
            InterfaceBinding.Of(ConfLines.Instance("unicast_fault_no_peer"), links).Faults);
        Assert.Equal(VrrpFaults.None, InterfaceBinding.Of(ConfLines.Instance(""), links).Faults);
    }
}
