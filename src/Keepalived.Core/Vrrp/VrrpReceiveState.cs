using Keepalived.Wire.Ip;

namespace Keepalived.Core.Vrrp;

/// <summary>What the receive checks of one instance remember; owned by the router.</summary>
public struct VrrpReceiveState
{
    /// <summary>How far two Masters that send at the same moment can be behind one another.</summary>
    private const uint Crossing = 2;

    private uint _reported;
    private VrrpSenderNumbers _senders;

    public VrrpReceiveState(VrrpSequence sequence) => Sequence = sequence;

    /// <summary>Shared with the instance's <see cref="VrrpAdvertSource"/>.</summary>
    public VrrpSequence Sequence { get; }

    /// <summary>The last sender whose packet passed; its address list is known.</summary>
    public IpAddress LastSender { get; private set; }

    public bool UsesOldChecksum { get; private set; }

    /// <summary>The Master changed: what was said of it may be said again.</summary>
    public void ForgetReports() => _reported = 0;

    /// <summary>
    /// The reference takes nothing that is not above all it has sent or received. So two Masters whose adverts cross on
    /// the wire stay deaf to one another for as long as they send in step: each has just used the number that it hears.
    /// A
    /// number
    /// that close to ours is therefore good enough if it is above the last one of its sender.
    /// </summary>
    internal bool TryAcceptSequence(IpAddress sender, uint received)
    {
        bool crosses = received > _senders.LastOf(sender) && received + Crossing >= Sequence.Value;
        if (!Sequence.TryAccept(received) && !crosses)
        {
            return false;
        }

        _senders.Remember(sender, received);
        return true;
    }

    internal bool ReportFirst(VrrpReceiveReason reason)
    {
        uint bit = 1u << (int)reason;
        bool isFirst = (_reported & bit) == 0;
        _reported |= bit;
        return isFirst;
    }

    internal void Passed(IpAddress sender, bool clean)
    {
        if (sender != LastSender && clean)
        {
            _reported = 0;
        }

        LastSender = sender;
    }

    internal void AdoptOldChecksum() => UsesOldChecksum = true;
}
