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
        IActorRef keepalived = Start(new KeepalivedConfig
        {
            Instances = [Instance(1)],
            StaticAddresses = [Address(50)],
        });
        AwaitAssert(() => Assert.True(Kernel.Has(Vip(50))));
        Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State);
    }

    [Fact]
    public void An_absent_track_file_is_made_as_configured()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("ka-test-").FullName, "load");
        Start(new KeepalivedConfig
        {
            Instances = [Instance(1) with { TrackFiles = [new TrackConfig("load", 1, false)] }],
            TrackFiles = [new TrackFileConfig { Name = "load", Path = path, InitialValue = 7 }],
        });
        AwaitAssert(() => Assert.Equal("7\n", File.ReadAllText(path)));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }
}
