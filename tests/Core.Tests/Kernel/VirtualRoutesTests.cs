using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;

namespace Keepalived.Core.Tests.Kernel;

public sealed class VirtualRoutesTests
{
    private static readonly RouteConfig s_route = new()
    {
        Family = AddressFamily.InterNetwork,
        Destination = new IPPrefix(IPAddress.Parse("10.9.0.0"), 16),
        Device = "eth0",
        Vrf = "red",
    };

    [Fact]
    public void A_route_of_a_VRF_goes_into_its_table()
    {
        NetworkLink red = new() { Index = 9, Name = "red", Kind = "vrf", VrfTable = 1009 };
        List<string> missing = [];

        RouteItem item = Assert.Single(VirtualRoutes.Items([s_route], Links(red), missing));

        Assert.Equal(1009u, item.Route.Table);
        Assert.Empty(missing);
    }

    [Fact]
    public void A_route_of_a_VRF_that_is_not_there_is_reported()
    {
        List<string> missing = [];

        Assert.Empty(VirtualRoutes.Items([s_route], Links(), missing));

        Assert.Equal(["route 10.9.0.0/16 dev red"], missing);
    }

    private static LinkTable Links(params NetworkLink[] more) =>
        LinkTable.From(new KernelSnapshot([new NetworkLink { Index = 2, Name = "eth0" }, .. more], []));
}
