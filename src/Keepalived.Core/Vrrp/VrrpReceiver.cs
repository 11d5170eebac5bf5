using System.Net.Sockets;
using Keepalived.Core.Ports;
using Keepalived.Wire;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Core.Vrrp;

/// <summary>
/// The checks of a received advertisement, in the reference's order, each with its counter: of a packet with two
/// flaws the
/// same one is counted. Allocates nothing.
/// </summary>
public static partial class VrrpReceiver
{
    private const uint NoSequence = 0;

    /// <summary>Reads as far as the VRID, by which the router finds the instance.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> datagram,
        in PacketBatch.Entry entry,
        AddressFamily family,
        out VrrpPacketView packet,
        out DecodeError error)
    {
        var from = new ReceivedFrom(entry.Source, entry.Destination, entry.HopLimit);
        return VrrpPacketView.TryRead(datagram, family, from, out packet, out error);
    }

    /// <summary>Reads and checks one datagram.</summary>
    public static VrrpReceiveVerdict Check(
        ReadOnlySpan<byte> datagram,
        in PacketBatch.Entry entry,
        VrrpReceiveParameters parameters,
        ref VrrpReceiveState state,
        ulong stamp = 0) =>
        TryRead(datagram, entry, parameters.Family, out VrrpPacketView packet, out _)
            ? Check(packet, parameters, ref state, stamp)
            : Drop(VrrpReceiveReason.Undecodable, VrrpCounterSet.None.With(VrrpCounter.PacketLengthErrors), ref state);

    /// <summary>Checks a datagram that was read before.</summary>
    /// <param name="packet">What <see cref="TryRead"/> gave.</param>
    /// <param name="parameters">Of the instance it is for.</param>
    /// <param name="state">What the checks remember.</param>
    /// <param name="stamp">The wall clock (<see cref="VrrpHmacClock"/>); only <c>auth_hmac</c> asks for it.</param>
    public static VrrpReceiveVerdict Check(
        in VrrpPacketView packet, VrrpReceiveParameters parameters, ref VrrpReceiveState state, ulong stamp = 0)
    {
        VrrpReceiveReason flaw =
            FindFlawBeforeChecksum(packet, parameters, ref state, stamp, out VrrpCounterSet counters);
        bool adopted = false;
        if (flaw == VrrpReceiveReason.None && !ChecksumPasses(packet, parameters, ref state, out adopted))
        {
            (flaw, counters) = (VrrpReceiveReason.Checksum, counters.With(VrrpCounter.ChecksumErrors));
        }

        if (flaw == VrrpReceiveReason.None)
        {
            flaw = FindFlawAfterChecksum(packet, parameters, ref counters);
        }

        return flaw == VrrpReceiveReason.None
            ? Judge(packet, parameters, ref state) with { OldChecksumAdopted = adopted }
            : Drop(flaw, counters, ref state) with { Source = packet.Source };
    }

    /// <summary>
    /// From here on the packet counts as received; what follows complains or, for a peer, still drops.
    /// </summary>
    private static VrrpReceiveVerdict Judge(
        in VrrpPacketView packet, VrrpReceiveParameters parameters, ref VrrpReceiveState state)
    {
        var counters = VrrpCounterSet.None.With(VrrpCounter.AdvertisementsReceived);
        VrrpReceiveReason complaint = FindComplaint(packet, parameters, state.LastSender, ref counters);
        if (parameters is { IsUnicast: true, CheckUnicastSource: true })
        {
            VrrpReceiveReason flaw = FindPeerFlaw(packet, parameters, ref counters);
            if (flaw != VrrpReceiveReason.None)
            {
                return Drop(flaw, counters, ref state) with { Source = packet.Source };
            }
        }

        if (packet.Priority == 0)
        {
            counters = counters.With(VrrpCounter.PriorityZeroReceived);
        }

        state.Passed(packet.Source, complaint == VrrpReceiveReason.None);
        bool isClean = complaint == VrrpReceiveReason.None;
        return new VrrpReceiveVerdict(isClean ? VrrpVerdict.Accept : VrrpVerdict.AcceptWithComplaint, complaint)
        {
            Counters = counters,
            IsFirst = !isClean && state.ReportFirst(complaint),
            Source = packet.Source,
            Priority = packet.Priority,
            Interval = Interval(packet),
            Sequence = packet.HasAuthenticationHeader ? packet.AuthenticationHeader.SequenceNumber : NoSequence,
        };
    }

    private static VrrpReceiveVerdict Drop(
        VrrpReceiveReason reason, VrrpCounterSet counters, ref VrrpReceiveState state) =>
        new(VrrpVerdict.Drop, reason) { Counters = counters, IsFirst = state.ReportFirst(reason) };

    private static VrrpReceiveReason FindFlawBeforeChecksum(
        in VrrpPacketView packet,
        VrrpReceiveParameters parameters,
        ref VrrpReceiveState state,
        ulong stamp,
        out VrrpCounterSet counters)
    {
        (VrrpReceiveReason reason, VrrpCounter counter) = FindFlaw(packet, parameters);
        if (reason == VrrpReceiveReason.None && parameters.Hmac is not null)
        {
            (reason, counter) = FindTrailerFlaw(packet, parameters, state, stamp);
        }

        if (reason == VrrpReceiveReason.None && packet.Version == 2)
        {
            (reason, counter) = FindVersion2Flaw(packet, parameters, ref state);
        }

        if (reason == VrrpReceiveReason.None)
        {
            (reason, counter) = packet switch
            {
                { Type: not VrrpCodec.TypeAdvertisement } => (VrrpReceiveReason.Type, VrrpCounter.InvalidTypeReceived),
                { IpTotalLengthIsValid: false } => (VrrpReceiveReason.IpTotalLength, VrrpCounter.PacketLengthErrors),
                _ => (VrrpReceiveReason.None, VrrpCounter.Count),
            };
        }

        counters = reason == VrrpReceiveReason.None ? VrrpCounterSet.None : VrrpCounterSet.None.With(counter);
        return reason;
    }

    private static (VrrpReceiveReason Reason, VrrpCounter Counter) FindFlaw(
        in VrrpPacketView packet, VrrpReceiveParameters parameters)
    {
        bool wantsHeader = parameters.AuthenticationType == VrrpAuthenticationType.AuthenticationHeader;
        if (packet.HasAuthenticationHeader != wantsHeader)
        {
            return (VrrpReceiveReason.AuthenticationHeaderMismatch, VrrpCounter.AuthenticationTypeMismatch);
        }

        if (!packet.LengthIsValid || (packet.HasHmacTrailer && parameters.Hmac is null))
        {
            return (VrrpReceiveReason.PacketLength, VrrpCounter.PacketLengthErrors);
        }

        // RFC 9568 section 5.1.1.3: nothing that a router has forwarded. Unicast peers may be further away.
        if (!parameters.IsUnicast && packet.TimeToLive != VrrpCodec.RequiredTimeToLive)
        {
            return (VrrpReceiveReason.Ttl, VrrpCounter.TtlErrors);
        }

        return packet.Version == parameters.Version
            ? (VrrpReceiveReason.None, VrrpCounter.Count)
            : (VrrpReceiveReason.Version, VrrpCounter.VersionErrors);
    }

    private static (VrrpReceiveReason Reason, VrrpCounter Counter) FindVersion2Flaw(
        in VrrpPacketView packet, VrrpReceiveParameters parameters, ref VrrpReceiveState state)
    {
        if (!packet.AuthenticationTypeIsKnown)
        {
            return (VrrpReceiveReason.UnknownAuthenticationType, VrrpCounter.InvalidAuthenticationType);
        }

        if (packet.AuthenticationTypeField != (byte)parameters.AuthenticationType)
        {
            return (VrrpReceiveReason.AuthenticationTypeMismatch, VrrpCounter.AuthenticationTypeMismatch);
        }

        VrrpReceiveReason reason = parameters.AuthenticationType switch
        {
            VrrpAuthenticationType.Password => VrrpAuthentication.PasswordIsValid(packet, parameters.Key.AsSpan())
                ? VrrpReceiveReason.None
                : VrrpReceiveReason.WrongPassword,
            VrrpAuthenticationType.AuthenticationHeader => FindHeaderFlaw(packet, parameters, ref state),
            _ => VrrpReceiveReason.None,
        };
        if (reason != VrrpReceiveReason.None)
        {
            return (reason, VrrpCounter.AuthenticationFailures);
        }

        // RFC 3768 section 7.1: version 2 does not adopt an interval, it insists on one.
        return Interval(packet) == parameters.AdvertisementInterval
            ? (VrrpReceiveReason.None, VrrpCounter.Count)
            : (VrrpReceiveReason.IntervalMismatch, VrrpCounter.AdvertisementIntervalErrors);
    }

    private static VrrpReceiveReason FindHeaderFlaw(
        in VrrpPacketView packet, VrrpReceiveParameters parameters, ref VrrpReceiveState state)
    {
        if (!VrrpAuthentication.DigestIsValid(packet, parameters.Key.AsSpan()))
        {
            return VrrpReceiveReason.WrongDigest;
        }

        if (!VrrpAuthentication.IndexIsValid(packet))
        {
            return VrrpReceiveReason.WrongSecurityIndex;
        }

        // Last, so that only a packet of somebody who has the key moves the counter.
        return state.TryAcceptSequence(packet.Source, packet.AuthenticationHeader.SequenceNumber)
            ? VrrpReceiveReason.None
            : VrrpReceiveReason.SequenceReplayed;
    }

    private static bool ChecksumPasses(
        in VrrpPacketView packet, VrrpReceiveParameters parameters, ref VrrpReceiveState state, out bool adopted)
    {
        adopted = false;
        if (parameters is { Version: 3, Version3ChecksumAsVersion2: true } or { Family: AddressFamily.InterNetworkV6 })
        {
            // Not checked by definition; or by the kernel before we see it (IPV6_CHECKSUM).
            return true;
        }

        bool old = state.UsesOldChecksum || parameters.OldUnicastChecksum == VrrpOldChecksum.Always;
        VrrpChecksumMode mode = old ? VrrpChecksumMode.OldUnicast : VrrpChecksumMode.Standard;
        if (packet.ChecksumIsValid(mode, parameters.MulticastGroup))
        {
            return true;
        }

        bool mayBeOld = parameters is { IsUnicast: true, OldUnicastChecksum: not VrrpOldChecksum.Never } && !old;
        if (!mayBeOld || packet.Version != 3
            || !packet.ChecksumIsValid(VrrpChecksumMode.OldUnicast, parameters.MulticastGroup))
        {
            return false;
        }

        state.AdoptOldChecksum();
        adopted = true;
        return true;
    }

    private static VrrpReceiveReason FindFlawAfterChecksum(
        in VrrpPacketView packet, VrrpReceiveParameters parameters, ref VrrpCounterSet counters)
    {
        bool isOurs = parameters.IsUnicast
            ? !packet.Destination.IsMulticast
            : packet.Destination == parameters.MulticastGroup;
        if (!isOurs)
        {
            counters = counters.With(VrrpCounter.AddressListErrors);
            return VrrpReceiveReason.Destination;
        }

        return parameters.OwnerIgnoresAdvertisements ? VrrpReceiveReason.OwnerIgnores : VrrpReceiveReason.None;
    }

    private static VrrpReceiveReason FindComplaint(
        in VrrpPacketView packet, VrrpReceiveParameters parameters, IpAddress lastSender, ref VrrpCounterSet counters)
    {
        if (!parameters.SkipAddressCheck || packet.Source != lastSender)
        {
            VrrpReceiveReason reason = CompareAddresses(packet, parameters);
            if (reason != VrrpReceiveReason.None)
            {
                counters = counters.With(VrrpCounter.AddressListErrors);
                return reason;
            }
        }

        // Version 3 adopts the Master's interval; that it differs is worth a line.
        return packet.Version == 3 && Interval(packet) != parameters.AdvertisementInterval
            ? VrrpReceiveReason.IntervalMismatch
            : VrrpReceiveReason.None;
    }

    private static VrrpReceiveReason CompareAddresses(in VrrpPacketView packet, VrrpReceiveParameters parameters)
    {
        if (packet.AddressCount != parameters.Addresses.Length)
        {
            return VrrpReceiveReason.AddressCount;
        }

        ReadOnlySpan<byte> own = parameters.AddressBytes;
        if (packet.Part.Slice(VrrpCodec.HeaderLength, own.Length).SequenceEqual(own))
        {
            return VrrpReceiveReason.None;
        }

        foreach (IpAddress address in parameters.Addresses)
        {
            if (!packet.Contains(address))
            {
                return VrrpReceiveReason.AddressMissing;
            }
        }

        return VrrpReceiveReason.None;
    }

    private static VrrpReceiveReason FindPeerFlaw(
        in VrrpPacketView packet, VrrpReceiveParameters parameters, ref VrrpCounterSet counters)
    {
        foreach (VrrpPeer peer in parameters.Peers)
        {
            if (peer.Address != packet.Source)
            {
                continue;
            }

            if (packet.TimeToLive >= peer.MinimumTtl && packet.TimeToLive <= peer.MaximumTtl)
            {
                return VrrpReceiveReason.None;
            }

            counters = counters.With(VrrpCounter.TtlErrors);
            return VrrpReceiveReason.PeerTtl;
        }

        return VrrpReceiveReason.UnknownPeer;
    }

    private static TimeSpan Interval(in VrrpPacketView packet) =>
        TimeSpan.FromMilliseconds(10L * packet.IntervalCentiseconds);
}
