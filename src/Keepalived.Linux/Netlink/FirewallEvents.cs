using Keepalived.Core.Kernel;
using Keepalived.Linux.Native;
using Keepalived.Wire.Netlink;

namespace Keepalived.Linux.Netlink;

/// <summary>
/// Hears what goes from the tables of nf_tables: the kernel tells each transaction item by item, and then its number.
/// Read by one thread.
/// </summary>
internal sealed class FirewallEvents : IDisposable
{
    // linux/netfilter/nfnetlink.h: NFNLGRP_NFTABLES.
    private const int Group = 7;

    /// <summary>A transaction that takes more tables than that is told of the first ones only.</summary>
    private const int MaxTables = 256;

    private readonly NetlinkSocket? _socket = TryOpen();
    private readonly HashSet<NftablesRemoval> _removals = [];

    /// <summary>-1 = there is none: poll(2) passes over it.</summary>
    public int Fd => _socket?.Fd ?? -1;

    /// <summary>From now on; a kernel without nf_tables has nothing to tell.</summary>
    public void Join() => _ = _socket?.Join(Group);

    /// <summary>One datagram.</summary>
    public void Read(byte[] buffer, Action<KernelEvent> observer)
    {
        int length = _socket?.TryReceive(buffer) ?? 0;
        if (length == -ErrnoCodes.NoBufferSpace)
        {
            _removals.Clear();
            observer(new FirewallRemoved(0, "", 0));
            return;
        }

        var reader = new NetlinkMessageReader(buffer.AsSpan(0, Math.Max(length, 0)));
        while (reader.TryRead(out NetlinkMessage message, out _))
        {
            if (NftablesRemoval.TryDecode(message, out NftablesRemoval removal) && _removals.Count < MaxTables)
            {
                _removals.Add(removal);
            }
            else if (NftablesGeneration.TryDecode(message, out uint generation))
            {
                foreach (NftablesRemoval one in _removals)
                {
                    observer(new FirewallRemoved(one.Family, one.Table, generation));
                }

                _removals.Clear();
            }
        }
    }

    public void Dispose() => _socket?.Dispose();

    private static NetlinkSocket? TryOpen()
    {
        try
        {
            return NetlinkSocket.Open(NetlinkSocket.ProtocolNetfilter);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
