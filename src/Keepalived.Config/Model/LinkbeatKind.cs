namespace Keepalived.Config.Model;

/// <summary>How the link state of an interface is polled.</summary>
public enum LinkbeatKind
{
    Automatic,
    Mii,
    Ethtool,
    Ioctl,
}
