using System.Collections.Immutable;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;
using Keepalived.Linux.Host;
using Keepalived.Linux.Native;
using Keepalived.Linux.Netlink;
using Keepalived.Wire.Ipvs;
using Keepalived.Wire.Netlink;

namespace Keepalived.Linux.Ipvs;

/// <summary>
/// The kernel's IPVS over generic netlink. One thread at a time. Needs CAP_NET_ADMIN.
/// </summary>
/// <param name="loadModule">Tries to load <c>ip_vs</c>; called when the kernel does not have the family.</param>
/// <param name="networkNamespace">
/// The file of the network namespace whose table it is; null: that of the thread that opens it. A socket stays in the
/// namespace in which it was made.
/// </param>
/// <param name="receiveBuffer">As lvs_netlink_cmd_rcv_bufs and its _force say; null: the kernel's default.</param>
public sealed class NetlinkIpvsTable(
    Action loadModule, string? networkNamespace = null, ReceiveBufferConfig? receiveBuffer = null)
    : IVirtualServiceTable
{
    /// <summary>Requests in one datagram: if all fail, their answers have to fit into the receive buffer.</summary>
    private const int MaxRequests = 64;

    private const int BufferSize = 65536;

    private readonly byte[] _requests = new byte[BufferSize];
    private readonly byte[] _answers = new byte[BufferSize];
    private readonly List<IpvsCommand> _batch = new(MaxRequests);
    private NetlinkSocket? _socket;
    private IpvsDump? _dump;
    private ushort _family;
    private uint _sequence = 1;
    private int _length;
    private int _last;

    /// <summary>The running kernel has IPVS now, in the calling thread's network namespace.</summary>
    public static bool IsAvailable
    {
        get
        {
            using NetlinkIpvsTable table = new(static () => { });
            return table.Open(mayLoad: false) is null;
        }
    }

    /// <summary>What the kernel gave: twice what was asked for; 0 while it is not open.</summary>
    internal int ReceiveBuffer => _socket?.ReceiveBuffer ?? 0;

    public string? TryOpen() => Open(mayLoad: true);

    public int RemoveLeftovers(IpvsOwnership left)
    {
        // Without the module there is no table: it is not loaded only to look.
        if ((left.Services.Count == 0 && left.SyncDaemons.Count == 0) || Open(mayLoad: false) is not null)
        {
            return 0;
        }

        IpvsTable present = new();
        List<IpvsFailure> failures = [];
        int services = 0;
        if (Dump(present) is null)
        {
            IpvsServiceKey[] ours = [.. left.Services.Where(present.Contains)];
            Apply([.. ours.Select(key => new IpvsCommand.RemoveService(key))], failures);
            services = ours.Length - failures.Count;
            Apply([.. left.SyncDaemons.Select(state => new IpvsCommand.StopSyncDaemon(state))], failures);
        }

        Close();
        return services;
    }

    private string? Open(bool mayLoad)
    {
        Close();
        try
        {
            _socket = networkNamespace is null
                ? NetlinkSocket.Open(NetlinkSocket.ProtocolGeneric)
                : NetworkNamespace.Within(
                    networkNamespace, static () => NetlinkSocket.Open(NetlinkSocket.ProtocolGeneric));
            if (receiveBuffer is { Size: uint size and > 0 })
            {
                _socket.SetReceiveBuffer((int)Math.Min(size, int.MaxValue), receiveBuffer.Force);
            }
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }

        int errno = ResolveFamily();
        if (errno == ErrnoCodes.NoEntry && mayLoad)
        {
            loadModule();
            errno = ResolveFamily();
        }

        if (errno == 0)
        {
            _dump = new IpvsDump(_socket, _family);
            return null;
        }

        Close();
        return errno == ErrnoCodes.NoEntry ? "this kernel has no IPVS (module ip_vs)" : $"IPVS: {Libc.Describe(errno)}";
    }

    public string? Dump(IpvsTable table)
    {
        if (_dump is null)
        {
            return "IPVS is not open";
        }

        string? failure = _dump.Take(table);
        if (failure is not null)
        {
            Close();
        }

        return failure;
    }

    public ImmutableArray<VirtualServiceStatistics> ReadStatistics() => _dump?.TakeStatistics() ?? [];

    public IpvsCommand.SetTimeouts? ReadTimeouts() => _dump?.ReadTimeouts();

    public void Apply(IReadOnlyList<IpvsCommand> commands, List<IpvsFailure> failures)
    {
        foreach (IpvsCommand command in commands)
        {
            if (_batch.Count == MaxRequests)
            {
                Flush(failures);
            }

            Queue(command, failures);
        }

        Flush(failures);
    }

    public void Dispose() => Close();

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
        _dump = null;
    }

    /// <summary>0 or a positive errno.</summary>
    private int ResolveFamily()
    {
        uint sequence = _sequence++;
        int length = GenericFamilyMessage.EncodeRequest(_requests, IpvsConstants.IPVS_GENL_NAME, sequence);
        int errno = _socket!.Send(_requests.AsSpan(0, length));
        _family = 0;
        while (errno == 0)
        {
            int received = _socket.Receive(_answers, IpvsDump.AnswerTimeout);
            if (received <= 0)
            {
                return received == 0 ? ErrnoCodes.TimedOut : -received;
            }

            var reader = new NetlinkMessageReader(_answers.AsSpan(0, received));
            while (reader.TryRead(out NetlinkMessage message, out _))
            {
                if (message.TryReadResult(out NetlinkResult result) && result.RequestSequence == sequence)
                {
                    return result.Errno != 0 ? result.Errno : _family == 0 ? ErrnoCodes.NoEntry : 0;
                }

                if (message.Type == GenericNetlinkConstants.GENL_ID_CTRL
                    && GenericFamilyMessage.TryDecode(message.Payload, out GenericFamilyMessage family, out _))
                {
                    _family = family.Id;
                }
            }
        }

        return errno;
    }

    private void Queue(IpvsCommand command, List<IpvsFailure> failures)
    {
        IpvsRequest request = new(_family, _sequence + (uint)_batch.Count) { IsSilent = true };
        int length = Encode(request, command, _requests.AsSpan(_length));
        if (length == 0 && _batch.Count > 0)
        {
            Flush(failures);
            length = Encode(request with { Sequence = _sequence }, command, _requests);
        }

        if (length == 0)
        {
            failures.Add(new IpvsFailure(command, ErrnoCodes.Invalid, "cannot be encoded"));
            return;
        }

        _last = _length;
        _length += (length + NetlinkConstants.NLMSG_ALIGNTO - 1) & ~(NetlinkConstants.NLMSG_ALIGNTO - 1);
        _batch.Add(command);
    }

    private static int Encode(IpvsRequest request, IpvsCommand command, Span<byte> destination) => command switch
    {
        IpvsCommand.AddService add => request.NewService(destination, IpvsMessages.From(add.Service)),
        IpvsCommand.EditService edit => request.SetService(destination, IpvsMessages.From(edit.Service)),
        IpvsCommand.RemoveService remove => request.DeleteService(destination, IpvsMessages.From(remove.Service)),
        IpvsCommand.AddDestination add => request.NewDestination(
            destination, IpvsMessages.From(add.Service), IpvsMessages.From(add.Destination)),
        IpvsCommand.EditDestination edit => request.SetDestination(
            destination, IpvsMessages.From(edit.Service), IpvsMessages.From(edit.Destination)),
        IpvsCommand.RemoveDestination remove => request.DeleteDestination(
            destination, IpvsMessages.From(remove.Service), IpvsMessages.From(remove.Destination)),
        IpvsCommand.Flush => request.Flush(destination),
        IpvsCommand.SetTimeouts set => request.SetTimeouts(destination, new IpvsTimeouts(set.Tcp, set.TcpFin, set.Udp)),
        IpvsCommand.StartSyncDaemon start => request.StartDaemon(destination, IpvsMessages.From(start.Daemon)),
        IpvsCommand.StopSyncDaemon stop => request.StopDaemon(
            destination, new IpvsSyncDaemonMessage { State = (uint)stop.State }),
        _ => throw new InvalidOperationException($"no rule for {command}"),
    };

    private void Flush(List<IpvsFailure> failures)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        NetlinkRequest.Acknowledge(_requests.AsSpan(_last));
        int errno = _socket?.Send(_requests.AsSpan(0, _length)) ?? ErrnoCodes.BadDescriptor;
        int answered = 0;
        while (errno == 0 && answered < _batch.Count)
        {
            int length = _socket!.Receive(_answers, IpvsDump.AnswerTimeout);
            if (length <= 0)
            {
                errno = length == 0 ? ErrnoCodes.TimedOut : -length;
                break;
            }

            ReadAnswers(length, ref answered, failures);
        }

        // What follows the last answer is unknown, and unknown counts as refused.
        for (; answered < _batch.Count; answered++)
        {
            failures.Add(new IpvsFailure(_batch[answered], errno, Libc.Describe(errno)));
        }

        _sequence += (uint)_batch.Count;
        _batch.Clear();
        _length = 0;
    }

    /// <summary>Answers come in the order of the requests; what comes before one without an answer succeeded.</summary>
    private void ReadAnswers(int length, ref int answered, List<IpvsFailure> failures)
    {
        var reader = new NetlinkMessageReader(_answers.AsSpan(0, length));
        while (answered < _batch.Count && reader.TryRead(out NetlinkMessage message, out _))
        {
            // Unsigned: what is left of an earlier batch is far out of range.
            if (!message.TryReadResult(out NetlinkResult result)
                || result.RequestSequence - _sequence - (uint)answered >= (uint)(_batch.Count - answered))
            {
                continue;
            }

            answered = (int)(result.RequestSequence - _sequence);
            IpvsCommand command = _batch[answered++];
            if (!result.IsSuccess && !IsAlreadySo(command, result.Errno))
            {
                string text = message.ReadErrorText();
                failures.Add(
                    new IpvsFailure(command, result.Errno, text.Length > 0 ? text : Libc.Describe(result.Errno)));
            }
        }
    }

    /// <summary>Gone already: ESRCH of a service, ENOENT of a destination (net/netfilter/ipvs/ip_vs_ctl.c).</summary>
    private static bool IsAlreadySo(IpvsCommand command, int errno) =>
        command is IpvsCommand.RemoveService or IpvsCommand.RemoveDestination or IpvsCommand.StopSyncDaemon
        && errno is (ErrnoCodes.NoEntry or ErrnoCodes.NoProcess);
}
