using Keepalived.Wire;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Core.Vrrp;

/// <content>The <c>auth_hmac</c> trailer.</content>
public static partial class VrrpReceiver
{
    /// <summary>
    /// The cheap checks first, the digest before anything is remembered: only who has the key moves a mark.
    /// </summary>
    private static (VrrpReceiveReason Reason, VrrpCounter Counter) FindTrailerFlaw(
        in VrrpPacketView packet, VrrpReceiveParameters parameters, in VrrpReceiveState state, ulong now)
    {
        VrrpHmacParameters hmac = parameters.Hmac!;
        if (!packet.HasHmacTrailer)
        {
            return hmac.RequiresTrailer
                ? (VrrpReceiveReason.TrailerMissing, VrrpCounter.TrailersMissing)
                : (VrrpReceiveReason.None, VrrpCounter.Count);
        }

        if (!VrrpHmacTrailer.TryDecode(packet.HmacTrailer, out VrrpHmacTrailer trailer, out DecodeError _))
        {
            return (VrrpReceiveReason.TrailerMalformed, VrrpCounter.TrailersMalformed);
        }

        if (hmac.ChecksTime && !VrrpHmacClock.IsWithin(trailer.Sequence, now, hmac.TimeWindow))
        {
            return (VrrpReceiveReason.TrailerStale, VrrpCounter.TrailersStale);
        }

        ReadOnlySpan<byte> key = hmac.KeyOf(trailer.KeyId);
        if (key.IsEmpty)
        {
            return (VrrpReceiveReason.TrailerKeyUnknown, VrrpCounter.TrailerKeysUnknown);
        }

        if (!VrrpHmac.DigestIsValid(packet, key))
        {
            return (VrrpReceiveReason.TrailerDigest, VrrpCounter.TrailerDigestsInvalid);
        }

        // In time mode a stamp older than the window does not get here, so an older mark protects nothing.
        ulong window = VrrpHmacClock.WindowOf(hmac.TimeWindow);
        ulong forgetBelow = hmac.ChecksTime && now > window ? now - window : 0;
        int senders = parameters.IsUnicast
            ? Math.Max(parameters.Peers.Length, 1)
            : VrrpHmacMarks.MulticastSenders;
        return state.Sequence.Marks.TryAdvance(packet.Source, trailer.Sequence, forgetBelow, senders)
            ? (VrrpReceiveReason.None, VrrpCounter.Count)
            : (VrrpReceiveReason.TrailerReplayed, VrrpCounter.TrailersReplayed);
    }
}
