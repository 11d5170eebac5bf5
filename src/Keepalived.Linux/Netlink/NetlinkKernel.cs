using System.Buffers.Binary;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;
using Keepalived.Linux.Native;
using Keepalived.Wire.Netlink;
using static Keepalived.Wire.Netlink.NetlinkConstants;
using static Keepalived.Wire.Netlink.RtnetlinkConstants;

namespace Keepalived.Linux.Netlink;

/// <summary>
/// Writes links, addresses, routes and rules over rtnetlink (linux/rtnetlink.h), many requests in one datagram. One
/// thread at a time, and the network namespace of the thread that made it. Needs CAP_NET_ADMIN.
/// </summary>
public sealed class NetlinkKernel : IKernel
{
    /// <summary>Requests in one datagram: an answer for each has to fit into the socket's receive buffer.</summary>
    private const int MaxRequests = 64;

    private const int BufferSize = 65536;

    /// <summary>nlmsg_type in struct nlmsghdr.</summary>
    private const int TypeOffset = 4;

    private readonly NetlinkSocket _socket = NetlinkSocket.Open(NetlinkSocket.ProtocolRoute);
    private readonly byte[] _requests = new byte[BufferSize];
    private readonly byte[] _answers = new byte[BufferSize];
    private readonly List<KernelCommand> _batch = new(MaxRequests);
    private readonly KernelDump _dump;
    private int _length;
    private uint _firstSequence = 1;
    private bool _exists;
    private bool _isRehearsing;

    /// <summary>Throws <see cref="InvalidOperationException"/> if the kernel refuses the socket.</summary>
    /// <param name="receiveBuffer">Bytes (netlink_cmd_rcv_bufs); 0 = the kernel's default.</param>
    /// <param name="force">Beyond the system's limit.</param>
    public NetlinkKernel(int receiveBuffer = 0, bool force = false)
    {
        _dump = new KernelDump(_socket);
        if (receiveBuffer > 0)
        {
            _socket.SetReceiveBuffer(receiveBuffer, force);
        }
    }

    /// <summary>Bytes of the receive buffer, as the kernel counts them.</summary>
    public int ReceiveBuffer => _socket.ReceiveBuffer;

    /// <summary>Throws <see cref="InvalidOperationException"/> if the kernel does not answer.</summary>
    public KernelSnapshot Dump() => _dump.Take();

    public void Apply(IReadOnlyList<KernelCommand> commands, List<KernelFailure> failures)
    {
        foreach (KernelCommand command in commands)
        {
            if (command is WriteSysctl or SetSysctl or RestoreSysctl)
            {
                // Order holds across the two ways into the kernel.
                Flush(failures);
                if (SysctlFile.Apply(command) is var errno && errno != 0)
                {
                    failures.Add(new KernelFailure(command, errno, Libc.Describe(errno)));
                }

                continue;
            }

            if (_batch.Count == MaxRequests)
            {
                Flush(failures);
            }

            Queue(command, failures);
        }

        Flush(failures);
    }

    public void Rehearse(IReadOnlyList<KernelCommand> commands, List<KernelFailure> failures)
    {
        _isRehearsing = true;
        Apply(commands, failures);
        _isRehearsing = false;
    }

    public string? ReadSysctl(string path) => SysctlFile.Read(path);

    public bool PutBack(KernelItem item, List<KernelFailure> failures)
    {
        int before = failures.Count;
        _exists = false;
        Queue(item.ToAddition() is AddRoute add ? add with { IsExclusive = true } : item.ToAddition(), failures);
        Flush(failures);
        return failures.Count > before || !_exists;
    }

    public void Dispose() => _socket.Dispose();

    private void Queue(KernelCommand command, List<KernelFailure> failures)
    {
        uint sequence = _firstSequence + (uint)_batch.Count;
        int length = CommandEncoder.Encode(command, _requests.AsSpan(_length), sequence);
        if (length == 0 && _batch.Count > 0)
        {
            Flush(failures);
            length = CommandEncoder.Encode(command, _requests, _firstSequence);
        }

        if (length == 0)
        {
            failures.Add(new KernelFailure(command, ErrnoCodes.Invalid, "cannot be encoded"));
            return;
        }

        if (_isRehearsing)
        {
            // linux/netlink.h: acknowledged like any other, and nothing else.
            BinaryPrimitives.WriteUInt16LittleEndian(_requests.AsSpan(_length + TypeOffset), NLMSG_NOOP);
        }

        _length += (length + NLMSG_ALIGNTO - 1) & ~(NLMSG_ALIGNTO - 1);
        _batch.Add(command);
    }

    private void Flush(List<KernelFailure> failures)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        int errno = _socket.Send(_requests.AsSpan(0, _length));
        int answered = 0;
        while (errno == 0 && answered < _batch.Count)
        {
            int length = _socket.Receive(_answers, KernelDump.AnswerTimeout);
            if (length <= 0)
            {
                errno = length == 0 ? ErrnoCodes.TimedOut : -length;
                break;
            }

            ReadAnswers(length, ref answered, failures);
        }

        // Answers come in the order of the requests; what follows the last one is unknown, and unknown counts as
        // refused.
        for (; answered < _batch.Count; answered++)
        {
            failures.Add(new KernelFailure(_batch[answered], errno, Libc.Describe(errno)));
        }

        _firstSequence += (uint)_batch.Count;
        _batch.Clear();
        _length = 0;
    }

    private void ReadAnswers(int length, ref int answered, List<KernelFailure> failures)
    {
        var reader = new NetlinkMessageReader(_answers.AsSpan(0, length));
        while (reader.TryRead(out NetlinkMessage message, out _))
        {
            if (!message.TryReadResult(out NetlinkResult result)
                || result.RequestSequence != _firstSequence + (uint)answered)
            {
                continue;
            }

            KernelCommand command = _batch[answered++];
            _exists |= result.Errno == ErrnoCodes.Exists;
            if (!result.IsSuccess && !IsAlreadySo(command, result.Errno))
            {
                string text = message.ReadErrorText();
                failures.Add(new KernelFailure(
                    command, result.Errno, text.Length > 0 ? text : Libc.Describe(result.Errno)));
            }
        }
    }

    /// <summary>The kernel's way to say that there was nothing to do.</summary>
    private static bool IsAlreadySo(KernelCommand command, int errno) => command switch
    {
        // An interface of that name may be anybody's: who asked decides.
        CreateLink => false,
        AddCommand => errno == ErrnoCodes.Exists,
        RemoveCommand => errno is ErrnoCodes.AddressNotAvailable or ErrnoCodes.NoEntry or ErrnoCodes.NoDevice
            or ErrnoCodes.NoProcess,
        _ => false,
    };
}
