using Keepalived.Wire.Ip;

namespace Keepalived.Wire.Tests.Ip;

public sealed class IpPrefixTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1/32")]
    [InlineData("192.0.2.1/24", "192.0.2.1/24")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    [InlineData("2001:db8::1/64", "2001:db8::1/64")]
    public void Text_without_a_length_means_a_host(string text, string expected) =>
        Assert.Equal(expected, IpPrefix.Parse(text).ToString());

    [Theory]
    [InlineData("192.0.2.1/33")]
    [InlineData("192.0.2.1/")]
    [InlineData("192.0.2.1/-1")]
    [InlineData("192.0.2.1/2 ")]
    [InlineData("2001:db8::/129")]
    [InlineData("/24")]
    public void A_length_outside_the_family_is_refused(string text) => Assert.False(IpPrefix.TryParse(text, out _));

    [Theory]
    [InlineData("192.0.2.77/24", "192.0.2.0")]
    [InlineData("192.0.2.77/0", "0.0.0.0")]
    [InlineData("192.0.2.77/31", "192.0.2.76")]
    [InlineData("2001:db8:1:2:3:4:5:6/64", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:3:4:5:6/72", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ff03:4:5:6/72", "2001:db8:1:2:ff00::")]
    [InlineData("2001:db8:1:2:3:4:5:6/128", "2001:db8:1:2:3:4:5:6")]
    [InlineData("2001:db8:1:2:3:4:5:6/0", "::")]
    public void The_network_has_no_host_bits(string text, string network) =>
        Assert.Equal(network, IpPrefix.Parse(text).Network.ToString());

    [Fact]
    public void Containing_needs_the_same_family_and_network()
    {
        IpPrefix prefix = IpPrefix.Parse("192.0.2.0/24");

        Assert.True(prefix.Contains(IpAddress.Parse("192.0.2.200")));
        Assert.False(prefix.Contains(IpAddress.Parse("192.0.3.1")));
        Assert.False(prefix.Contains(IpAddress.Parse("::1")));
    }
}
