using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Tests.Vrrp;

public sealed class ReceiveBufferShareTests
{
    private const int Mtu = 1500;

    [Theory]
    [InlineData("", 0)]
    [InlineData("vrrp_rx_bufs_policy MTU", 4500)]
    [InlineData("vrrp_rx_bufs_policy MTU\nvrrp_rx_bufs_multiplier 5", 7500)]
    // IPv4 header, VRRP header, two addresses, authentication data; 3 of them.
    [InlineData("vrrp_rx_bufs_policy ADVERT", 3 * (20 + 8 + (2 * 4) + 8))]
    [InlineData("vrrp_rx_bufs_policy 9000", 9000)]
    public void The_policy_and_its_multiplier_size_the_buffer(string lines, int octets) =>
        Assert.Equal(octets, ReceiveBufferShare.Of(ConfLines.Instance("", lines), Mtu));

    [Fact]
    public void A_size_of_the_instance_s_own_comes_first() =>
        Assert.Equal(777, ReceiveBufferShare.Of(
            ConfLines.Instance("kernel_rx_buf_size 777", "vrrp_rx_bufs_policy MTU"), Mtu));
}
