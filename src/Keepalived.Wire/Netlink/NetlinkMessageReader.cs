using System.Runtime.InteropServices;
using static Keepalived.Wire.Netlink.NetlinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>Walks the messages of one received datagram.</summary>
public ref struct NetlinkMessageReader(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> _rest = datagram;

    /// <summary>
    /// The next message; false at the end, and at a flawed length, which <paramref name="error"/> then names.
    /// </summary>
    public bool TryRead(out NetlinkMessage message, out DecodeError error)
    {
        message = default;
        error = default;
        if (_rest.IsEmpty)
        {
            return false;
        }

        if (_rest.Length < NLMSG_HDRLEN)
        {
            int left = _rest.Length;
            _rest = default;
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, left);
        }

        uint length = MemoryMarshal.Read<uint>(_rest);
        if (length < NLMSG_HDRLEN || length > (uint)_rest.Length)
        {
            _rest = default;
            return DecodeError.Fail(out error, DecodeErrorKind.MessageLength, (int)length);
        }

        message = new NetlinkMessage(_rest[..(int)length]);
        // The last message need not be padded.
        _rest = _rest[Math.Min(((int)length + NLMSG_ALIGNTO - 1) & ~(NLMSG_ALIGNTO - 1), _rest.Length)..];
        return true;
    }
}
