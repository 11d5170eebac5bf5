using Keepalived.Config.Model;
using Keepalived.Daemon.Hosting;
using Keepalived.Linux.Netlink;

namespace Keepalived.Daemon.Tests.Hosting;

public sealed class ReceiveBufferTests
{
    [Theory]
    [InlineData(0, 90_000, 180_000)]
    [InlineData(70_000, 90_000, 180_000)]
    [InlineData(90_000, 70_000, 180_000)]
    public void The_monitor_has_the_larger_buffer_of_the_two_parts(uint vrrp, uint lvs, int octets)
    {
        // The kernel doubles what is asked for (socket(7)).
        using NetlinkMonitor monitor = World.OpenMonitor(new GlobalConfig
        {
            VrrpNetlinkMonitorBuffer = new ReceiveBufferConfig(vrrp == 0 ? null : vrrp),
            LvsNetlinkMonitorBuffer = new ReceiveBufferConfig(lvs),
        });

        Assert.Equal(octets, monitor.ReceiveBuffer);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Either_part_may_go_beyond_the_limit_for_both(bool vrrp, bool lvs) => Assert.True(
        new ReceiveBufferConfig(1, vrrp).Or(new ReceiveBufferConfig(2, lvs)).Force);
}
