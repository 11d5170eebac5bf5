using System.Net;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Tests.Vrrp;

public sealed class InterfaceBindingTests
{
    private static readonly NetworkLink s_vrf = new() { Index = 9, Name = "red", Kind = "vrf", Flags = 0x1043 };

    private static readonly VrrpInstanceConfig s_instance = new()
    {
        Name = "VI_1",
        Interface = "eth0",
        VirtualRouterId = 5,
    };

    [Fact]
    public void Own_interface_may_be_left_untracked()
    {
        LinkTable links = Links(isUp: false);
        Assert.True(InterfaceBinding.Of(s_instance, links).Faults.HasFlag(VrrpFaults.InterfaceDown));
        Assert.False(InterfaceBinding.Of(s_instance with { DontTrackPrimary = true }, links)
            .Faults.HasFlag(VrrpFaults.InterfaceDown));
    }

    [Fact]
    public void A_configured_source_wins_over_the_address_of_the_interface()
    {
        VrrpInstanceConfig configured = s_instance with { SourceAddress = IPAddress.Parse("192.0.2.77") };
        Assert.Equal(IpAddress.Parse("192.0.2.1"), InterfaceBinding.Of(s_instance, Links(isUp: true)).Source);
        Assert.Equal(IpAddress.Parse("192.0.2.77"), InterfaceBinding.Of(configured, Links(isUp: true)).Source);
    }

    [Fact]
    public void A_tracked_source_address_that_is_not_there_is_a_fault()
    {
        VrrpInstanceConfig configured = s_instance with { SourceAddress = IPAddress.Parse("192.0.2.77") };
        Assert.Equal(VrrpFaults.None, InterfaceBinding.Of(configured, Links(isUp: true)).Faults);
        Assert.Equal(
            VrrpFaults.NoSourceAddress,
            InterfaceBinding.Of(configured with { TrackSourceAddress = true }, Links(isUp: true)).Faults);
        Assert.Equal(
            VrrpFaults.None,
            InterfaceBinding.Of(
                s_instance with { SourceAddress = IPAddress.Parse("192.0.2.1"), TrackSourceAddress = true },
                Links(isUp: true)).Faults);
    }

    [Fact]
    public void Multicast_groups_and_TTL_go_into_the_datagrams()
    {
        VrrpInstanceConfig grouped = s_instance with { MulticastDestination = IPAddress.Parse("224.0.0.77") };
        IpAddress source = IpAddress.Parse("192.0.2.1");
        Assert.Equal(
            IpAddress.Parse("224.0.0.77"), VrrpParametersFactory.CreateSend(grouped, source).Destinations[0]);
        VrrpInstanceConfig unicast = s_instance with
        {
            UnicastPeers = [new UnicastPeerConfig(IPAddress.Parse("192.0.2.2"))],
            UnicastTtl = 9,
        };
        VrrpSendParameters sent = VrrpParametersFactory.CreateSend(unicast, source);
        Assert.Equal((IpAddress.Parse("192.0.2.2"), 9), (sent.Destinations[0], sent.TimeToLive));
        byte[] buffer = new byte[200];
        new VrrpAdvertSource(sent, new VrrpSequence()).WriteNext(0, 100, buffer, out _);
        Assert.Equal(9, buffer[8]);
    }

    private static LinkTable Links(bool isUp) => LinkTable.From(new KernelSnapshot(
        [new NetworkLink { Index = 2, Name = "eth0", Flags = isUp ? 0x1043u : 0x1002u }],
        [new KernelAddress(2, IpAddress.Parse("192.0.2.1"), 24, 0, 0)]));

    [Fact]
    public void A_unicast_instance_without_an_interface_runs_in_its_VRF()
    {
        VrrpInstanceConfig config = new()
        {
            Name = "VI_1",
            Vrf = "red",
            SourceAddress = IPAddress.Parse("10.0.0.1"),
        };

        InterfaceBinding present = InterfaceBinding.Of(config, Table(s_vrf));

        Assert.Equal((9, "red", VrrpFaults.None), (present.SocketIndex, present.SocketInterface, present.Faults));
        Assert.Equal(VrrpFaults.InterfaceMissing, InterfaceBinding.Of(config, Table()).Faults);
        Assert.Equal(
            VrrpFaults.InterfaceDown, InterfaceBinding.Of(config, Table(s_vrf with { Flags = 0x1002 })).Faults);
    }

    private static LinkTable Table(params NetworkLink[] links) => LinkTable.From(new KernelSnapshot([.. links], []));
}
