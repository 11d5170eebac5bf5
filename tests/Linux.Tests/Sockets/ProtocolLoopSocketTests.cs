using System.Net.Sockets;
using Keepalived.Core.Ports;
using Keepalived.Linux.Sockets;
using Keepalived.Wire.Ip;
using Linux.Tests.Support;

namespace Linux.Tests.Sockets;

public sealed class ProtocolLoopSocketTests
{
    private static readonly IpAddress GroupV4 = IpAddress.Parse("224.0.0.18");
    private static readonly IpAddress GroupV6 = IpAddress.Parse("ff02::12");
    private static readonly IpAddress LeftV4 = IpAddress.Parse("192.0.2.1");
    private static readonly IpAddress RightV4 = IpAddress.Parse("192.0.2.2");
    private static readonly IpAddress LeftV6 = IpAddress.Parse("fe80::1");

    // Half of it is more than the loop's thread is ever kept from running.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    [PrivilegedFact]
    public void Scheduled_adverts_reach_the_peer_in_order_and_never_the_sender()
    {
        using var lan = new Lan(AddressFamily.InterNetwork, GroupV4);
        using IAdvertTransmitter transmitter = lan.Transmitter(new NumberedSource(LeftV4, GroupV4));
        transmitter.Start(100, TimeSpan.FromMilliseconds(5), TimeSpan.FromMinutes(1), sendNow: true, 1);
        byte first = 0;
        for (byte number = 0; number < 5; number++)
        {
            Arrival arrival = lan.RightReceiver.Next();
            first = number == 0 ? arrival.Bytes[21] : first;
            Assert.Equal(LeftV4, arrival.Source);
            Assert.Equal(GroupV4, arrival.Destination);
            Assert.Equal(255, arrival.HopLimit);
            Assert.Equal(lan.RightIndex, arrival.InterfaceIndex);
            Assert.Equal(new byte[] { 0x31, (byte)(first + number), 100 }, arrival.Bytes[20..23]);
        }

        Assert.True(transmitter.SentCount >= 4);
        Assert.Equal(0, transmitter.PriorityZeroSentCount);
        Assert.Empty(lan.LeftReceiver.Arrivals);
    }

    [PrivilegedFact]
    public void The_first_advert_of_a_take_over_waits_for_no_other_thread()
    {
        using var lan = new Lan(AddressFamily.InterNetwork, GroupV4);
        using IAdvertTransmitter transmitter = lan.Transmitter(new NumberedSource(LeftV4, GroupV4));
        transmitter.Start(100, TimeSpan.FromHours(1), TimeSpan.FromHours(3), sendNow: true, 1);
        Assert.Equal(1, transmitter.SentCount);
        Assert.Equal(100, lan.RightReceiver.Next().Bytes[22]);
    }

    [PrivilegedFact]
    public void Ipv6_adverts_carry_the_source_that_was_asked_for_and_hop_limit_255()
    {
        using var lan = new Lan(AddressFamily.InterNetworkV6, GroupV6);
        using IAdvertTransmitter transmitter = lan.Transmitter(new NumberedSource(LeftV6, GroupV6));
        // A schedule, since IPv6 routes of a new link come a moment after the link.
        transmitter.Start(7, TimeSpan.FromMilliseconds(20), TimeSpan.FromMinutes(1), sendNow: true, 1);
        Arrival arrival = lan.RightReceiver.Next();
        Assert.Equal(LeftV6, arrival.Source);
        Assert.Equal(GroupV6, arrival.Destination);
        Assert.Equal(255, arrival.HopLimit);
        Assert.Equal(lan.RightIndex, arrival.InterfaceIndex);
        Assert.Equal((0x31, 7), (arrival.Bytes[0], arrival.Bytes[2]));
        // The kernel filled in the checksum.
        Assert.NotEqual(new byte[] { 0, 0 }, arrival.Bytes[6..8]);
    }

    [PrivilegedFact]
    public void Ipv6_adverts_carry_the_hop_limit_of_their_source()
    {
        using var lan = new Lan(AddressFamily.InterNetworkV6, GroupV6);
        using IAdvertTransmitter transmitter = lan.Transmitter(
            new NumberedSource(LeftV6, GroupV6) { HopLimit = 33 });
        transmitter.Start(7, TimeSpan.FromMilliseconds(20), TimeSpan.FromMinutes(1), sendNow: true, 1);
        Assert.Equal(33, lan.RightReceiver.Next().HopLimit);
    }

    [PrivilegedFact]
    public void Unicast_without_an_interface_reaches_each_peer()
    {
        using var lan = new Lan(AddressFamily.InterNetwork, IpAddress.None, bind: false);
        using IAdvertTransmitter transmitter = lan.Transmitter(new NumberedSource(LeftV4, RightV4, RightV4));
        transmitter.SendOnce(9);
        Assert.Equal(0, lan.RightReceiver.Next().Bytes[21]);
        Arrival second = lan.RightReceiver.Next();
        Assert.Equal(1, second.Bytes[21]);
        Assert.Equal(RightV4, second.Destination);
        Assert.Equal(1, transmitter.SentCount);
    }

    [PrivilegedFact]
    public void After_revocation_only_the_resignation_is_sent()
    {
        using var lan = new Lan(AddressFamily.InterNetwork, GroupV4);
        IAdvertTransmitter transmitter = lan.Transmitter(new NumberedSource(LeftV4, GroupV4));
        transmitter.Start(100, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), sendNow: true, 1);
        lan.RightReceiver.Next();
        transmitter.SendOnce(50);
        transmitter.Revoke();
        long sent = transmitter.SentCount;
        transmitter.SendOnce(0);
        // Disposing of everything at once must not lose it.
        transmitter.Dispose();
        lan.LeftSocket.Dispose();
        lan.LeftLoop.Dispose();
        Assert.Equal(sent + 1, transmitter.SentCount);
        Assert.Equal(1, transmitter.PriorityZeroSentCount);
        byte[] priorities = [.. Enumerable.Range(0, (int)sent).Select(_ => lan.RightReceiver.Next().Bytes[22])];
        Assert.Equal(0, priorities.Length == 0 ? 0 : priorities.Last());
        Assert.Empty(lan.RightReceiver.Arrivals);
    }

    [PrivilegedFact]
    public void A_holder_that_does_not_renew_is_silenced()
    {
        using var lan = new Lan(AddressFamily.InterNetwork, GroupV4);
        using IAdvertTransmitter transmitter = lan.Transmitter(new NumberedSource(LeftV4, GroupV4));
        transmitter.Start(100, TimeSpan.FromMilliseconds(2), Lease, sendNow: true, 3);
        Assert.True(lan.Holder.Expiries.TryTake(out int generation, Waits.Long));
        Assert.Equal(3, generation);
        Assert.Equal([3], lan.Holder.Renewals);
        long sent = transmitter.SentCount;
        transmitter.SendOnce(0);
        while (transmitter.PriorityZeroSentCount == 0)
        {
            Thread.Yield();
        }

        Assert.Equal(sent + 1, transmitter.SentCount);
    }

    [PrivilegedFact]
    public void A_holder_that_renews_keeps_sending()
    {
        using var lan = new Lan(AddressFamily.InterNetwork, GroupV4);
        using IAdvertTransmitter transmitter = lan.Transmitter(new NumberedSource(LeftV4, GroupV4));
        lan.Holder.OnRenewal = transmitter.Renew;
        transmitter.Start(100, TimeSpan.FromMilliseconds(20), Lease, sendNow: true, 3);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(lan.Holder.Renewals.TryTake(out _, Waits.Long));
        }

        Assert.Empty(lan.Holder.Expiries);
    }

    [PrivilegedFact]
    public void A_flood_to_a_stuck_receiver_is_dropped_and_counted()
    {
        using var lan = new Lan(AddressFamily.InterNetwork, GroupV4);
        lan.RightReceiver.Keep = true;
        using IAdvertTransmitter transmitter =
            lan.Transmitter(new NumberedSource(LeftV4, [.. Enumerable.Repeat(GroupV4, 400)]));
        transmitter.SendOnce(1);
        while (lan.RightLoop.Counters is var counters && counters.ReceivedDatagrams + counters.DroppedDatagrams < 400)
        {
            Thread.Yield();
        }

        Assert.Equal(256, lan.RightReceiver.Arrivals.Count);
        Assert.Equal(144, lan.RightLoop.Counters.DroppedDatagrams);
        foreach (PacketBatch batch in lan.RightReceiver.Kept)
        {
            batch.Dispose();
            batch.Dispose();
        }

        transmitter.SendOnce(2);
        while (lan.RightReceiver.Arrivals.Count < 257)
        {
            Thread.Yield();
        }
    }

    [PrivilegedFact]
    public void Sending_through_a_link_that_is_down_is_reported_and_recovers()
    {
        using var lan = new Lan(AddressFamily.InterNetwork, GroupV4);
        using IAdvertTransmitter transmitter = lan.Transmitter(new NumberedSource(LeftV4, GroupV4));
        lan.Network.IpLeft("link", "set", "v0", "down");
        transmitter.SendOnce(1);
        Assert.True(lan.Holder.Failures.TryTake(out int errno, Waits.Long));
        // ENETDOWN or, by the route, ENETUNREACH.
        Assert.Contains(errno, new[] { 100, 101 });
        lan.Network.IpLeft("link", "set", "v0", "up");
        transmitter.SendOnce(2);
        Assert.Equal(2, lan.RightReceiver.Next().Bytes[22]);
    }

    [PrivilegedFact]
    public void A_socket_on_a_missing_interface_is_refused_with_the_step_that_failed()
    {
        using var network = new TestNetwork();
        using var loop = new ProtocolLoop();
        var options = new PacketSocketOptions(77, "nosuch", AddressFamily.InterNetwork, 112, GroupV4, 0);
        TestNetwork.In(network.Left, () =>
        {
            Assert.Null(loop.TryOpen(options, new RecordingReceiver(), out int errno, out string failure));
            Assert.Equal(19, errno);
            Assert.StartsWith("SO_BINDTODEVICE nosuch", failure, StringComparison.Ordinal);
        });
    }

    [PrivilegedFact]
    public void A_removed_interface_fails_the_socket_when_it_is_used()
    {
        using var lan = new Lan(AddressFamily.InterNetwork, GroupV4);
        using IAdvertTransmitter transmitter = lan.Transmitter(new NumberedSource(LeftV4, GroupV4));
        lan.Network.IpLeft("link", "del", "v0");
        transmitter.SendOnce(1);
        Assert.True(lan.LeftReceiver.Failures.TryTake(out int errno, Waits.Long));
        Assert.Contains(errno, new[] { 6, 19 });
    }

    [PrivilegedFact]
    public void Sending_and_receiving_allocate_nothing_once_they_run()
    {
        using var lan = new Lan(AddressFamily.InterNetwork, GroupV4, receiver: new MeasuringReceiver());
        var source = new MeasuringSource(new NumberedSource(LeftV4, GroupV4));
        using IAdvertTransmitter transmitter = lan.Transmitter(source);
        transmitter.Start(100, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5), sendNow: true, 1);
        Assert.True(source.Done.Wait(Waits.Long));
        Assert.True(((MeasuringReceiver)lan.Receiver).Done.Wait(Waits.Long));
        Assert.Equal(0, source.Allocated);
        Assert.Equal(0, ((MeasuringReceiver)lan.Receiver).Allocated);
    }

    /// <summary>A loop and a socket at each end of the wire.</summary>
    private sealed class Lan : IDisposable
    {
        public Lan(AddressFamily family, IpAddress group, bool bind = true, IPacketReceiver? receiver = null)
        {
            Network = new TestNetwork();
            Receiver = receiver ?? RightReceiver;
            try
            {
                (LeftSocket, _) = Open(Network.Left, LeftLoop, family, group, bind, LeftReceiver);
                (_, RightIndex) = Open(Network.Right, RightLoop, family, group, bind, Receiver);
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public TestNetwork Network { get; }

        public ProtocolLoop LeftLoop { get; } = new();

        public ProtocolLoop RightLoop { get; } = new();

        public RecordingReceiver LeftReceiver { get; } = new();

        public RecordingReceiver RightReceiver { get; } = new();

        /// <summary>What listens on the right: <see cref="RightReceiver"/>, unless the test brings its own.</summary>
        public IPacketReceiver Receiver { get; }

        public RecordingHolder Holder { get; } = new();

        public IPacketSocket LeftSocket { get; }

        public int RightIndex { get; }

        public IAdvertTransmitter Transmitter(IAdvertSource source) =>
            LeftLoop.CreateTransmitter(LeftSocket, source, Holder);

        public void Dispose()
        {
            LeftLoop.Dispose();
            RightLoop.Dispose();
            Network.Dispose();
        }

        private static (IPacketSocket Socket, int Index) Open(
            string name,
            ProtocolLoop loop,
            AddressFamily family,
            IpAddress group,
            bool bind,
            IPacketReceiver receiver) =>
            TestNetwork.In(name, () =>
            {
                int index = (int)Keepalived.Linux.Native.Libc.InterfaceIndex("v0");
                var options = new PacketSocketOptions(bind ? index : 0, "v0", family, 112, group, 1 << 20);
                IPacketSocket? socket = loop.TryOpen(options, receiver, out _, out string failure);
                return (socket ?? throw new InvalidOperationException(failure), index);
            });
    }
}
