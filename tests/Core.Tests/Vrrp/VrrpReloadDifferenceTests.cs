using System.Net;
using Keepalived.Config.Model;
using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Tests.Vrrp;

public class VrrpReloadDifferenceTests
{
    /// <summary>Each call gives other objects of the same values, as reading the same file twice does.</summary>
    private static VrrpInstanceConfig Config => new()
    {
        Name = "VI_1",
        VirtualAddresses = [new VirtualAddressConfig { Address = IPAddress.Parse("192.0.2.100") }],
    };

    private static VirtualAddressConfig Other => new() { Address = IPAddress.Parse("192.0.2.101") };

    [Fact]
    public void What_neither_packets_nor_items_are_made_of_makes_no_difference()
    {
        VrrpInstanceConfig changed = Config with { Priority = 101, Preempt = false, NotifyDeleted = true };

        Assert.Equal(new VrrpReloadDifference(false, false), VrrpReloadDifference.Of(Config, changed));
    }

    [Fact]
    public void Packets_and_items_differ_each_for_itself()
    {
        VrrpInstanceConfig interval = Config with { AdvertisementInterval = TimeSpan.FromSeconds(7) };
        VrrpInstanceConfig excluded = Config with { ExcludedAddresses = [Other] };
        VrrpInstanceConfig addresses = Config with { VirtualAddresses = [Other] };

        Assert.Equal(new VrrpReloadDifference(true, false), VrrpReloadDifference.Of(Config, interval));
        Assert.Equal(new VrrpReloadDifference(false, true), VrrpReloadDifference.Of(Config, excluded));
        Assert.Equal(new VrrpReloadDifference(true, true), VrrpReloadDifference.Of(Config, addresses));
    }
}
