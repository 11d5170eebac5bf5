using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Sockets;

/// <summary>
/// One advertisement that was accepted. Its receiver alone may read it, until <see cref="GiveBack"/>: the router fills
/// it again for that instance's next one, so that a Backup that is in time allocates nothing.
/// </summary>
public sealed class AdvertisementReceived : ISocketMessage
{
    private readonly Place _place;

    private AdvertisementReceived(Place place) => _place = place;

    /// <summary>The monotonic time when it was read.</summary>
    public TimeSpan At { get; private set; }

    public IpAddress Source { get; private set; }

    public byte Priority { get; private set; }

    public TimeSpan Interval { get; private set; }

    public uint Sequence { get; private set; }

    /// <summary>Set when a line is due although it was accepted.</summary>
    public VrrpReceiveReason Complaint { get; private set; }

    public bool OldChecksumAdopted { get; private set; }

    /// <summary>
    /// The last thing that its receiver does with it. Who forgets costs the next one an allocation, no more.
    /// </summary>
    public void GiveBack() => _place.Put(this);

    /// <summary>Where an instance's message waits for the next advertisement. From any thread.</summary>
    internal sealed class Place
    {
        private AdvertisementReceived? _waiting;

        public AdvertisementReceived Fill(TimeSpan at, in VrrpReceiveVerdict verdict)
        {
            AdvertisementReceived message =
                Interlocked.Exchange(ref _waiting, null) ?? new AdvertisementReceived(this);
            message.At = at;
            message.Source = verdict.Source;
            message.Priority = verdict.Priority;
            message.Interval = verdict.Interval;
            message.Sequence = verdict.Sequence;
            message.Complaint = verdict.IsFirst ? verdict.Reason : VrrpReceiveReason.None;
            message.OldChecksumAdopted = verdict.OldChecksumAdopted;
            return message;
        }

        public void Put(AdvertisementReceived message) => Volatile.Write(ref _waiting, message);
    }
}
