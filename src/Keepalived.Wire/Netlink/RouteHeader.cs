using System.Net.Sockets;

namespace Keepalived.Wire.Netlink;

/// <summary>
/// What struct rtmsg (linux/rtnetlink.h) and struct fib_rule_hdr (linux/fib_rules.h) begin with: family and lengths of
/// the two prefixes.
/// </summary>
internal static class RouteHeader
{
    /// <summary>Of both.</summary>
    public const int Length = 12;

    /// <summary>False: too short, neither IPv4 nor IPv6, or a prefix longer than an address.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out AddressFamily family, out DecodeError error)
    {
        family = AddressFamily.Unspecified;
        if (payload.Length < Length)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, payload.Length);
        }

        family = KernelFamily.ToAddressFamily(payload[0]);
        if (family == AddressFamily.Unspecified)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.UnknownFamily, payload[0]);
        }

        int bits = family == AddressFamily.InterNetwork ? 32 : 128;
        error = default;
        return (payload[1] <= bits && payload[2] <= bits)
            || DecodeError.Fail(out error, DecodeErrorKind.InvalidField, Math.Max(payload[1], payload[2]));
    }
}
