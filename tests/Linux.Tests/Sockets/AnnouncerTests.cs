using Keepalived.Linux.Native;
using Keepalived.Linux.Sockets;
using Keepalived.Wire.Arp;
using Keepalived.Wire.Ethernet;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Ndisc;
using Linux.Tests.Support;

namespace Linux.Tests.Sockets;

public sealed class AnnouncerTests
{
    private static readonly MacAddress Mac = MacAddress.Parse("00:00:5e:00:01:33");

    [PrivilegedFact]
    public void Announcements_reach_the_neighbour_with_the_hardware_address_that_was_given()
    {
        using var network = new TestNetwork();
        using FrameListener listener = TestNetwork.In(network.Right, () => new FrameListener("v0"));
        (Announcer announcer, int index) = TestNetwork.In(
            network.Left, () => (new Announcer(), (int)Libc.InterfaceIndex("v0")));
        using Announcer owned = announcer;
        byte[] mac = new byte[6];
        Mac.TryWriteBytes(mac);

        announcer.Rehearse(mac, IpAddress.Parse("192.0.2.49"));
        Assert.Equal(0, announcer.Announce(index, mac, IpAddress.Parse("192.0.2.50"), isRouter: false));
        byte[] frame = listener.Next(EthernetHeader.Arp);
        Assert.True(GratuitousArp.TryDecode(frame, out GratuitousArp arp, out _));
        Assert.Equal(new GratuitousArp(Mac, IpAddress.Parse("192.0.2.50")), arp);

        Assert.Equal(0, announcer.Announce(index, mac, IpAddress.Parse("2001:db8::50"), isRouter: true));
        NeighborAdvertisement advertisement;
        while (!NeighborAdvertisement.TryDecode(listener.Next(EthernetHeader.Ipv6), out advertisement, out _))
        {
        }

        Assert.Equal(new NeighborAdvertisement(Mac, IpAddress.Parse("2001:db8::50"), true), advertisement);
    }

    [PrivilegedFact]
    public void Announcing_on_a_missing_interface_or_without_an_address_is_an_error_not_an_exception()
    {
        using var announcer = new Announcer();
        byte[] mac = new byte[6];
        Assert.Equal(6, announcer.Announce(123456, mac, IpAddress.Parse("192.0.2.50"), isRouter: false));
        Assert.Equal(22, announcer.Announce(1, [], IpAddress.Parse("192.0.2.50"), isRouter: false));
        Assert.Equal(22, announcer.Announce(1, mac, IpAddress.None, isRouter: false));
    }
}
