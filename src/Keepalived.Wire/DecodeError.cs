namespace Keepalived.Wire;

/// <summary>Why some bytes could not be read. One word per cause, so that each can be counted and named.</summary>
public enum DecodeErrorKind : byte
{
    None = 0,

    /// <summary>Fewer bytes than the fixed header, or than its own length or count field promises.</summary>
    Truncated,

    /// <summary>The address family asked for is neither IPv4 nor IPv6.</summary>
    UnknownFamily,

    /// <summary>The version field of the IP header is not that of the family asked for.</summary>
    IpVersion,

    /// <summary>The length field of the IPv4 header is below 5 words.</summary>
    IpHeaderLength,

    /// <summary>
    /// The total length field of the IP header does not cover the headers, or not what they say follows.
    /// </summary>
    IpTotalLength,

    /// <summary>The payload is of another protocol than the decoder's.</summary>
    Protocol,

    /// <summary>An IPsec authentication header that is not the 24 octets of HMAC-MD5-96 (RFC 2402, RFC 2403).</summary>
    AuthenticationHeader,

    /// <summary>Neither VRRP version 2 nor 3.</summary>
    VrrpVersion,

    /// <summary>Not an ADVERTISEMENT (RFC 9568 5.2.2).</summary>
    VrrpType,

    /// <summary>The number of octets does not fit the version and the count of addresses.</summary>
    VrrpLength,

    /// <summary>An auth_hmac trailer of another type or with reserved bits set.</summary>
    HmacTrailer,

    Checksum,

    /// <summary>Not version 1 of BFD (RFC 5880 4.1).</summary>
    BfdVersion,

    /// <summary>A BFD packet with an authentication section, which no session here uses.</summary>
    BfdAuthentication,

    /// <summary>A field holds a value that this format does not allow.</summary>
    InvalidField,

    /// <summary>A length field of a netlink message is below its header or beyond the buffer.</summary>
    MessageLength,

    /// <summary>A length field of a netlink attribute is below its header or beyond its container.</summary>
    AttributeLength,

    /// <summary>A netlink attribute's payload has not the size of its type.</summary>
    AttributeSize,

    /// <summary>A netlink attribute that this message cannot do without is missing.</summary>
    AttributeMissing,

    /// <summary>The message type or command is not the decoder's.</summary>
    MessageType,
}

/// <summary>
/// The answer of a decoder that says no. It holds what was known by then, so that the refusal can be counted where it
/// belongs.
/// </summary>
/// <param name="Kind">The cause; <see cref="DecodeErrorKind.None"/> is success.</param>
/// <param name="VirtualRouterId">The VRID if it was read, else 0 (which no router may use).</param>
/// <param name="Detail">The offending number: a length, type or attribute, as the kind says; else 0.</param>
public readonly record struct DecodeError(DecodeErrorKind Kind, byte VirtualRouterId = 0, int Detail = 0)
{
    public static DecodeError None => default;

    public bool IsError => Kind != DecodeErrorKind.None;

    /// <summary>Sets the error and returns false: the last line of a decoder that refuses.</summary>
    internal static bool Fail(out DecodeError error, DecodeErrorKind kind, int detail = 0, byte virtualRouterId = 0)
    {
        error = new DecodeError(kind, virtualRouterId, detail);
        return false;
    }

    /// <summary>Clears the error and returns true: the last line of a decoder that is content.</summary>
    internal static bool Ok(out DecodeError error)
    {
        error = default;
        return true;
    }
}
