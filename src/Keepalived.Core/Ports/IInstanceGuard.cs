using System.Net.Sockets;

namespace Keepalived.Core.Ports;

/// <summary>Finds another daemon on this host that runs the same virtual router (decision 22).</summary>
public interface IInstanceGuard
{
    /// <summary>
    /// Claims the virtual router for this process. Null on success, else one line that names the other daemon; the
    /// claim is only a report, the instance runs all the same.
    /// </summary>
    string? Claim(int interfaceIndex, string interfaceName, AddressFamily family, byte virtualRouterId);

    void Release(int interfaceIndex, AddressFamily family, byte virtualRouterId);
}
