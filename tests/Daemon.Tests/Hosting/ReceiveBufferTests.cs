using Keepalived.Config.Model;
using Keepalived.Core.Tests;
using Keepalived.Daemon.Hosting;
using Keepalived.Linux.Netlink;
using Keepalived.Core.Ports;

namespace Keepalived.Daemon.Tests.Hosting;

public sealed class ReceiveBufferTests
{
    [Theory]
    [InlineData("lvs_netlink_monitor_rcv_bufs 90000", 180_000)]
    [InlineData("vrrp_netlink_monitor_rcv_bufs 90000", 180_000)]
    [InlineData("vrrp_netlink_monitor_rcv_bufs 70000\nlvs_netlink_monitor_rcv_bufs 90000", 180_000)]
    [InlineData("vrrp_netlink_monitor_rcv_bufs 90000\nlvs_netlink_monitor_rcv_bufs 70000", 180_000)]
    public void The_monitor_has_the_larger_buffer_of_the_two_parts(string lines, int octets)
    {
        // The kernel doubles what is asked for (socket(7)).
        using NetlinkMonitor monitor = World.OpenMonitor(ConfLines.Global(lines));

        Assert.Equal(octets, monitor.ReceiveBuffer);
    }

    [Fact]
    public void Commands_to_the_kernel_have_the_buffer_that_was_asked_for()
    {
        using NetlinkKernel kernel = World.OpenKernel(ConfLines.Global("vrrp_netlink_cmd_rcv_bufs 90000"));

        Assert.Equal(180_000, kernel.ReceiveBuffer);
    }

    [Theory]
    [InlineData("vrrp_netlink_monitor_rcv_bufs 100000000", "vrrp_netlink_monitor_rcv_bufs_force true")]
    [InlineData("lvs_netlink_monitor_rcv_bufs 100000000", "lvs_netlink_monitor_rcv_bufs_force true")]
    public void Only_force_takes_the_monitor_beyond_the_limit_of_the_system(string size, string force)
    {
        using NetlinkMonitor modest = World.OpenMonitor(ConfLines.Global(size));
        using NetlinkMonitor forced = World.OpenMonitor(ConfLines.Global($"{size}\n{force}"));

        AssertForced(modest.ReceiveBuffer, forced.ReceiveBuffer);
    }

    [Fact]
    public void Only_force_takes_commands_beyond_the_limit_of_the_system()
    {
        const string size = "vrrp_netlink_cmd_rcv_bufs 100000000";
        using NetlinkKernel modest = World.OpenKernel(ConfLines.Global(size));
        using NetlinkKernel forced = World.OpenKernel(
            ConfLines.Global(size + "\nvrrp_netlink_cmd_rcv_bufs_force true"));

        AssertForced(modest.ReceiveBuffer, forced.ReceiveBuffer);
    }

    [Fact]
    public void Process_events_have_the_buffer_that_was_asked_for()
    {
        Assert.Equal(
            new ProcessMonitorOptions(90000, ForceReceiveBuffer: true),
            World.ProcessOptions(ConfLines.Global(
                "process_monitor_rcv_bufs 90000\nprocess_monitor_rcv_bufs_force").ProcessMonitorBuffer));
    }

    // Without CAP_NET_ADMIN the limit holds all the same.
    private static void AssertForced(int modest, int forced)
    {
        Assert.True(modest < 200_000_000);
        Assert.Equal(Environment.IsPrivilegedProcess ? 200_000_000 : modest, forced);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Either_part_may_go_beyond_the_limit_for_both(bool vrrp, bool lvs) => Assert.True(
        new ReceiveBufferConfig(1, vrrp).Or(new ReceiveBufferConfig(2, lvs)).Force);
}
