using System.Net.Sockets;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Ipvs;
using Keepalived.Wire.Netlink;
using Keepalived.Wire.Tests.Netlink;
using static Keepalived.Wire.Ipvs.IpvsConstants;

namespace Keepalived.Wire.Tests.Ipvs;

/// <summary>Reads dumps of a Linux 6.1 whose IPVS tables had been filled by our own requests.</summary>
public sealed class IpvsDumpTests
{
    private const string File = "ipvs.hex";

    [Fact]
    public void The_family_is_resolved_by_name()
    {
        Assert.True(GenericFamilyMessage.TryDecode(
            KernelDump.Payloads(File, "family").Single(), out GenericFamilyMessage family, out _));

        Assert.Equal((28, "IPVS", 1u), (family.Id, family.Name, family.Version));
    }

    [Fact]
    public void Services_come_back_as_they_were_asked_for()
    {
        IpAddress vip = IpAddress.Parse("192.0.2.10");
        IpvsServiceMessage[] expected =
        [
            new()
            {
                Family = AddressFamily.InterNetwork, Protocol = 6, Address = vip, Port = 80, Scheduler = "wrr",
                Flags = IP_VS_SVC_F_PERSISTENT, PersistenceTimeoutSeconds = 30, Netmask = uint.MaxValue,
            },
            new()
            {
                Family = AddressFamily.InterNetworkV6, Protocol = 6, Address = IpAddress.Parse("2001:db8::10"),
                Port = 443,
                Scheduler = "sh", Flags = IP_VS_SVC_F_PERSISTENT | IP_VS_SVC_F_SCHED1, PersistenceTimeoutSeconds = 50,
                Netmask = 64,
            },
            new()
            {
                Family = AddressFamily.InterNetwork, Protocol = 17, Address = vip, Port = 53, Scheduler = "wlc",
                Flags = IP_VS_SVC_F_PERSISTENT, PersistenceTimeoutSeconds = 360, Netmask = 0xFFFFFF00,
            },
            new()
            {
                Family = AddressFamily.InterNetwork, Protocol = 17, Address = IpAddress.Parse("192.0.2.12"),
                Port = 5060,
                Scheduler = "rr", Flags = IP_VS_SVC_F_PERSISTENT | IP_VS_SVC_F_ONEPACKET,
                PersistenceTimeoutSeconds = 60,
                Netmask = uint.MaxValue, PersistenceEngine = "sip",
            },
            new() { Family = AddressFamily.InterNetwork, FirewallMark = 9, Scheduler = "wrr", Netmask = uint.MaxValue },
        ];

        Assert.Equal(expected, KernelDump.Payloads(File, "services").Select(payload =>
        {
            Assert.True(IpvsServiceMessage.TryDecode(payload, out IpvsServiceMessage service, out _));
            return service;
        }));
    }

    [Fact]
    public void Destinations_come_back_as_they_were_asked_for()
    {
        IpvsDestinationMessage[] expected =
        [
            new() { Address = IpAddress.Parse("10.0.0.5"), Port = 80, Weight = 77 },
            new() { Address = IpAddress.Parse("2001:db8::99"), Port = 80, Weight = 2,
                ForwardingMethod = IP_VS_CONN_F_TUNNEL },
            new()
            {
                Address = IpAddress.Parse("10.0.0.2"), Port = 80, ForwardingMethod = IP_VS_CONN_F_TUNNEL,
                TunnelType = IP_VS_CONN_F_TUNNEL_TYPE_GUE, TunnelPort = 6080,
                TunnelFlags = IP_VS_TUNNEL_ENCAP_FLAG_CSUM,
            },
            new() { Address = IpAddress.Parse("10.0.0.1"), Port = 8080, Weight = 5, UpperThreshold = 100,
                LowerThreshold = 50 },
        ];
        Assert.Equal(expected, Destinations("dests", AddressFamily.InterNetwork));
        expected =
        [
            new() { Address = IpAddress.Parse("2001:db8::20"), Port = 443, Weight = 0,
                ForwardingMethod = IP_VS_CONN_F_DROUTE },
        ];
        Assert.Equal(expected, Destinations("dests3", AddressFamily.InterNetworkV6));
    }

    [Fact]
    public void Daemons_timeouts_and_version_are_read()
    {
        Assert.True(IpvsSyncDaemonMessage.TryDecode(
            KernelDump.Payloads(File, "daemons").Single(), out IpvsSyncDaemonMessage daemon, out _));
        Assert.True(IpvsTimeouts.TryDecode(KernelDump.Payloads(File, "timeouts")[0], out IpvsTimeouts timeouts, out _));
        Assert.True(IpvsInfo.TryDecode(KernelDump.Payloads(File, "info")[0], out IpvsInfo info, out _));

        var expected = new IpvsSyncDaemonMessage
        {
            State = IP_VS_STATE_MASTER, Interface = "lo", SyncId = 7, MaxLength = 1000, Port = 9999, TimeToLive = 3,
            Group = IpAddress.Parse("224.0.0.99"),
        };
        Assert.Equal(expected, daemon);
        Assert.Equal(new IpvsTimeouts(1000, 120, 30), timeouts);
        Assert.Equal(new IpvsInfo(0x010201, 4096), info);
    }

    private static IEnumerable<IpvsDestinationMessage> Destinations(string label, AddressFamily family) =>
        KernelDump.Payloads(File, label).Select(payload =>
        {
            Assert.True(IpvsDestinationMessage.TryDecode(payload, family, out IpvsDestinationMessage read, out _));
            return read;
        });
}
