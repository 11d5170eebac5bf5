using System.Net.Sockets;

namespace Keepalived.Wire.Netlink;

/// <summary>
/// Address families as Linux numbers them (linux/socket.h), which is not how the base library does: there IPv6 is 23.
/// </summary>
public static class KernelFamily
{
    public const byte Unspecified = 0;
    public const byte Inet = 2;
    public const byte Bridge = 7;
    public const byte Inet6 = 10;

    /// <summary>Anything but IPv4 and IPv6 becomes unspecified.</summary>
    public static byte From(AddressFamily family) => family switch
    {
        AddressFamily.InterNetwork => Inet,
        AddressFamily.InterNetworkV6 => Inet6,
        _ => Unspecified,
    };

    /// <summary>Anything but IPv4 and IPv6 becomes <see cref="AddressFamily.Unspecified"/>.</summary>
    public static AddressFamily ToAddressFamily(int family) => family switch
    {
        Inet => AddressFamily.InterNetwork,
        Inet6 => AddressFamily.InterNetworkV6,
        _ => AddressFamily.Unspecified,
    };
}
