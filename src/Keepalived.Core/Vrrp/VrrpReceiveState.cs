using Keepalived.Wire.Ip;

namespace Keepalived.Core.Vrrp;

/// <summary>What the receive checks of one instance remember; owned by the router.</summary>
public struct VrrpReceiveState
{
    private uint _reported;

    public VrrpReceiveState(VrrpSequence sequence) => Sequence = sequence;

    /// <summary>Shared with the instance's <see cref="VrrpAdvertSource"/>.</summary>
    public VrrpSequence Sequence { get; }

    /// <summary>The last sender whose packet passed; its address list is known.</summary>
    public IpAddress LastSender { get; private set; }

    public bool UsesOldChecksum { get; private set; }

    /// <summary>The Master changed: what was said of it may be said again.</summary>
    public void ForgetReports() => _reported = 0;

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
