using Keepalived.Linux.Native;
using Keepalived.Linux.Netlink;
using Keepalived.Wire.Netlink;

namespace Keepalived.Linux.Nftables;

/// <summary>Asks nf_tables for its generation, which also shows whether the kernel has nf_tables at all.</summary>
internal sealed class GenerationReader : IDisposable
{
    // linux/netlink.h.
    private const int ProtocolNetfilter = 12;

    private const int AnswerTimeoutMilliseconds = 2000;

    private readonly NetlinkSocket _socket = NetlinkSocket.Open(ProtocolNetfilter);
    private readonly byte[] _buffer = new byte[1024];
    private uint _sequence;

    /// <summary>
    /// 0 or a positive errno. The kernel loads its module for the question if it can; EINVAL says that it cannot.
    /// </summary>
    public int TryRead(out uint generation)
    {
        generation = 0;
        uint sequence = ++_sequence;
        int length = NftablesGeneration.EncodeRequest(_buffer, sequence);
        int errno = _socket.Send(_buffer.AsSpan(0, length));
        while (errno == 0)
        {
            int received = _socket.Receive(_buffer, AnswerTimeoutMilliseconds);
            if (received <= 0)
            {
                return received == 0 ? ErrnoCodes.TimedOut : -received;
            }

            var reader = new NetlinkMessageReader(_buffer.AsSpan(0, received));
            while (reader.TryRead(out NetlinkMessage message, out _))
            {
                if (message.TryReadResult(out NetlinkResult result) && result.RequestSequence == sequence)
                {
                    return result.Errno;
                }

                if (message.Sequence == sequence && NftablesGeneration.TryDecode(message, out generation))
                {
                    return 0;
                }
            }
        }

        return errno;
    }

    public void Dispose() => _socket.Dispose();
}
