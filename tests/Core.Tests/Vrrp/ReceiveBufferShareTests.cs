using System.Net;
using Keepalived.Config.Model;
using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Tests.Vrrp;

public sealed class ReceiveBufferShareTests
{
    private const int Mtu = 1500;

    private static readonly VrrpInstanceConfig s_instance = new()
    {
        Name = "VI_1",
        VirtualAddresses = [new VirtualAddressConfig { Address = IPAddress.Parse("192.0.2.1") }],
    };

    [Theory]
    [InlineData(ReceiveBufferPolicy.Default, 0)]
    [InlineData(ReceiveBufferPolicy.Mtu, 4500)]
    // IPv4 header, VRRP header, one address, authentication data; 3 of them.
    [InlineData(ReceiveBufferPolicy.Advert, 3 * (20 + 8 + 4 + 8))]
    [InlineData(ReceiveBufferPolicy.Bytes, 9000)]
    public void The_policy_and_its_multiplier_size_the_buffer(ReceiveBufferPolicy policy, int octets) =>
        Assert.Equal(octets, ReceiveBufferShare.Of(With(policy), Mtu));

    [Fact]
    public void A_size_of_the_instance_s_own_comes_first() =>
        Assert.Equal(777, ReceiveBufferShare.Of(With(ReceiveBufferPolicy.Mtu) with { ReceiveBufferSize = 777 }, Mtu));

    private static VrrpInstanceConfig With(ReceiveBufferPolicy policy) =>
        s_instance with { ReceiveBufferRule = new ReceiveBufferRule(policy, 9000, 3) };
}
