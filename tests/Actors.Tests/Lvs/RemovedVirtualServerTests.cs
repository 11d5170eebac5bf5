using Keepalived.Config.Model;

namespace Keepalived.Actors.Tests.Lvs;

/// <summary>Whoever was told that a virtual server and its servers are up hears that a reload took them away.</summary>
public sealed class RemovedVirtualServerTests : LvsWorld
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_removed_virtual_server_is_told_with_omega_or_without(bool omega)
    {
        VirtualServerConfig gone = Service(81, Server(2)) with { Omega = omega };
        Start(Service(80, Server(1)), gone);
        ExpectTable("80: 1*1; 81: 2*1");
        AwaitFirstFacts(quorums: 2, servers: 2);
        Facts.Clear();

        Reload(Service(80, Server(1)));

        ExpectTable("80: 1*1");
        AwaitAssert(() => Assert.Equal(["192.0.2.2 down! ", "quorum down 0"], Facts));
    }
}
