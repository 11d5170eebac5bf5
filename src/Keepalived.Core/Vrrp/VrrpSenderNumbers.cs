using System.Runtime.CompilerServices;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Vrrp;

/// <summary>
/// The last sequence number of each of the last few senders, the least recently heard forgotten first.
/// </summary>
internal struct VrrpSenderNumbers
{
    private Slots _slots;
    private uint _clock;

    /// <summary>0 for a sender that is not known.</summary>
    public readonly uint LastOf(IpAddress sender)
    {
        for (int i = 0; i < Slots.Length; i++)
        {
            if (_slots[i].Sender == sender)
            {
                return _slots[i].Number;
            }
        }

        return 0;
    }

    public void Remember(IpAddress sender, uint number)
    {
        int place = 0;
        for (int i = 0; i < Slots.Length; i++)
        {
            if (_slots[i].Sender == sender)
            {
                place = i;
                break;
            }

            place = _slots[i].HeardAt < _slots[place].HeardAt ? i : place;
        }

        _slots[place] = new Slot(sender, number, ++_clock);
    }

    private readonly record struct Slot(IpAddress Sender, uint Number, uint HeardAt);

    [InlineArray(Length)]
    private struct Slots
    {
        public const int Length = 4;

        private Slot _first;
    }
}
