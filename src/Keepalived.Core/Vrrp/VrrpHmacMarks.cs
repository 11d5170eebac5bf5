using Keepalived.Wire.Ip;

namespace Keepalived.Core.Vrrp;

/// <summary>
/// The newest stamp of each sender that has the key: nothing at or below it is taken once more. As many senders as
/// unicast has peers, 4 in multicast; the one that was heard least recently is forgotten first.
/// </summary>
public sealed class VrrpHmacMarks
{
    public const int MulticastSenders = 4;

    private readonly Dictionary<IpAddress, Mark> _marks = [];
    private long _order;

    /// <summary>False for a stamp that is not above the sender's mark.</summary>
    /// <param name="sender">Who has signed it.</param>
    /// <param name="stamp">Of the trailer.</param>
    /// <param name="forgetBelow">
    /// A mark below this is no mark: its sender's clock was set back. 0 = marks never age.
    /// </param>
    /// <param name="capacity">Senders that are remembered.</param>
    public bool TryAdvance(IpAddress sender, ulong stamp, ulong forgetBelow, int capacity)
    {
        if (_marks.TryGetValue(sender, out Mark mark) && mark.Stamp >= forgetBelow && stamp <= mark.Stamp)
        {
            return false;
        }

        if (_marks.Count >= capacity && !_marks.ContainsKey(sender))
        {
            _marks.Remove(_marks.MinBy(entry => entry.Value.Order).Key);
        }

        _marks[sender] = new Mark(stamp, ++_order);
        return true;
    }

    private readonly record struct Mark(ulong Stamp, long Order);
}
