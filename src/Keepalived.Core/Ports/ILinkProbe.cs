using Keepalived.Config.Model;

namespace Keepalived.Core.Ports;

/// <summary>Asks an interface's driver for its carrier, for hardware that does not tell by itself.</summary>
public interface ILinkProbe
{
    /// <summary>Null if it does not answer in this way (or at all, where any way will do).</summary>
    bool? IsUp(string name, LinkbeatKind kind);
}
