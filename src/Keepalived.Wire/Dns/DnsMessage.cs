using System.Buffers.Binary;
using System.Text;

namespace Keepalived.Wire.Dns;

/// <summary>
/// As much of the domain name system as a health check needs (RFC 1035 4.1): one question, and whether a message
/// answers it.
/// </summary>
public static class DnsMessage
{
    /// <summary>Octets before the question.</summary>
    public const int HeaderLength = 12;

    /// <summary>RFC 1035 2.3.4: octets of a name on the wire, with its lengths and the root.</summary>
    public const int MaximalNameLength = 255;

    /// <summary>RFC 1035 2.3.4: octets of one label.</summary>
    public const int MaximalLabelLength = 63;

    private const ushort RecursionDesired = 0x0100;
    private const ushort Response = 0x8000;
    private const ushort ResponseCodeMask = 0x000F;
    private const ushort ClassInternet = 1;

    /// <summary>Number of a type (RFC 1035 3.2.2, RFC 3596, RFC 4034); 0 = not known.</summary>
    public static ushort TypeNumber(string type) => type switch
    {
        "A" => 1,
        "NS" => 2,
        "CNAME" => 5,
        "SOA" => 6,
        "MX" => 15,
        "TXT" => 16,
        "AAAA" => 28,
        "RRSIG" => 46,
        "DNSKEY" => 48,
        _ => 0,
    };

    /// <summary>Query with recursion desired; null if the name cannot be written.</summary>
    /// <param name="name">With or without the dot at its end; "." or empty is the root.</param>
    public static byte[]? EncodeQuery(ushort id, string name, ushort type)
    {
        //  |              ID               |
        //  |QR| Opcode|AA|TC|RD|RA| Z |RCODE|
        //  | QDCOUNT | ANCOUNT | NSCOUNT | ARCOUNT |
        //  /  QNAME  / QTYPE | QCLASS |
        Span<byte> buffer = stackalloc byte[HeaderLength + MaximalNameLength + 4];
        buffer.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(buffer, id);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[4..], 1);
        int length = WriteName(buffer.Slice(HeaderLength, MaximalNameLength), name);
        if (length == 0)
        {
            return null;
        }

        length += HeaderLength;
        BinaryPrimitives.WriteUInt16BigEndian(buffer[length..], type);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[(length + 2)..], ClassInternet);
        return buffer[..(length + 4)].ToArray();
    }

    /// <summary>
    /// True if the message is a response with this id. The answer itself is not looked at: the code says it all.
    /// </summary>
    /// <param name="code">RFC 1035 4.1.1: 0 = no error.</param>
    public static bool TryReadResponse(ReadOnlySpan<byte> message, ushort id, out int code)
    {
        code = 0;
        if (message.Length < HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(message) != id)
        {
            return false;
        }

        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        code = flags & ResponseCodeMask;
        return (flags & Response) != 0;
    }

    /// <summary>Octets written, or 0.</summary>
    private static int WriteName(Span<byte> buffer, string name)
    {
        int at = 0;
        string trimmed = name.EndsWith('.') ? name[..^1] : name;
        foreach (string label in trimmed.Length == 0 ? [] : trimmed.Split('.'))
        {
            int length = Encoding.UTF8.GetByteCount(label);
            if (length is 0 or > MaximalLabelLength || at + length + 2 > buffer.Length)
            {
                return 0;
            }

            buffer[at++] = (byte)length;
            at += Encoding.UTF8.GetBytes(label, buffer[at..]);
        }

        buffer[at++] = 0;
        return at;
    }
}
