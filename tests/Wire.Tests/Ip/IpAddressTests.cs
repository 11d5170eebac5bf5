using System.Net;
using System.Net.Sockets;
using Keepalived.Wire.Ip;

namespace Keepalived.Wire.Tests.Ip;

public sealed class IpAddressTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("2001:db8::1:0:0:1")]
    [InlineData("2001:db8:0:1:1:1:1:1")]
    [InlineData("1:2:3:4:5:6:7:8")]
    [InlineData("1::")]
    [InlineData("1:2:3:4:5:6::")]
    [InlineData("::ffff:192.0.2.1")]
    [InlineData("::192.0.2.1")]
    [InlineData("64:ff9b::c000:201")]
    public void Canonical_text_survives_a_round_trip(string text)
    {
        IpAddress address = IpAddress.Parse(text);

        Assert.Equal(text, address.ToString());
        Assert.Equal(IPAddress.Parse(text), address.ToIPAddress());
        Assert.Equal(address, IpAddress.From(IPAddress.Parse(text)));
    }

    [Theory]
    [InlineData("2001:DB8:0:0:0:0:0:1", "2001:db8::1")]
    [InlineData("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("1:0002:3::", "1:2:3::")]
    [InlineData("::1.2.3.4", "::1.2.3.4")]
    [InlineData("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304")]
    [InlineData("0:1:2:3:4:5:6:7", "0:1:2:3:4:5:6:7")]
    public void Other_text_becomes_canonical(string text, string expected) =>
        Assert.Equal(expected, IpAddress.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("01.2.3.4")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1.2..4")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:")]
    [InlineData(":1")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7::8:9")]
    [InlineData("1:2:3:4:5:6:7::8")]
    [InlineData("12345::")]
    [InlineData("fe80::1%eth0")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("::1.2.3")]
    [InlineData("::g")]
    public void Text_that_is_no_address_is_refused(string text)
    {
        Assert.False(IpAddress.TryParse(text, out IpAddress address));
        Assert.True(address.IsNone);
    }

    [Fact]
    public void Random_addresses_are_written_as_the_base_library_writes_them()
    {
        var random = new Random(5952);
        byte[] bytes = new byte[16];
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            for (int group = 0; group < 8; group++)
            {
                if (random.Next(2) == 0)
                {
                    bytes.AsSpan(group * 2, 2).Clear();
                }
            }

            // The compatible and the base library's other special forms differ on purpose; keep clear of them.
            bytes[0] |= 0x20;
            bytes[9] &= 0x0F;
            IpAddress address = IpAddress.FromBytes(bytes);
            string text = address.ToString();
            Assert.Equal(address, IpAddress.Parse(text));
            Assert.Equal(address, IpAddress.From(IPAddress.Parse(text)));
            Assert.True(text.Length <= new IPAddress(bytes).ToString().Length);
        }
    }

    [Fact]
    public void Order_is_that_of_the_bytes_in_network_order()
    {
        string[] sorted = ["0.0.0.1", "9.255.255.255", "10.0.0.1", "192.0.2.1", "200.0.0.0", "::", "::1", "2001:db8::",
            "fe80::1"];
        IpAddress[] shuffled = [.. sorted.Reverse().Select(IpAddress.Parse)];
        Array.Sort(shuffled);

        Assert.Equal(sorted, shuffled.Select(address => address.ToString()));
        Assert.True(IpAddress.None < IpAddress.AnyV4);
        Assert.True(IpAddress.Parse("192.0.2.2") > IpAddress.Parse("192.0.2.1"));
    }

    [Fact]
    public void The_default_value_is_no_address()
    {
        IpAddress none = default;

        Assert.Equal(AddressFamily.Unspecified, none.Family);
        Assert.Equal(0, none.Length);
        Assert.Equal(string.Empty, none.ToString());
        Assert.True(none.TryWriteBytes([]));
        Assert.NotEqual(IpAddress.AnyV4, none);
        Assert.NotEqual(IpAddress.AnyV4, IpAddress.AnyV6);
    }

    [Theory]
    [InlineData("169.254.1.1", true, false)]
    [InlineData("224.0.0.18", false, true)]
    [InlineData("239.255.255.255", false, true)]
    [InlineData("223.255.255.255", false, false)]
    [InlineData("fe80::1", true, false)]
    [InlineData("febf::1", true, false)]
    [InlineData("fec0::1", false, false)]
    [InlineData("ff02::12", false, true)]
    public void Link_local_and_multicast_are_told_by_the_prefix(string text, bool isLinkLocal, bool isMulticast)
    {
        IpAddress address = IpAddress.Parse(text);

        Assert.Equal(isLinkLocal, address.IsLinkLocal);
        Assert.Equal(isMulticast, address.IsMulticast);
    }

    [Fact]
    public void Too_small_a_span_is_refused_without_writing()
    {
        Assert.False(IpAddress.Parse("192.0.2.1").TryWriteBytes(new byte[3]));
        Assert.False(IpAddress.Parse("192.0.2.1").TryFormat(new char[8], out int written));
        Assert.Equal(0, written);
    }

    [Fact]
    public void Solicited_node_group_holds_the_last_24_bits() =>
        Assert.Equal("ff02::1:ff28:9c5a", IpAddress.Parse("fe80::2aa:ff:fe28:9c5a").ToSolicitedNodeGroup().ToString());
}
