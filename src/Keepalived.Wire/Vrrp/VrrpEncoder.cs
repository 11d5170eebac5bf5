using System.Buffers.Binary;
using System.Net.Sockets;
using Keepalived.Wire.Ip;

namespace Keepalived.Wire.Vrrp;

/// <summary>
/// Writes the adverts of one instance to one destination. The datagram is laid out once; an advert is a copy of it with
/// a few fields patched and the sums brought up to date, so that sending allocates nothing. Immutable, hence safe on
/// any thread. IPv4 datagrams begin with their IP header (IP_HDRINCL); of IPv6 only the payload is written.
/// </summary>
public sealed class VrrpEncoder
{
    private readonly byte[] _template;
    private readonly int _vrrpOffset;
    private readonly int _partLength;
    private readonly ulong _ipSum;
    private readonly ulong _partSum;
    private readonly byte[] _key;

    /// <summary>Lays out the datagram.</summary>
    /// <exception cref="ArgumentException">The format has a <see cref="VrrpDatagramFormat.Flaw"/>: a bug of the
    /// caller.</exception>
    public VrrpEncoder(VrrpDatagramFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        if (format.Flaw() is { } flaw)
        {
            throw new ArgumentException(flaw, nameof(format));
        }

        Format = format;
        _key = [.. format.Key];
        _partLength = VrrpCodec.PartLength(format.Version, format.Source.Family, format.Addresses.Count);
        int headers = format.Source.IsV6 ? 0
            : Ipv4Header.MinLength + (HasAuthenticationHeader ? VrrpAuthenticationHeader.Length : 0);
        _vrrpOffset = headers;
        _template = new byte[headers + _partLength + (format.HasHmacTrailer ? VrrpHmacTrailer.Length : 0)];
        WriteHeaders();
        WritePart(_template.AsSpan(_vrrpOffset, _partLength));

        _ipSum = headers == 0 ? 0 : InternetChecksum.Sum(_template.AsSpan(0, Ipv4Header.MinLength));
        _partSum = InternetChecksum.Sum(
            _template.AsSpan(_vrrpOffset, _partLength),
            VrrpChecksum.PseudoHeader(
                format.Version, format.ChecksumMode, format.Source, format.Destination, format.ChecksumGroup,
                _partLength));
    }

    public VrrpDatagramFormat Format { get; }

    /// <summary>Octets of each advert.</summary>
    public int Length => _template.Length;

    private bool HasAuthenticationHeader => Format.AuthenticationType == VrrpAuthenticationType.AuthenticationHeader;

    /// <summary>
    /// Writes one advert and returns its length, or 0 if the span is shorter than <see cref="Length"/>. The octets of
    /// an hmac trailer are left zero, for <see cref="Part"/> and <see cref="VrrpHmac.Sign"/> to fill.
    /// </summary>
    public int Encode(in VrrpSendFields fields, Span<byte> destination)
    {
        if (destination.Length < _template.Length)
        {
            return 0;
        }

        Span<byte> datagram = destination[.._template.Length];
        _template.CopyTo(datagram);
        Span<byte> part = datagram.Slice(_vrrpOffset, _partLength);
        int interval = WireInterval(fields.IntervalCentiseconds);
        part[VrrpCodec.PriorityOffset] = fields.Priority;
        part[VrrpCodec.IntervalOffset] |= (byte)(interval >> 8);
        part[VrrpCodec.IntervalOffset + 1] = (byte)interval;

        // RFC 1071 2 (B): sums commute, so what was zero in the template is simply added.
        ulong sum = _partSum + ((ulong)fields.Priority << 8) + (ulong)interval;
        BinaryPrimitives.WriteUInt16BigEndian(part[VrrpCodec.ChecksumOffset..], InternetChecksum.Finish(sum));
        if (_vrrpOffset != 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(datagram[Ipv4Header.IdentificationOffset..], fields.Identification);
            BinaryPrimitives.WriteUInt16BigEndian(
                datagram[Ipv4Header.ChecksumOffset..], InternetChecksum.Finish(_ipSum + fields.Identification));
        }

        if (HasAuthenticationHeader)
        {
            BinaryPrimitives.WriteUInt32BigEndian(
                datagram[(Ipv4Header.MinLength + VrrpAuthenticationHeader.SequenceOffset)..], fields.SequenceNumber);
            VrrpAuthentication.Sign(datagram, _key, isTimeToLiveMutable: !Format.Destination.IsMulticast);
        }

        return _template.Length;
    }

    /// <summary>The VRRP part of a datagram this encoder wrote; what <see cref="VrrpHmac.Sign"/> signs.</summary>
    public Span<byte> Part(Span<byte> datagram) =>
        datagram.Length < _template.Length ? default : datagram.Slice(_vrrpOffset, _partLength);

    /// <summary>The trailer's octets in a datagram this encoder wrote; empty without one.</summary>
    public Span<byte> Trailer(Span<byte> datagram) =>
        datagram.Length < _template.Length ? default : datagram[(_vrrpOffset + _partLength).._template.Length];

    private int WireInterval(int centiseconds) => Format.Version == 2
        ? Math.Clamp(centiseconds / 100, 1, byte.MaxValue)
        : Math.Clamp(centiseconds, 1, VrrpCodec.MaxIntervalCentiseconds);

    private void WriteHeaders()
    {
        if (_vrrpOffset == 0)
        {
            return;
        }

        var ip = new Ipv4Header
        {
            TypeOfService = VrrpCodec.TypeOfService,
            TotalLength = (ushort)_template.Length,
            TimeToLive = Format.TimeToLive,
            Protocol = HasAuthenticationHeader ? VrrpCodec.AuthenticationHeaderProtocol : VrrpCodec.Protocol,
            Source = Format.Source,
            Destination = Format.Destination,
        };
        ip.Encode(_template);
        BinaryPrimitives.WriteUInt16BigEndian(_template.AsSpan(Ipv4Header.ChecksumOffset), 0);
        if (HasAuthenticationHeader)
        {
            Span<byte> header = _template.AsSpan(Ipv4Header.MinLength);
            header[0] = VrrpCodec.Protocol;
            header[1] = VrrpAuthenticationHeader.PayloadLengthField;
            Format.Source.TryWriteBytes(header[VrrpAuthenticationHeader.IndexOffset..]);
        }
    }

    private void WritePart(Span<byte> part)
    {
        part[0] = (byte)((Format.Version << 4) | VrrpCodec.TypeAdvertisement);
        part[VrrpCodec.VirtualRouterIdOffset] = Format.VirtualRouterId;
        part[VrrpCodec.CountOffset] = (byte)Format.Addresses.Count;
        part[VrrpCodec.IntervalOffset] = Format.Version == 2 ? (byte)Format.AuthenticationType : (byte)0;
        int offset = VrrpCodec.HeaderLength;
        foreach (IpAddress address in Format.Addresses)
        {
            address.TryWriteBytes(part[offset..]);
            offset += address.Length;
        }

        if (Format.AuthenticationType == VrrpAuthenticationType.Password && Format.Source.IsV4)
        {
            _key.CopyTo(part[offset..]);
        }
    }
}
