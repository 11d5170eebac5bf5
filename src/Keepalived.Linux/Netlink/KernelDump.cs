using System.Collections.Immutable;
using Keepalived.Core.Kernel;
using Keepalived.Linux.Native;
using Keepalived.Wire.Netlink;

namespace Keepalived.Linux.Netlink;

/// <summary>
/// Dumps of links and addresses over one route socket. Throws <see cref="InvalidOperationException"/> on failure.
/// </summary>
internal sealed class KernelDump(NetlinkSocket socket)
{
    /// <summary>The kernel answers at once; this only keeps a broken one from hanging us. Milliseconds.</summary>
    public const int AnswerTimeout = 10_000;

    /// <summary>The table may change while it is dumped; then the dump is asked for anew.</summary>
    private const int MaxAttempts = 10;

    private readonly byte[] _request = new byte[256];

    // The kernel fills up to 32 KiB per datagram of a dump.
    private readonly byte[] _buffer = new byte[65536];
    private uint _sequence = 0x4b000000;

    private delegate int Encoder(Span<byte> destination, uint sequence);

    private delegate void Visitor(in NetlinkMessage message);

    public KernelSnapshot Take()
    {
        ImmutableArray<NetworkLink>.Builder links = ImmutableArray.CreateBuilder<NetworkLink>();
        ImmutableArray<KernelAddress>.Builder addresses = ImmutableArray.CreateBuilder<KernelAddress>();
        Run("links", DumpRequest.Links, links.Clear, (in message) =>
        {
            if (message.Type == RtnetlinkConstants.RTM_NEWLINK
                && LinkMessage.TryDecode(message.Payload, out LinkMessage link, out _)
                && KernelMessages.IsInterface(link))
            {
                links.Add(KernelMessages.ToLink(link));
            }
        });
        Run("addresses", AllAddresses, addresses.Clear, (in message) =>
        {
            if (message.Type == RtnetlinkConstants.RTM_NEWADDR
                && AddressMessage.TryDecode(message.Payload, out AddressMessage address, out _))
            {
                addresses.Add(KernelMessages.ToAddress(address));
            }
        });
        return new KernelSnapshot(links.ToImmutable(), addresses.ToImmutable());
    }

    private static int AllAddresses(Span<byte> destination, uint sequence) =>
        DumpRequest.Addresses(destination, sequence);

    private void Run(string what, Encoder encode, Action restart, Visitor visit)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            restart();
            uint sequence = ++_sequence;
            int errno = socket.Send(_request.AsSpan(0, encode(_request, sequence)));
            if (errno != 0)
            {
                throw new InvalidOperationException($"dump of {what}: {Libc.Describe(errno)}");
            }

            if (ReadAll(what, sequence, visit))
            {
                return;
            }
        }

        throw new InvalidOperationException($"dump of {what}: the table never stood still");
    }

    /// <summary>False if the dump was interrupted by a change.</summary>
    private bool ReadAll(string what, uint sequence, Visitor visit)
    {
        bool consistent = true;
        while (true)
        {
            int length = socket.Receive(_buffer, AnswerTimeout);
            if (length <= 0)
            {
                throw new InvalidOperationException(
                    $"dump of {what}: {Libc.Describe(length == 0 ? ErrnoCodes.TimedOut : -length)}");
            }

            var reader = new NetlinkMessageReader(_buffer.AsSpan(0, length));
            while (reader.TryRead(out NetlinkMessage message, out _))
            {
                if (message.Sequence != sequence)
                {
                    continue;
                }

                consistent &= !message.IsDumpInterrupted;
                if (message.TryReadResult(out NetlinkResult result))
                {
                    return result.IsSuccess
                        ? consistent
                        : throw new InvalidOperationException($"dump of {what}: {Libc.Describe(result.Errno)}");
                }

                visit(message);
            }
        }
    }
}
