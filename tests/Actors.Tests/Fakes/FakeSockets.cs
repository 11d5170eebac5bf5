using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Tests.Fakes;

/// <summary>Sockets in memory: the test puts encoded adverts into them.</summary>
internal sealed class FakeSockets : IPacketSocketFactory
{
    private readonly object _gate = new();
    private readonly List<FakeSocket> _sockets = [];
    private int _calls;

    /// <summary>What TryOpen fails with, 0 = it succeeds.</summary>
    public int OpenErrno { get; set; }

    /// <summary>Called on the opener's thread with the number of the call, from 1.</summary>
    public Action<int> Opening { get; set; } = static _ => { };

    /// <summary>The clock that stamps what is delivered.</summary>
    public Func<TimeSpan> Now { get; set; } = static () => TimeSpan.Zero;

    public IReadOnlyList<FakeSocket> Open
    {
        get
        {
            lock (_gate)
            {
                return [.. _sockets.Where(s => !s.IsDisposed)];
            }
        }
    }

    public IPacketSocket? TryOpen(
        PacketSocketOptions options, IPacketReceiver receiver, out int errno, out string failure)
    {
        Opening(Interlocked.Increment(ref _calls));
        errno = OpenErrno;
        failure = errno == 0 ? "" : $"errno {errno}";
        if (errno != 0)
        {
            return null;
        }

        FakeSocket socket = new(options, receiver);
        lock (_gate)
        {
            _sockets.Add(socket);
        }

        return socket;
    }

    /// <summary>An advert as another router would send it, delivered to each open socket.</summary>
    public void Deliver(VrrpSendParameters sender, byte priority)
    {
        VrrpAdvertSource source = new(sender, new VrrpSequence());
        foreach (FakeSocket socket in Open)
        {
            PacketBatch batch = new();
            byte[] octets = new byte[PacketBatch.DatagramSize];
            int length = source.WriteNext(0, priority, octets, out IpAddress destination);
            batch.Add(octets.AsSpan(0, length), new PacketBatch.Entry(
                length, sender.Source, destination, 255, socket.Options.InterfaceIndex));
            batch.ReceivedAt = Now();
            socket.Receiver.Received(batch);
        }
    }
}

internal sealed class FakeSocket(PacketSocketOptions options, IPacketReceiver receiver) : IPacketSocket
{
    public PacketSocketOptions Options { get; } = options;

    public IPacketReceiver Receiver { get; } = receiver;

    public bool IsDisposed { get; private set; }

    public bool IsClosed => IsDisposed;

    public int ReceiveBuffer { get; private set; }

    public void SetReceiveBuffer(int bytes) => ReceiveBuffer = bytes;

    public void Dispose() => IsDisposed = true;
}

/// <summary>Counts announcements; can be made to throw once.</summary>
internal sealed class FakeAnnouncer : IAnnouncer
{
    private readonly object _gate = new();
    private readonly List<IpAddress> _announced = [];

    public Exception? FailNext { get; set; }

    public int Count(string address)
    {
        IpAddress wanted = IpAddress.Parse(address);
        lock (_gate)
        {
            return _announced.Count(a => a.Equals(wanted));
        }
    }

    public int Announce(int interfaceIndex, ReadOnlySpan<byte> hardwareAddress, IpAddress address, bool isRouter)
    {
        lock (_gate)
        {
            if (FailNext is { } failure)
            {
                FailNext = null;
                throw failure;
            }

            _announced.Add(address);
        }

        return 0;
    }
}
