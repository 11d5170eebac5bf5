using System.Runtime.InteropServices;
using static Keepalived.Wire.Netlink.NetlinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>What the process connector tells of (enum proc_cn_event of linux/cn_proc.h); the rest is no concern of
/// ours.</summary>
public enum ProcessEventKind : byte
{
    /// <summary>An event that says nothing about names, starts and ends.</summary>
    Other,
    Fork,
    Exec,
    Renamed,
    Exit,
}

/// <summary>One event of the process connector.</summary>
/// <param name="ProcessId">The process that it is about: the child of a fork.</param>
/// <param name="ParentId">Of a fork: the process that forked.</param>
/// <param name="IsThread">True if it is about one thread of the process only.</param>
public readonly record struct ProcessEvent(ProcessEventKind Kind, int ProcessId, int ParentId, bool IsThread)
{
    // linux/connector.h, linux/cn_proc.h
    public const int Group = 1;
    private const uint ProcessIndex = 1;
    private const uint ProcessValue = 1;
    private const int HeaderLength = 20;
    private const int EventHeaderLength = 16;
    private const int Listen = 1;
    private const int Ignore = 2;
    private const uint ForkEvent = 0x1;
    private const uint ExecEvent = 0x2;
    private const uint CommEvent = 0x200;
    private const uint ExitEvent = 0x80000000;

    /// <summary>Reads the payload of a netlink message.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out ProcessEvent told, out DecodeError error)
    {
        //  |              Index            |             Value             |   4 octets each, host order
        //  |            Sequence           |        Acknowledgement        |
        //  |     Length    |     Flags     |   2 octets each
        //  |              What             |           Processor           |   struct proc_event
        //  |                    Time stamp, 8 octets                       |
        //  |  Process IDs by kind: of the thread, then of its process      |
        told = default;
        error = default;
        if (payload.Length < HeaderLength + EventHeaderLength)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, payload.Length);
        }

        if (Word(payload, 0) != ProcessIndex || Word(payload, 4) != ProcessValue)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Protocol, (int)Word(payload, 0));
        }

        ReadOnlySpan<byte> body = payload[(HeaderLength + EventHeaderLength)..];
        (ProcessEventKind kind, int length) = Word(payload, HeaderLength) switch
        {
            ForkEvent => (ProcessEventKind.Fork, 16),
            ExecEvent => (ProcessEventKind.Exec, 8),
            CommEvent => (ProcessEventKind.Renamed, 8),
            ExitEvent => (ProcessEventKind.Exit, 8),
            _ => (ProcessEventKind.Other, 0),
        };
        if (body.Length < length)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, payload.Length);
        }

        told = kind switch
        {
            ProcessEventKind.Other => default,
            ProcessEventKind.Fork => Told(kind, body[8..]) with { ParentId = (int)Word(body, 4) },
            _ => Told(kind, body),
        };
        return true;
    }

    /// <summary>The whole netlink message that begins or ends the kernel's telling.</summary>
    public static byte[] Subscription(bool listen)
    {
        byte[] message = new byte[NLMSG_HDRLEN + HeaderLength + sizeof(int)];
        Span<byte> rest = message;
        MemoryMarshal.Write(rest, message.Length);
        MemoryMarshal.Write(rest[4..], (ushort)NLMSG_DONE);
        rest = rest[NLMSG_HDRLEN..];
        MemoryMarshal.Write(rest, ProcessIndex);
        MemoryMarshal.Write(rest[4..], ProcessValue);
        MemoryMarshal.Write(rest[16..], (ushort)sizeof(int));
        MemoryMarshal.Write(rest[HeaderLength..], listen ? Listen : Ignore);
        return message;
    }

    private static ProcessEvent Told(ProcessEventKind kind, ReadOnlySpan<byte> ids)
    {
        int thread = (int)Word(ids, 0);
        int process = (int)Word(ids, 4);
        return new ProcessEvent(kind, process, 0, thread != process);
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => MemoryMarshal.Read<uint>(bytes[at..]);
}
