using System.Buffers.Binary;

namespace Keepalived.Wire.Vrrp;

/// <summary>
/// The readable half of the <c>auth_hmac</c> trailer that follows the VRRP part; the other half is the digest.
/// </summary>
/// <param name="KeyId">Which of the shared keys signed it.</param>
/// <param name="Seconds">Wall clock, UTC seconds since 1970, modulo 2^32.</param>
/// <param name="Fraction">1/65536 s.</param>
/// <param name="Counter">Tells packets of one instant apart.</param>
public readonly record struct VrrpHmacTrailer(byte KeyId, uint Seconds, ushort Fraction, ushort Counter)
{
    /// <summary>Octets of the whole trailer.</summary>
    public const int Length = 28;

    /// <summary>Octets before the digest.</summary>
    public const int HeaderLength = 12;

    /// <summary>Octets of the digest: HMAC-SHA256 cut to 128 bits.</summary>
    public const int DigestLength = 16;

    private const byte TypeHmac = 1;

    /// <summary>Seconds, fraction and counter as one rising number.</summary>
    public ulong Sequence => ((ulong)Seconds << 32) | ((ulong)Fraction << 16) | Counter;

    /// <summary>The trailer of a sequence number made earlier by <see cref="Sequence"/>.</summary>
    public static VrrpHmacTrailer FromSequence(byte keyId, ulong sequence) =>
        new(keyId, (uint)(sequence >> 32), (ushort)(sequence >> 16), (ushort)sequence);

    /// <summary>
    /// Reads the 28 octets; another type or reserved bits give <see cref="DecodeErrorKind.HmacTrailer"/>.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out VrrpHmacTrailer trailer, out DecodeError error)
    {
        trailer = default;
        if (bytes.Length < Length)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, bytes.Length);
        }

        //  |     Type      |    Key id     |           reserved            |
        //  |                        UTC seconds                            |
        //  |      Fraction of second       |            Counter            |
        //  |                          digest (16)                          |
        var reader = new WireReader(bytes);
        byte type = reader.ReadByte();
        byte keyId = reader.ReadByte();
        if (type != TypeHmac || reader.ReadUInt16() != 0)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.HmacTrailer, type);
        }

        trailer = new VrrpHmacTrailer(keyId, reader.ReadUInt32(), reader.ReadUInt16(), reader.ReadUInt16());
        return DecodeError.Ok(out error);
    }

    /// <summary>Writes 28 octets with an empty digest; 0 if the span is shorter.</summary>
    public int Encode(Span<byte> destination)
    {
        if (destination.Length < Length)
        {
            return 0;
        }

        destination[0] = TypeHmac;
        destination[1] = KeyId;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], 0);
        BinaryPrimitives.WriteUInt64BigEndian(destination[4..], Sequence);
        destination.Slice(HeaderLength, DigestLength).Clear();
        return Length;
    }
}
