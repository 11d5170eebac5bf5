using System.Net;
using Akka.Actor;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Tests.Vrrp;

public sealed class StaticAndFileTests : ActorWorld
{
    [Fact]
    public void Static_addresses_come_at_start_and_go_at_stop()
    {
        IActorRef keepalived = Start(Written("", "static_ipaddress {\n192.0.2.150/24 dev eth0\n}"));
        AwaitAssert(() => Assert.True(Kernel.Has(Vip(50))));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));

        _ = keepalived.Ask<KeepalivedStopped>(
            new StopKeepalived(), TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();

        Assert.False(Kernel.Has(Vip(50)));
    }

    [Fact]
    public void A_static_address_without_an_interface_goes_to_the_default_one()
    {
        Kernel.WithLink(3, "eth1", "198.51.100.1");
        Start(Written(
            "", "global_defs {\ndefault_interface eth1\n}\nstatic_ipaddress {\n192.0.2.150/24\n}"));
        AwaitAssert(() => Assert.Equal(
            3, Kernel.Dump().Addresses.Single(address => address.Address.ToString() == Vip(50)).InterfaceIndex));
    }

    [Theory]
    [InlineData("track_file")]
    [InlineData("vrrp_track_file")]
    public void An_absent_track_file_is_made_as_configured(string keyword)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("ka-test-").FullName, "load");
        Start(Written("track_file {\nload\n}", $"{keyword} load {{\nfile {path}\ninit_file 7\n}}"));
        AwaitAssert(() => Assert.Equal("7\n", File.ReadAllText(path)));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }
}
