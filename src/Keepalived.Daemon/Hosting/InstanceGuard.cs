using System.Net.Sockets;
using Keepalived.Core.Ports;
using Keepalived.Linux.Host;

namespace Keepalived.Daemon.Hosting;

/// <summary>Names other daemons of this host that run, or may run, the same virtual router.</summary>
internal sealed class InstanceGuard : IInstanceGuard, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(int, AddressFamily, byte), InstanceLock> _held = [];
    private IReadOnlyList<int>? _others;

    public string? Claim(int interfaceIndex, string interfaceName, AddressFamily family, byte virtualRouterId)
    {
        lock (_gate)
        {
            (int, AddressFamily, byte) key = (interfaceIndex, family, virtualRouterId);
            if (!_held.TryGetValue(key, out InstanceLock? held))
            {
                held = InstanceLock.TryTake(interfaceIndex, family, virtualRouterId);
                if (held is null)
                {
                    return $"another copy on this host runs virtual router {virtualRouterId} on {interfaceName}";
                }

                _held[key] = held;
            }

            // Looked for once: it walks through every process.
            _others ??= OtherDaemons.Find();
            return _others.Count == 0
                ? null
                : $"keepalived (process {string.Join(", ", _others)}) runs VRRP on this host too: see that it does not "
                    + $"have virtual router {virtualRouterId} on {interfaceName}";
        }
    }

    public void Release(int interfaceIndex, AddressFamily family, byte virtualRouterId)
    {
        lock (_gate)
        {
            if (_held.Remove((interfaceIndex, family, virtualRouterId), out InstanceLock? held))
            {
                held.Dispose();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (InstanceLock held in _held.Values)
            {
                held.Dispose();
            }

            _held.Clear();
        }
    }
}
