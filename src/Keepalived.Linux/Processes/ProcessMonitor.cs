using System.Collections.Immutable;
using Keepalived.Core.Ports;
using Keepalived.Core.Tracking;
using Keepalived.Linux.Host;
using Keepalived.Linux.Native;
using Keepalived.Linux.Netlink;
using Keepalived.Wire.Netlink;
using Tmds.Linux;

namespace Keepalived.Linux.Processes;

/// <summary>
/// Counts processes as the kernel's process connector tells of them (Documentation/driver-api/connector.rst). The
/// connector speaks in the initial network namespace only; from another one its socket is opened there, where we may,
/// and where not all processes are looked at twice a second.
/// </summary>
public sealed unsafe class ProcessMonitor(ProcessMonitorOptions options) : IProcessMonitor
{
    private const int ProtocolConnector = 11;
    private const string InitialNetwork = "/proc/1/ns/net";

    private readonly byte[] _buffer = new byte[65536];
    private readonly ProcessTable _table = new();
    private readonly int _stop = LibC.eventfd(0, LibC.EFD_CLOEXEC);
    private NetlinkSocket? _events;
    private ProcessCensus _census = new([]);
    private Thread? _thread;

    public bool HearsOfEach => Volatile.Read(ref _events) is not null;

    public void Start(
        ImmutableArray<ProcessPattern> patterns, Action<ImmutableArray<int>> counted, Action<Exception> failed)
    {
        _census = new ProcessCensus(patterns);
        _thread = new Thread(() => Run(counted, failed)) { Name = "process-monitor", IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        ulong one = 1;
        _ = LibC.write(_stop, &one, sizeof(ulong));
        if (_thread is not null && Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }

        _events?.Dispose();
        _ = LibC.close(_stop);
    }

    private void Run(Action<ImmutableArray<int>> counted, Action<Exception> failed)
    {
        try
        {
            // First listen, then look: what happens in between is told after the look, and telling twice does no harm.
            Volatile.Write(ref _events, Subscribe(inInitialNetwork: false) ?? Subscribe(inInitialNetwork: true));
            LookAtAll();
            Report(counted);
            while (Wait())
            {
                if (_events is null)
                {
                    LookAtAll();
                }
                else
                {
                    Receive(_events);
                }

                Report(counted);
            }
        }
        catch (Exception exception)
        {
            failed(exception);
        }
    }

    private void Report(Action<ImmutableArray<int>> counted)
    {
        ImmutableArray<int> counts = _census.TakeChanges();
        if (!counts.IsDefault)
        {
            counted(counts);
        }
    }

    /// <summary>Null if the kernel does not tell us.</summary>
    private NetlinkSocket? Subscribe(bool inInitialNetwork)
    {
        NetlinkSocket socket;
        try
        {
            // This thread does nothing else, so it need not come back from there.
            if (inInitialNetwork && !NetworkNamespace.TryEnter(InitialNetwork))
            {
                return null;
            }

            socket = NetlinkSocket.Open(ProtocolConnector);
        }
        catch (InvalidOperationException)
        {
            // No connector in this kernel.
            return null;
        }

        if (options.ReceiveBuffer > 0)
        {
            socket.SetReceiveBuffer(options.ReceiveBuffer, options.ForceReceiveBuffer);
        }

        if (socket.Join(ProcessEvent.Group) == 0 && socket.Send(ProcessEvent.Subscription(listen: true)) == 0)
        {
            return socket;
        }

        socket.Dispose();
        return null;
    }

    /// <summary>False when it is time to end.</summary>
    private bool Wait()
    {
        pollfd* items = stackalloc pollfd[2];
        items[0] = default;
        items[0].fd = _stop;
        items[0].events = LibC.POLLIN;
        items[1] = default;
        items[1].fd = _events?.Fd ?? -1;
        items[1].events = LibC.POLLIN;
        int timeout = _events is null ? (int)ProcessMonitorOptions.PollInterval.TotalMilliseconds : -1;
        int ready = LibC.poll(items, 2, timeout);
        return ready < 0 || items[0].revents == 0;
    }

    private void Receive(NetlinkSocket events)
    {
        int length = events.TryReceive(_buffer);
        if (length == -ErrnoCodes.NoBufferSpace)
        {
            LookAtAll();
        }
        else if (length < 0 && length != -ErrnoCodes.Interrupted)
        {
            throw new InvalidOperationException($"process events: {Libc.Describe(-length)}");
        }
        else if (length > 0)
        {
            Read(_buffer.AsSpan(0, length));
        }
    }

    private void Read(ReadOnlySpan<byte> datagram)
    {
        var reader = new NetlinkMessageReader(datagram);
        while (reader.TryRead(out NetlinkMessage message, out _))
        {
            if (ProcessEvent.TryDecode(message.Payload, out ProcessEvent told, out _) && !told.IsThread)
            {
                Take(told);
            }
        }
    }

    private void Take(in ProcessEvent told)
    {
        switch (told.Kind)
        {
            case ProcessEventKind.Fork:
                _census.Forked(told.ParentId, told.ProcessId);
                break;
            case ProcessEventKind.Exec or ProcessEventKind.Renamed:
                Look(told.ProcessId);
                break;
            case ProcessEventKind.Exit:
                _census.Ended(told.ProcessId);
                break;
        }
    }

    private void LookAtAll()
    {
        HashSet<int> seen = [];
        foreach (int pid in ProcessTable.Ids())
        {
            if (Look(pid))
            {
                seen.Add(pid);
            }
        }

        _census.EndAllBut(seen);
    }

    private bool Look(int pid)
    {
        bool exists = _table.TryRead(pid, _census.NeedsCommand, out string name, out ImmutableArray<string> command);
        if (exists)
        {
            _census.Seen(pid, name, command);
        }
        else
        {
            _census.Ended(pid);
        }

        return exists;
    }
}
