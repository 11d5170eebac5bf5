namespace Keepalived.Wire.Bfd;

/// <summary>
/// The mandatory section of a BFD control packet (RFC 5880 4.1), the payload of a UDP datagram (RFC 5881 4). Intervals
/// are microseconds. Authentication is not spoken: a packet that carries it is refused.
/// </summary>
public readonly record struct BfdControlPacket
{
    /// <summary>Octets of the mandatory section.</summary>
    public const int Length = 24;

    private const byte Version = 1;
    private const byte PollBit = 0x20;
    private const byte FinalBit = 0x10;
    private const byte IndependentBit = 0x08;
    private const byte AuthenticationBit = 0x04;
    private const byte DemandBit = 0x02;
    private const byte MultipointBit = 0x01;

    public BfdState State { get; init; }

    public BfdDiagnostic Diagnostic { get; init; }

    /// <summary>The sender asks for a packet with <see cref="Final"/> at once.</summary>
    public bool Poll { get; init; }

    /// <summary>Answers <see cref="Poll"/>.</summary>
    public bool Final { get; init; }

    /// <summary>The sender's BFD goes on when its control plane restarts.</summary>
    public bool ControlPlaneIndependent { get; init; }

    public bool Demand { get; init; }

    /// <summary>Missed packets that mean Down, 1..255.</summary>
    public byte DetectMultiplier { get; init; }

    /// <summary>The sender's number of the session, never 0.</summary>
    public uint MyDiscriminator { get; init; }

    /// <summary>The receiver's number of the session; 0 while the sender does not know it.</summary>
    public uint YourDiscriminator { get; init; }

    public uint DesiredMinTransmit { get; init; }

    /// <summary>0: send me none.</summary>
    public uint RequiredMinReceive { get; init; }

    /// <summary>0: no echo packets are supported.</summary>
    public uint RequiredMinEchoReceive { get; init; }

    /// <summary>Reads and makes the checks of RFC 5880 6.8.6 that need no session.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> datagram, out BfdControlPacket packet, out DecodeError error)
    {
        packet = default;
        if (datagram.Length < Length)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, datagram.Length);
        }

        //  |Vers |  Diag   |Sta|P|F|C|A|D|M|  Detect Mult  |    Length     |
        if (datagram[0] >> 5 != Version)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.BfdVersion, datagram[0] >> 5);
        }

        byte flags = datagram[1];
        byte length = datagram[3];
        if (length < Length || length > datagram.Length)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.MessageLength, length);
        }

        if ((flags & AuthenticationBit) != 0)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.BfdAuthentication);
        }

        WireReader reader = new(datagram[4..]);
        packet = new BfdControlPacket
        {
            State = (BfdState)(flags >> 6),
            Diagnostic = (BfdDiagnostic)(datagram[0] & 0x1f),
            Poll = (flags & PollBit) != 0,
            Final = (flags & FinalBit) != 0,
            ControlPlaneIndependent = (flags & IndependentBit) != 0,
            Demand = (flags & DemandBit) != 0,
            DetectMultiplier = datagram[2],
            MyDiscriminator = reader.ReadUInt32(),
            YourDiscriminator = reader.ReadUInt32(),
            DesiredMinTransmit = reader.ReadUInt32(),
            RequiredMinReceive = reader.ReadUInt32(),
            RequiredMinEchoReceive = reader.ReadUInt32(),
        };
        bool isSane = packet.DetectMultiplier != 0 && (flags & MultipointBit) == 0 && packet.MyDiscriminator != 0
            && (packet.YourDiscriminator != 0 || packet.State <= BfdState.Down);
        return isSane ? DecodeError.Ok(out error) : DecodeError.Fail(out error, DecodeErrorKind.InvalidField, flags);
    }

    /// <summary>Writes the 24 octets; 0 if the span is too short.</summary>
    public int Encode(Span<byte> destination)
    {
        WireWriter writer = new(destination);
        writer.WriteByte((byte)((Version << 5) | ((byte)Diagnostic & 0x1f)));
        writer.WriteByte((byte)(((byte)State << 6)
            | (Poll ? PollBit : 0)
            | (Final ? FinalBit : 0)
            | (ControlPlaneIndependent ? IndependentBit : 0)
            | (Demand ? DemandBit : 0)));
        writer.WriteByte(DetectMultiplier);
        writer.WriteByte(Length);
        writer.WriteUInt32(MyDiscriminator);
        writer.WriteUInt32(YourDiscriminator);
        writer.WriteUInt32(DesiredMinTransmit);
        writer.WriteUInt32(RequiredMinReceive);
        writer.WriteUInt32(RequiredMinEchoReceive);
        return writer.Result;
    }
}
