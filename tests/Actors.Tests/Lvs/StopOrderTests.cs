using Akka.Actor;
using Keepalived.Actors.Kernel;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Actors.Tests.Lvs;

/// <summary>The table is emptied first, and not when thousands of checkers have come to their ends.</summary>
public sealed class StopOrderTests : LvsWorld
{
    [Fact]
    public void A_stop_empties_the_table_although_virtual_servers_do_not_come_to_their_end()
    {
        LvsSide = static () => ActorProps.Of(() => new Busy());
        Start(KeepalivedConfig.Empty);
        AwaitAssert(() => Assert.False(Gateway.IsNobody()));
        Gateway.Tell(Wanted());
        ExpectTable("80: 1*1");

        _ = Stop();
        ExpectTable("");

        // One that has not heard of it yet.
        Gateway.Tell(Wanted());
        Assert.Empty(KernelTable().Wanted);
        ExpectTable("");
    }

    private static SetVirtualServices Wanted()
    {
        IpvsServiceKey key = IpvsServiceKey.ForAddress(6, Wire.Ip.IpAddress.Parse("198.51.100.1"), 80);
        IpvsDestination destination = new(new IpvsDestinationKey(Wire.Ip.IpAddress.Parse("192.0.2.1"), 80))
        {
            Weight = 1,
        };
        IpvsService service = new(key) { Scheduler = "rr" };
        return new SetVirtualServices("vs", [new VirtualService(service, [destination])]);
    }

    private sealed class Busy : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
