using Keepalived.Config.Model;
using Keepalived.Linux.Netlink;
using Linux.Tests.Support;

namespace Linux.Tests.Netlink;

public sealed class LinkProbeTests
{
    [PrivilegedFact]
    public void A_driver_says_whether_it_has_a_carrier()
    {
        using TestNetwork network = new();
        Assert.Equal((null, true, true, true), Ask(network));

        TestNetwork.Ip("-n", network.Right, "link", "set", "v0", "down");

        Assert.Equal((null, false, false, false), Ask(network));
    }

    // A veth has no MII registers.
    private static (bool? Mii, bool? Ethtool, bool? Ioctl, bool? Any) Ask(TestNetwork network) =>
        TestNetwork.In(network.Left, () =>
        {
            LinkProbe probe = new();
            return (
                probe.IsUp("v0", LinkbeatKind.Mii), probe.IsUp("v0", LinkbeatKind.Ethtool),
                probe.IsUp("v0", LinkbeatKind.Ioctl), probe.IsUp("v0", LinkbeatKind.Automatic));
        });
}
