using System.Net.Sockets;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Netlink;

namespace Keepalived.Wire.Ipvs;

/// <summary>What all IPVS messages share: the generic header, one nested attribute, addresses of 16 octets.</summary>
internal static class IpvsEnvelope
{
    /// <summary>Checks the command and finds the nested attribute.</summary>
    public static bool TryOpen(
        ReadOnlySpan<byte> payload, byte command, int attribute, out AttributeReader nested, out DecodeError error)
    {
        nested = default;
        if (!GenericHeader.TryDecode(payload, out GenericHeader header, out error))
        {
            return false;
        }

        if (header.Command != command)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.MessageType, header.Command);
        }

        var reader = new AttributeReader(payload[GenericHeader.Length..]);
        while (reader.MoveNext())
        {
            if (reader.Type == attribute)
            {
                nested = reader.Enter();
                return true;
            }
        }

        error = reader.Error;
        return !error.IsError ? DecodeError.Fail(out error, DecodeErrorKind.AttributeMissing, attribute) : false;
    }

    /// <summary>None unless there are enough octets.</summary>
    public static IpAddress ReadAddress(ReadOnlySpan<byte> bytes, AddressFamily family)
    {
        int length = family == AddressFamily.InterNetwork ? 4 : IpvsServiceMessage.AddressLength;
        return bytes.Length < length ? IpAddress.None : IpAddress.FromBytes(bytes[..length]);
    }

    public static void WriteAddress(ref NetlinkWriter writer, int type, IpAddress address)
    {
        Span<byte> bytes = stackalloc byte[IpvsServiceMessage.AddressLength];
        bytes.Clear();
        address.TryWriteBytes(bytes);
        writer.Attribute(type, bytes);
    }
}
