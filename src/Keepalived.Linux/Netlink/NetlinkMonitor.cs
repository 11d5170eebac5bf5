using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;
using Keepalived.Linux.Native;
using Keepalived.Wire.Netlink;
using Tmds.Linux;
using static Keepalived.Wire.Netlink.RtnetlinkConstants;

namespace Keepalived.Linux.Netlink;

/// <summary>
/// Reads the kernel's notifications on a thread of its own. When notifications were lost, it dumps everything anew. Of
/// the network namespace of the thread that made it.
/// </summary>
public sealed unsafe class NetlinkMonitor : IKernelMonitor
{
    /// <summary>Room for the notifications of some thousand changes at once.</summary>
    public const int DefaultReceiveBuffer = 1 << 20;

    /// <summary>Notifications dropped before a dump at most; the rest is only repetition.</summary>
    private const int MaxDrained = 65536;

    private static readonly int[] Groups =
    [
        RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR,
    ];

    private static readonly int[] RoutingGroups =
    [
        RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE, RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE,
    ];

    private readonly NetlinkSocket _events = NetlinkSocket.Open(NetlinkSocket.ProtocolRoute);
    private readonly NetlinkSocket _dumps = NetlinkSocket.Open(NetlinkSocket.ProtocolRoute);
    private readonly FirewallEvents _firewall = new();
    private readonly byte[] _buffer = new byte[65536];
    private readonly KernelDump _dump;
    private readonly int _stop;
    private Thread? _thread;
    private Action<KernelEvent> _observer = static _ => { };
    private Action<Exception> _failed = static _ => { };
    private long _resynchronizations;

    /// <summary>Bytes of the receive buffer, as the kernel counts them.</summary>
    public int ReceiveBuffer => _events.ReceiveBuffer;

    /// <param name="receiveBuffer">Bytes that the kernel may hold back for us (netlink_rcv_bufs).</param>
    /// <param name="force">Beyond the system's limit (netlink_rcv_bufs_force).</param>
    /// <exception cref="InvalidOperationException">The kernel refuses the sockets.</exception>
    public NetlinkMonitor(int receiveBuffer = DefaultReceiveBuffer, bool force = true)
    {
        _dump = new KernelDump(_dumps);
        _events.SetReceiveBuffer(receiveBuffer, force);
        Join(Groups);
        _stop = LibC.eventfd(0, LibC.EFD_CLOEXEC);
    }

    /// <summary>How often everything had to be dumped, the first time included.</summary>
    public long Resynchronizations => Volatile.Read(ref _resynchronizations);

    /// <summary>What went wrong with the monitor itself, or null; it then has ended.</summary>
    public Exception? Failure { get; private set; }

    public void Start(Action<KernelEvent> observer, Action<Exception> failed)
    {
        _observer = observer;
        _failed = failed;
        _thread = new Thread(Run) { Name = "kernel-monitor", IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void WatchRouting() => Join(RoutingGroups);

    /// <inheritdoc/>
    public void WatchFirewall() => _firewall.Join();

    public void Dispose()
    {
        ulong one = 1;
        _ = LibC.write(_stop, &one, sizeof(ulong));
        if (_thread is not null && Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }

        _events.Dispose();
        _dumps.Dispose();
        _firewall.Dispose();
        _ = LibC.close(_stop);
    }

    private void Join(int[] groups)
    {
        foreach (int group in groups)
        {
            int errno = _events.Join(group);
            if (errno != 0)
            {
                throw new InvalidOperationException($"netlink group {group}: {Libc.Describe(errno)}");
            }
        }
    }

    private void Run()
    {
        try
        {
            Synchronize();
            while (Wait(out bool firewall))
            {
                if (firewall)
                {
                    _firewall.Read(_buffer, _observer);
                }

                int length = _events.TryReceive(_buffer);
                if (length > 0)
                {
                    Read(_buffer.AsSpan(0, length));
                }
                else if (length == -ErrnoCodes.NoBufferSpace)
                {
                    Synchronize();
                }
                else if (length < 0 && length != -ErrnoCodes.Interrupted)
                {
                    throw new InvalidOperationException($"netlink notifications: {Libc.Describe(-length)}");
                }
            }
        }
        catch (Exception exception)
        {
            Failure = exception;
            _failed(exception);
        }
    }

    /// <summary>False when it is time to end.</summary>
    private bool Wait(out bool firewall)
    {
        pollfd* items = stackalloc pollfd[3];
        items[0] = default;
        items[0].fd = _events.Fd;
        items[0].events = LibC.POLLIN;
        items[1] = default;
        items[1].fd = _stop;
        items[1].events = LibC.POLLIN;
        items[2] = default;
        items[2].fd = _firewall.Fd;
        items[2].events = LibC.POLLIN;
        int ready = LibC.poll(items, 3, -1);
        firewall = ready > 0 && items[2].revents != 0;
        return ready < 0 || items[1].revents == 0;
    }

    private void Synchronize()
    {
        // What waits is older than the dump. Notifications that come while it is taken repeat what it says, in order,
        // so that the last word on each thing is right.
        for (int i = 0; i < MaxDrained; i++)
        {
            int length = _events.TryReceive(_buffer);
            if (length <= 0 && length != -ErrnoCodes.NoBufferSpace && length != -ErrnoCodes.Interrupted)
            {
                break;
            }
        }

        Volatile.Write(ref _resynchronizations, _resynchronizations + 1);
        _observer(new Synchronized(_dump.Take()));
    }

    private void Read(ReadOnlySpan<byte> datagram)
    {
        var reader = new NetlinkMessageReader(datagram);
        while (reader.TryRead(out NetlinkMessage message, out _))
        {
            if (message.IsOverrun)
            {
                Synchronize();
                return;
            }

            if (ToEvent(message) is { } change)
            {
                _observer(change);
            }
        }
    }

    private static KernelEvent? ToEvent(in NetlinkMessage message)
    {
        switch (message.Type)
        {
            case RTM_NEWLINK or RTM_DELLINK:
                if (!LinkMessage.TryDecode(message.Payload, out LinkMessage link, out _)
                    || !KernelMessages.IsInterface(link))
                {
                    return null;
                }

                return message.Type == RTM_NEWLINK
                    ? new LinkChanged(KernelMessages.ToLink(link))
                    : new LinkRemoved(link.Index, link.Name);
            case RTM_NEWADDR or RTM_DELADDR:
                if (!AddressMessage.TryDecode(message.Payload, out AddressMessage address, out _))
                {
                    return null;
                }

                return message.Type == RTM_NEWADDR
                    ? new AddressAdded(KernelMessages.ToAddress(address))
                    : new AddressRemoved(KernelMessages.ToAddress(address));
            case RTM_DELROUTE:
                return RouteMessage.TryDecode(message.Payload, out RouteMessage route, out _)
                    && route.Protocol == RTPROT_KEEPALIVED && !route.IsCloned
                    ? new RouteRemoved(route)
                    : null;
            case RTM_DELRULE:
                return RuleMessage.TryDecode(message.Payload, out RuleMessage rule, out _)
                    && rule.Protocol == RTPROT_KEEPALIVED
                    ? new RuleRemoved(rule)
                    : null;
            default:
                return null;
        }
    }
}
