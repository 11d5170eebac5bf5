using System.Buffers.Binary;

namespace Keepalived.Wire;

/// <summary>The ones' complement checksum of RFC 1071, in steps: sum parts of even length, then finish.</summary>
public static class InternetChecksum
{
    /// <summary>
    /// Adds the 16-bit big-endian words to a running sum; an odd last byte counts as the high half of a word, so only
    /// the last part may be odd. The result stays far below overflow for anything that fits in a datagram.
    /// </summary>
    public static ulong Sum(ReadOnlySpan<byte> bytes, ulong sum = 0)
    {
        // Words of 32 bits give the same folded sum (RFC 1071 2 (C)), at half the steps.
        while (bytes.Length >= 4)
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(bytes);
            bytes = bytes[4..];
        }

        if (bytes.Length >= 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[2..];
        }

        return bytes.IsEmpty ? sum : sum + ((ulong)bytes[0] << 8);
    }

    /// <summary>Folds a running sum and complements it: the value for the checksum field.</summary>
    public static ushort Finish(ulong sum)
    {
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    /// <summary>The checksum of one piece whose own checksum field is zero.</summary>
    public static ushort Compute(ReadOnlySpan<byte> bytes) => Finish(Sum(bytes));

    /// <summary>True if the piece, its checksum field included, sums to all ones.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes, ulong pseudoHeaderSum = 0) =>
        Finish(Sum(bytes, pseudoHeaderSum)) == 0;
}
