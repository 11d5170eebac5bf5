using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Keepalived.Core.Ports;
using Keepalived.Linux.Host;
using Keepalived.Linux.Native;
using Keepalived.Linux.Sockets;
using Keepalived.Wire.Ip;
using Linux.Tests.Sockets;
using Linux.Tests.Support;

namespace Linux.Tests.Host;

public sealed class OtherDaemonsTests
{
    private const string Configuration = """
        vrrp_instance VI_1 {
            interface v0
            virtual_router_id 51
            priority 100
            state MASTER
            advert_int 1
            virtual_ipaddress {
                203.0.113.1/32
            }
        }

        """;

    [ReferenceDaemonFact]
    public void The_reference_daemon_is_found_in_its_namespace_only_and_heard_by_the_neighbour()
    {
        using var network = new TestNetwork();
        using var directory = new TemporaryDirectory();
        using var loop = new ProtocolLoop();
        var receiver = new RecordingReceiver();
        TestNetwork.In(network.Right, () =>
        {
            int index = (int)Libc.InterfaceIndex("v0");
            var options = new PacketSocketOptions(
                index, "v0", AddressFamily.InterNetwork, 112, IpAddress.Parse("224.0.0.18"), 0);
            Assert.NotNull(loop.TryOpen(options, receiver, out _, out _));
        });
        Assert.Empty(TestNetwork.In(network.Left, () => OtherDaemons.Find()));

        File.WriteAllText(directory["conf"], Configuration);
        string[] words =
        [
            "netns", "exec", network.Left, ReferenceDaemonFactAttribute.Program, "-n", "-P", "-f", directory["conf"],
            "-p", directory["pid"], "-r", directory["vrrp.pid"],
        ];
        using Process daemon = Process.Start(
            new ProcessStartInfo("/sbin/ip", words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            // Version 2, virtual router 51, priority 100 (RFC 3768 5.1), after a header of 20 bytes.
            Arrival arrival = receiver.Next();
            Assert.Equal(new byte[] { 0x21, 51, 100 }, arrival.Bytes[20..23]);
            Assert.Equal((IpAddress.Parse("192.0.2.1"), 255), (arrival.Source, arrival.HopLimit));
            int found = Assert.Single(TestNetwork.In(network.Left, () => OtherDaemons.Find()));
            Assert.Equal(daemon.Id, ProcessFacts.ParentOf(found));
            Assert.Empty(TestNetwork.In(network.Right, () => OtherDaemons.Find()));
            Assert.Equal(PidFileStatus.OtherRunning, PidFile.TryTake(directory["pid"], out _, out int other, out _));
            Assert.Equal(daemon.Id, other);
        }
        finally
        {
            Command.Run("/bin/kill", "-TERM", daemon.Id.ToString(CultureInfo.InvariantCulture));
            daemon.WaitForExit();
        }

        // Its resignation: priority 0.
        while (receiver.Next().Bytes[22] != 0)
        {
        }
    }
}
