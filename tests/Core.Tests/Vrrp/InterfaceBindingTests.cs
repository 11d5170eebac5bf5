using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Tests.Vrrp;

public sealed class InterfaceBindingTests
{
    private static readonly NetworkLink s_vrf = new() { Index = 9, Name = "red", Kind = "vrf", Flags = 0x1043 };

    private static readonly VrrpInstanceConfig s_instance = ConfLines.Instance("");

    [Fact]
    public void Own_interface_may_be_left_untracked()
    {
        LinkTable links = Links(isUp: false);
        Assert.True(InterfaceBinding.Of(s_instance, links).Faults.HasFlag(VrrpFaults.InterfaceDown));
        Assert.False(InterfaceBinding.Of(ConfLines.Instance("dont_track_primary"), links)
            .Faults.HasFlag(VrrpFaults.InterfaceDown));
    }

    [Theory]
    [InlineData("mcast_src_ip 192.0.2.77")]
    [InlineData("unicast_src_ip 192.0.2.77\nunicast_peer {\n192.0.2.2\n}")]
    public void A_configured_source_wins_over_the_address_of_the_interface(string lines)
    {
        VrrpInstanceConfig configured = ConfLines.Instance(lines);
        Assert.Equal(IpAddress.Parse("192.0.2.1"), InterfaceBinding.Of(s_instance, Links(isUp: true)).Source);
        Assert.Equal(IpAddress.Parse("192.0.2.77"), InterfaceBinding.Of(configured, Links(isUp: true)).Source);
    }

    [Fact]
    public void A_tracked_source_address_that_is_not_there_is_a_fault()
    {
        const string elsewhere = "mcast_src_ip 192.0.2.77";
        Assert.Equal(
            VrrpFaults.None, InterfaceBinding.Of(ConfLines.Instance(elsewhere), Links(isUp: true)).Faults);
        Assert.Equal(
            VrrpFaults.NoSourceAddress,
            InterfaceBinding.Of(ConfLines.Instance(elsewhere + "\ntrack_src_ip"), Links(isUp: true)).Faults);
        Assert.Equal(
            VrrpFaults.None,
            InterfaceBinding.Of(
                ConfLines.Instance("mcast_src_ip 192.0.2.1\ntrack_src_ip"), Links(isUp: true)).Faults);
    }

    [Theory]
    [InlineData("mcast_dst_ip 224.0.0.77", "", "224.0.0.77")]
    [InlineData("", "vrrp_mcast_group4 224.0.0.77", "224.0.0.77")]
    [InlineData("", "vrrp_mcast_group6 ff02::77", "224.0.0.18")]
    [InlineData("native_ipv6", "vrrp_mcast_group6 ff02::77", "ff02::77")]
    public void Adverts_go_to_the_multicast_group_that_was_asked_for(string lines, string globals, string group)
    {
        VrrpInstanceConfig grouped = ConfLines.Instance(lines, globals);
        Assert.Equal(IpAddress.Parse(group), VrrpParametersFactory.CreateSend(grouped, default).Destinations[0]);
        Assert.Equal(IpAddress.Parse(group), VrrpParametersFactory.CreateReceive(grouped).MulticastGroup);
    }

    [Fact]
    public void Unicast_adverts_leave_with_the_TTL_that_was_asked_for()
    {
        IpAddress source = IpAddress.Parse("192.0.2.1");
        VrrpInstanceConfig unicast = ConfLines.Instance("unicast_peer {\n192.0.2.2\n}\nunicast_ttl 9");
        VrrpSendParameters sent = VrrpParametersFactory.CreateSend(unicast, source);
        Assert.Equal((IpAddress.Parse("192.0.2.2"), 9), (sent.Destinations[0], sent.TimeToLive));
        byte[] buffer = new byte[200];
        new VrrpAdvertSource(sent, new VrrpSequence()).WriteNext(0, 100, buffer, out _);
        Assert.Equal(9, buffer[8]);
    }

    [Theory]
    [InlineData("use_vmac", "vrrp.51")]
    [InlineData("use_vmac\nvmac_xmit_base", "eth0")]
    public void Adverts_leave_from_the_virtual_interface_or_the_one_below(string lines, string sender) =>
        Assert.Equal(sender, InterfaceBinding.Of(ConfLines.Instance(lines), Table(
            new NetworkLink { Index = 2, Name = "eth0", Flags = 0x1043 },
            new NetworkLink { Index = 3, Name = "vrrp.51", Flags = 0x1043 })).SocketInterface);

    private static LinkTable Links(bool isUp) => LinkTable.From(new KernelSnapshot(
        [new NetworkLink { Index = 2, Name = "eth0", Flags = isUp ? 0x1043u : 0x1002u }],
        [new KernelAddress(2, IpAddress.Parse("192.0.2.1"), 24, 0, 0)]));

    [Fact]
    public void A_unicast_instance_without_an_interface_runs_in_its_VRF()
    {
        VrrpInstanceConfig config = ConfLines.File("""
            vrrp_instance VI_1 {
                vrf red
                virtual_router_id 51
                no_virtual_ipaddress
                unicast_src_ip 10.0.0.1
                unicast_peer {
                    10.0.0.2
                }
            }
            """).Instances[0];

        InterfaceBinding present = InterfaceBinding.Of(config, Table(s_vrf));

        Assert.Equal((9, "red", VrrpFaults.None), (present.SocketIndex, present.SocketInterface, present.Faults));
        Assert.Equal(VrrpFaults.InterfaceMissing, InterfaceBinding.Of(config, Table()).Faults);
        Assert.Equal(
            VrrpFaults.InterfaceDown, InterfaceBinding.Of(config, Table(s_vrf with { Flags = 0x1002 })).Faults);
    }

    private static LinkTable Table(params NetworkLink[] links) => LinkTable.From(new KernelSnapshot([.. links], []));
}
