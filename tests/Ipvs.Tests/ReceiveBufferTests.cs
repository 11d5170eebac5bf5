using Keepalived.Core.Tests;
using Keepalived.Linux.Ipvs;

namespace Keepalived.Ipvs.Tests;

[Collection("the kernel's table")]
[Trait("Needs", "Ipvs")]
public sealed class ReceiveBufferTests
{
    [Fact]
    public void The_socket_has_the_receive_buffer_that_was_asked_for()
    {
        // The kernel doubles it (socket(7)); beyond the system's limit only with force.
        const string huge = "lvs_netlink_cmd_rcv_bufs 100000000";
        using NetlinkIpvsTable small = Table("lvs_netlink_cmd_rcv_bufs 100000");
        using NetlinkIpvsTable modest = Table(huge);
        using NetlinkIpvsTable forced = Table(huge + "\nlvs_netlink_cmd_rcv_bufs_force true");
        Assert.All([small, modest, forced], table => Assert.Null(table.TryOpen()));

        Assert.Equal(200_000, small.ReceiveBuffer);
        Assert.True(modest.ReceiveBuffer < 200_000_000);
        Assert.Equal(200_000_000, forced.ReceiveBuffer);
    }

    private static NetlinkIpvsTable Table(string lines) =>
        new(static () => { }, receiveBuffer: ConfLines.Global(lines).LvsNetlinkCommandBuffer);
}
