using System.Security.Cryptography;
using Keepalived.Linux.Checks.Regex;

namespace Keepalived.Linux.Checks;

/// <summary>
/// Reads an HTTP response as it arrives, however it is cut into pieces, without keeping any of it: the status, the MD5
/// of the body, what an expression finds in it, and how much there was. Redirects, compression and chunking are not
/// handled: the body is what follows the headers, to the end of the connection.
/// </summary>
internal sealed class HttpResponseReader : IDisposable
{
    /// <summary>Octets of status line and headers together.</summary>
    public const int HeaderLimit = 64 * 1024;

    private readonly IncrementalHash? _hash;
    private State _state = State.Protocol;
    private int _digits;

    /// <summary>How much of the CR LF CR LF that ends the headers was seen last.</summary>
    private int _ending;

    private readonly PageScan? _scan;

    /// <param name="computeDigest">Costs time per octet, so only where it is asked for.</param>
    /// <param name="scan">Given every octet of the body; disposed of with the reader.</param>
    public HttpResponseReader(bool computeDigest, PageScan? scan = null)
    {
        _hash = computeDigest ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
        _scan = scan;
    }

    private enum State
    {
        Protocol,
        Status,
        AfterStatus,
        NoStatus,
    }

    /// <summary>Three digits after the first blank of the first line, else 0.</summary>
    public int Status { get; private set; }

    public bool HasBody { get; private set; }

    /// <summary>Octets of status line and headers, with the empty line at their end.</summary>
    public int HeaderLength { get; private set; }

    public long BodyLength { get; private set; }

    public bool HasData => HeaderLength > 0;

    /// <summary>Takes the next piece; false when the headers have grown beyond all bounds.</summary>
    /// <param name="headerLength">How much of the piece belongs to the headers.</param>
    public bool Feed(ReadOnlySpan<byte> piece, out int headerLength)
    {
        headerLength = HasBody ? 0 : FeedHeader(piece);
        ReadOnlySpan<byte> body = piece[headerLength..];
        if (HasBody && !body.IsEmpty)
        {
            FeedBody(body);
        }

        return HasBody || HeaderLength <= HeaderLimit;
    }

    /// <summary>Takes a response whose headers somebody else has read (HTTP/2).</summary>
    public void FeedParsed(int status, ReadOnlySpan<byte> body)
    {
        Status = status;
        HasBody = true;
        FeedBody(body);
    }

    /// <summary>What the page says to the expression; null = none was given.</summary>
    public PageScanResult? FinishScan() => _scan?.Finish();

    /// <summary>MD5 of the body so far; false if it was not asked for or does not fit.</summary>
    public bool TryGetDigest(Span<byte> digest) =>
        _hash is not null && _hash.TryGetCurrentHash(digest, out int written) && written == digest.Length;

    public void Dispose()
    {
        _hash?.Dispose();
        _scan?.Dispose();
    }

    private void FeedBody(ReadOnlySpan<byte> body)
    {
        BodyLength += body.Length;
        _hash?.AppendData(body);
        _scan?.Feed(body);
    }

    private int FeedHeader(ReadOnlySpan<byte> piece)
    {
        for (int i = 0; i < piece.Length; i++)
        {
            byte octet = piece[i];
            HeaderLength++;
            if (_state is State.Protocol or State.Status)
            {
                FeedStatus(octet);
            }

            // Both CRs are at even places of CR LF CR LF.
            bool isExpected = octet == (_ending % 2 == 0 ? '\r' : '\n');
            _ending = isExpected ? _ending + 1 : octet == '\r' ? 1 : 0;
            if (_ending == 4)
            {
                HasBody = true;
                return i + 1;
            }

            if (HeaderLength > HeaderLimit)
            {
                return i + 1;
            }
        }

        return piece.Length;
    }

    private void FeedStatus(byte octet)
    {
        bool endsLine = octet is (byte)'\r' or (byte)'\n';
        if (_state == State.Protocol)
        {
            _state = octet == ' ' ? State.Status : endsLine ? State.NoStatus : State.Protocol;
        }
        else if (octet is >= (byte)'0' and <= (byte)'9' && _digits < 3)
        {
            Status = (Status * 10) + octet - '0';
            _digits++;
        }
        else
        {
            bool isNumber = _digits == 3 && (octet == ' ' || endsLine);
            _state = isNumber ? State.AfterStatus : State.NoStatus;
            Status = isNumber ? Status : 0;
        }
    }
}
