using System.Net.Sockets;
using static Keepalived.Wire.Netlink.RtnetlinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>
/// Requests for all objects of a kind. Each writes into the span and returns the length, 0 if it is too small.
/// </summary>
public static class DumpRequest
{
    private const int LinkHeaderLength = 16;
    private const int AddressHeaderLength = 8;
    private const int RouteHeaderLength = 12;

    public static int Links(Span<byte> destination, uint sequence) =>
        Encode(destination, RTM_GETLINK, AddressFamily.Unspecified, LinkHeaderLength, sequence);

    /// <summary>Unspecified asks for both families.</summary>
    public static int Addresses(
        Span<byte> destination, uint sequence, AddressFamily family = AddressFamily.Unspecified) =>
        Encode(destination, RTM_GETADDR, family, AddressHeaderLength, sequence);

    /// <summary>Unspecified asks for both families, all tables.</summary>
    public static int Routes(Span<byte> destination, uint sequence, AddressFamily family = AddressFamily.Unspecified) =>
        Encode(destination, RTM_GETROUTE, family, RouteHeaderLength, sequence);

    /// <summary>Unspecified asks for both families.</summary>
    public static int Rules(Span<byte> destination, uint sequence, AddressFamily family = AddressFamily.Unspecified) =>
        Encode(destination, RTM_GETRULE, family, RouteHeaderLength, sequence);

    // Each header begins with the family; the rest may be zero.
    private static int Encode(
        Span<byte> destination, ushort type, AddressFamily family, int headerLength, uint sequence)
    {
        Span<byte> header = stackalloc byte[LinkHeaderLength];
        header.Clear();
        header[0] = KernelFamily.From(family);
        var writer = new NetlinkWriter(destination);
        writer.BeginMessage(NetlinkRequest.Dump(type, sequence));
        writer.Bytes(header[..headerLength]);
        writer.EndMessage();
        return writer.Result;
    }
}
