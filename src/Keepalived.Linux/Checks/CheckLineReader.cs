using System.Net.Sockets;
using Keepalived.Core.Lvs;

namespace Keepalived.Linux.Checks;

/// <summary>Lines of a server that may send anything: at most so many octets are kept.</summary>
internal sealed class CheckLineReader(CheckLineReader.Source source)
{
    /// <summary>RFC 5321 4.5.3.1.5: a reply line has 512 octets at most.</summary>
    public const int LongestLine = 512;

    private readonly byte[] _buffer = new byte[LongestLine];
    private int _filled;
    private int _lineLength;
    private int _consumed;

    public CheckLineReader(Socket socket)
        : this(socket.ReceiveAsync)
    {
    }

    /// <summary>Writes what has come into the buffer; 0 = there will be no more.</summary>
    internal delegate ValueTask<int> Source(Memory<byte> buffer, CancellationToken cancellation);

    /// <summary>The line last read, without its end.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(0, _lineLength);

    /// <summary>Null when there is a line; throws what the socket throws.</summary>
    public async Task<CheckReason?> ReadAsync(CancellationToken cancellation)
    {
        _buffer.AsSpan(_consumed, _filled - _consumed).CopyTo(_buffer);
        _filled -= _consumed;
        _consumed = 0;
        while (true)
        {
            int end = _buffer.AsSpan(0, _filled).IndexOf((byte)'\n');
            if (end >= 0)
            {
                _consumed = end + 1;
                _lineLength = end > 0 && _buffer[end - 1] == '\r' ? end - 1 : end;
                return null;
            }

            if (_filled == _buffer.Length)
            {
                return CheckReason.TooLarge;
            }

            int count = await source(_buffer.AsMemory(_filled), cancellation).ConfigureAwait(false);
            if (count == 0)
            {
                return _filled == 0 ? CheckReason.NoData : CheckReason.ReadFailed;
            }

            _filled += count;
        }
    }
}
