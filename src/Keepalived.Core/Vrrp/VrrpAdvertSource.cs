using System.Collections.Immutable;
using Keepalived.Core.Ports;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Core.Vrrp;

/// <summary>
/// Makes the datagrams of one instance for the protocol clock. What changes from one to the next (priority,
/// identification,
/// sequence) is patched into a prepared one; the instance may change everything else at any time from its own thread.
/// </summary>
public sealed class VrrpAdvertSource : IAdvertSource
{
    private readonly VrrpSequence _sequence;
    private readonly TimeProvider _wallClock;
    private readonly byte[] _trailer = new byte[VrrpHmacTrailer.Length];
    private Prepared _prepared;
    private ushort _identification;
    private uint _number;

    /// <param name="sequence">Shared with the instance's <see cref="VrrpReceiveState"/>; kept over a reload.</param>
    /// <param name="parameters">The first.</param>
    /// <param name="wallClock">For the stamps of <c>auth_hmac</c> only; null: the system's.</param>
    /// <exception cref="ArgumentException">The parameters cannot be encoded: a bug of the caller.</exception>
    public VrrpAdvertSource(VrrpSendParameters parameters, VrrpSequence sequence, TimeProvider? wallClock = null)
    {
        _wallClock = wallClock ?? TimeProvider.System;
        _sequence = sequence;
        _prepared = new Prepared(parameters);
    }

    public VrrpSendParameters Parameters => Current.Parameters;

    public int DestinationCount => Current.Encoders.Length;

    /// <inheritdoc/>
    public IpAddress SourceAddress => Parameters.Source;

    /// <inheritdoc/>
    public int HopLimit => Parameters.TimeToLive;

    private Prepared Current => Volatile.Read(ref _prepared);

    /// <summary>Instance's thread: from the next datagram on.</summary>
    public void Update(VrrpSendParameters parameters)
    {
        if (parameters != Parameters)
        {
            Volatile.Write(ref _prepared, new Prepared(parameters));
        }
    }

    /// <summary>
    /// Instance's thread: a peer turned out to be old (<see cref="VrrpReceiveVerdict.OldChecksumAdopted"/>).
    /// </summary>
    public void UseOldChecksum() => Update(Parameters with { ChecksumMode = VrrpChecksumMode.OldUnicast });

    /// <summary>
    /// Instance's thread: <see cref="VrrpEffectKind.RaiseSequence"/>; 0 begins again if the counter is used up.
    /// </summary>
    public void RaiseSequence(uint received)
    {
        if (received == 0)
        {
            _sequence.RestartIfUsedUp();
        }
        else
        {
            _sequence.RaiseAbove(received);
        }
    }

    /// <inheritdoc/>
    public int WriteNext(int destinationIndex, byte priority, Span<byte> buffer, out IpAddress destination)
    {
        Prepared prepared = Current;
        if ((uint)destinationIndex >= (uint)prepared.Encoders.Length)
        {
            // A peer went away between the count and the call.
            destination = IpAddress.None;
            return 0;
        }

        VrrpEncoder encoder = prepared.Encoders[destinationIndex];
        destination = encoder.Format.Destination;
        bool isNumbered = encoder.Format.AuthenticationType == VrrpAuthenticationType.AuthenticationHeader;
        if (isNumbered && destinationIndex == 0)
        {
            // One number for all peers: with one for each, two Masters of several peers could stay deaf to one another,
            // each always a few numbers ahead of what the other has just sent to it.
            _number = _sequence.Next();
        }

        var fields = new VrrpSendFields(priority, prepared.IntervalCentiseconds, ++_identification, _number);
        int length = encoder.Encode(fields, buffer);
        if (length > 0 && encoder.Format.HasHmacTrailer)
        {
            Sign(encoder, buffer, prepared.Parameters, isFirst: destinationIndex == 0);
        }

        return length;
    }

    /// <summary>The digest does not name the destination: one signature serves all peers of an advert.</summary>
    private void Sign(VrrpEncoder encoder, Span<byte> buffer, VrrpSendParameters parameters, bool isFirst)
    {
        if (isFirst)
        {
            VrrpHmacParameters hmac = parameters.Hmac!;
            ulong? lead = hmac.ChecksTime ? VrrpHmacClock.WindowOf(hmac.TimeWindow) : null;
            ulong stamp = _sequence.NextStamp(VrrpHmacClock.StampOf(_wallClock.GetUtcNow()), lead);
            VrrpHmac.Sign(
                parameters.Source,
                encoder.Part(buffer),
                VrrpHmacTrailer.FromSequence(hmac.ActiveKeyId, stamp),
                hmac.KeyOf(hmac.ActiveKeyId),
                _trailer);
        }

        _trailer.CopyTo(encoder.Trailer(buffer));
    }

    private sealed class Prepared(VrrpSendParameters parameters)
    {
        public VrrpSendParameters Parameters { get; } = parameters;

        public ImmutableArray<VrrpEncoder> Encoders { get; } = parameters.CreateEncoders();

        public int IntervalCentiseconds { get; } = parameters.IntervalCentiseconds;
    }
}
