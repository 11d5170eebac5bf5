using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Tests.Kernel;

public sealed class FirewallTextTests
{
    private static readonly NftablesConfig s_settings = new() { Table = "t", Priority = -7, Counters = true };
    private static readonly FirewallText s_six = new(s_settings, AddressFamily.InterNetworkV6, duplicates: true);

    [Fact]
    public void The_table_holds_only_what_is_needed()
    {
        FirewallText four = new(s_settings, AddressFamily.InterNetwork, duplicates: true);

        string refusing = four.Whole([new RefusedAddress(IpAddress.Parse("10.0.0.1"), 2)]);
        string quieting = four.Whole([new QuietInterface(5, 2, AddressFamily.InterNetwork)]);

        Assert.Contains("ip daddr @vips counter drop", refusing);
        Assert.DoesNotContain("vmac_map", refusing);
        Assert.Contains("dup to ip daddr device oif map @vmac_map counter drop", quieting);
        Assert.DoesNotContain("hook input", quieting);
        Assert.Contains("hook output priority -7", quieting);
    }

    [Fact]
    public void A_link_local_address_is_refused_on_its_interface_alone()
    {
        RefusedAddress local = new(IpAddress.Parse("fe80::1"), 5);

        Assert.Equal("add element ip6 t vips_link_local { fe80::1 . 5 }\n", s_six.Addition(local));
        Assert.NotEqual(local, local with { InterfaceIndex = 6 });
        Assert.Equal(
            new RefusedAddress(IpAddress.Parse("2001:db8::1"), 5),
            new RefusedAddress(IpAddress.Parse("2001:db8::1"), 6));
    }

    [Fact]
    public void Neighbours_are_found_though_the_address_is_refused()
    {
        string text = s_six.Whole([new RefusedAddress(IpAddress.Parse("2001:db8::1"), 5)]);

        Assert.True(
            text.IndexOf("@neighbor-discovery counter accept", StringComparison.Ordinal)
            < text.IndexOf("@vips counter drop", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_way_to_send_them_elsewhere_reports_are_dropped()
    {
        FirewallText text = new(s_settings, AddressFamily.InterNetwork, duplicates: false);

        string whole = text.Whole([new QuietInterface(5, 2, AddressFamily.InterNetwork)]);

        Assert.Contains("ip protocol igmp oif @vmac_set counter drop", whole);
        Assert.Contains("vmac_set { 5 }", whole);
        Assert.DoesNotContain("dup to", whole);
    }
}
