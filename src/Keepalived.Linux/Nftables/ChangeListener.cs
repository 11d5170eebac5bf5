using Keepalived.Linux.Native;
using Keepalived.Linux.Netlink;
using Keepalived.Wire.Netlink;

namespace Keepalived.Linux.Nftables;

/// <summary>
/// Hears which tables change, so that another program's changes to its own tables cost nobody a look at ours.
/// </summary>
internal sealed class ChangeListener : IDisposable
{
    // linux/netlink.h; linux/netfilter/nfnetlink.h.
    private const int ProtocolNetfilter = 12;
    private const int GroupNftables = 7;

    private const int ReceiveBuffer = 1024 * 1024;

    private readonly NetlinkSocket _socket = NetlinkSocket.Open(ProtocolNetfilter);
    private readonly byte[] _buffer = new byte[65536];
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private bool _isDeaf;
    private bool _hasLost;
    private uint? _heard;

    public ChangeListener()
    {
        _socket.SetReceiveBuffer(ReceiveBuffer);
        _isDeaf = _socket.Join(GroupNftables) != 0;
    }

    /// <summary>
    /// Has the table changed since the last call of <see cref="Forget"/>, up to this generation? Null: the kernel has
    /// not told all of that generation yet.
    /// </summary>
    public bool? HasChanged(string table, uint generation)
    {
        Listen();
        return _isDeaf || _hasLost || _changed.Contains(table) || _changed.Contains("") ? true
            : _heard == generation ? false
            : null;
    }

    public void Forget()
    {
        Listen();
        _changed.Clear();
        _hasLost = false;
    }

    public void Dispose() => _socket.Dispose();

    private void Listen()
    {
        int length;
        while ((length = _socket.TryReceive(_buffer)) != 0)
        {
            if (length < 0)
            {
                _hasLost = true;
                // Lost messages are told once and the rest can be read; anything else would be told for ever.
                _isDeaf |= length is not (-ErrnoCodes.NoBufferSpace or -ErrnoCodes.Interrupted);
                if (_isDeaf)
                {
                    return;
                }

                continue;
            }

            var reader = new NetlinkMessageReader(_buffer.AsSpan(0, length));
            while (reader.TryRead(out NetlinkMessage message, out _))
            {
                if (NftablesEvent.TryReadTable(message, out string table))
                {
                    _changed.Add(table);
                }
                else if (NftablesGeneration.TryDecode(message, out uint generation))
                {
                    _heard = generation;
                }
            }
        }
    }
}
