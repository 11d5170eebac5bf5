using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Netlink;

/// <summary>
/// Asks an interface's driver for its carrier, in the ways of old hardware (linux/mii.h, linux/ethtool.h). Of the
/// network namespace of the calling thread at each call.
/// </summary>
public sealed unsafe class LinkProbe : ILinkProbe
{
    // linux/sockios.h.
    private const nuint GetFlags = 0x8913;
    private const nuint Ethtool = 0x8946;
    private const nuint GetMiiPhy = 0x8947;
    private const nuint GetMiiRegister = 0x8948;

    // linux/ethtool.h ETHTOOL_GLINK; linux/mii.h MII_BMSR, BMSR_LSTATUS; linux/if.h IFF_UP and IFF_RUNNING.
    private const uint GetLink = 0xa;
    private const ushort StatusRegister = 1;
    private const ushort LinkStatus = 0x4;
    private const int UpAndRunning = 0x41;

    /// <summary>Octets of struct ifreq: a name of 16, then a union of 24.</summary>
    private const int RequestLength = 40;
    private const int NameLength = 16;

    public bool? IsUp(string name, LinkbeatKind kind)
    {
        int fd = LibC.socket(SocketConstants.FamilyV4, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC, 0);
        if (fd < 0)
        {
            return null;
        }

        try
        {
            return kind switch
            {
                LinkbeatKind.Mii => ByMii(fd, name),
                LinkbeatKind.Ethtool => ByEthtool(fd, name),
                LinkbeatKind.Ioctl => ByFlags(fd, name),
                _ => ByMii(fd, name) ?? ByEthtool(fd, name) ?? ByFlags(fd, name),
            };
        }
        finally
        {
            _ = LibC.close(fd);
        }
    }

    private static bool? ByMii(int fd, string name)
    {
        // struct mii_ioctl_data in the union: phy_id, reg_num, val_in, val_out.
        byte* request = stackalloc byte[RequestLength];
        Prepare(request, name);
        ushort* mii = (ushort*)(request + NameLength);
        if (Libc.Control(fd, GetMiiPhy, request) < 0)
        {
            return null;
        }

        // The register latches a loss of link until it is read: the second answer is of now.
        for (int i = 0; i < 2; i++)
        {
            mii[1] = StatusRegister;
            if (Libc.Control(fd, GetMiiRegister, request) < 0)
            {
                return null;
            }
        }

        return (mii[3] & LinkStatus) != 0;
    }

    private static bool? ByEthtool(int fd, string name)
    {
        // struct ethtool_value behind the pointer in the union: cmd, data.
        uint* value = stackalloc uint[2];
        value[0] = GetLink;
        byte* request = stackalloc byte[RequestLength];
        Prepare(request, name);
        *(uint**)(request + NameLength) = value;
        return Libc.Control(fd, Ethtool, request) < 0 ? null : value[1] != 0;
    }

    private static bool? ByFlags(int fd, string name)
    {
        byte* request = stackalloc byte[RequestLength];
        Prepare(request, name);
        return Libc.Control(fd, GetFlags, request) < 0
            ? null
            : (*(short*)(request + NameLength) & UpAndRunning) == UpAndRunning;
    }

    private static void Prepare(byte* request, string name)
    {
        var bytes = new Span<byte>(request, RequestLength);
        bytes.Clear();
        _ = Encoding.UTF8.TryGetBytes(name, bytes[..(NameLength - 1)], out _);
    }
}
