using Akka.Event;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Vrrp;

/// <summary>
/// The lines of instances and groups. Transitions are worded as keepalived words them: people grep for them.
/// </summary>
internal static class VrrpLog
{
    public static void InterfaceMade(ILoggingAdapter log, string instance, string kind, string name, bool adopted) =>
        log.Info("({0}): {1} {2} interface {3}", instance, adopted ? "Using existing" : "Success creating", kind, name);

    public static void Entering(ILoggingAdapter log, string name, VrrpState state, bool isFirst) =>
        log.Info(isFirst ? "({0}) Entering {1} STATE (init)" : "({0}) Entering {1} STATE", name, state.Word());

    public static void GroupEntering(ILoggingAdapter log, string name, VrrpState state) =>
        log.Info("VRRP_Group({0}) Syncing instances to {1} state", name, state.Word());

    public static void Report(ILoggingAdapter log, string name, in VrrpEffect e, byte own)
    {
        switch (e.Report)
        {
            case VrrpReport.DiscardedLowerPriority:
                log.Info(
                    "({0}) received lower priority ({1}) advert from {2} - discarding", name, e.Priority, e.Source);
                break;
            case VrrpReport.LowerPriorityForcesAdvertisement:
                log.Info("({0}) Received advert from {1} with lower priority {2}, ours {3}, forcing new election",
                    name, e.Source, e.Priority, own);
                break;
            case VrrpReport.HigherPriorityReceived:
                log.Info("({0}) Master received advert from {1} with higher priority {2}, ours {3}", name, e.Source,
                    e.Priority, own);
                break;
            case VrrpReport.TwoAddressOwners:
                log.Warning(
                    "({0}) CONFIGURATION ERROR: {1} is also an address owner (priority 255); only one router may be",
                        name, e.Source);
                break;
            case VrrpReport.OwnAddressHeard:
                log.Warning("({0}) {1} sends adverts with our own source address", name, e.Source);
                break;
            case VrrpReport.PreemptDelayStarted:
                log.Info("({0}) start preempt delay ({1}s)", name, e.After.TotalSeconds);
                break;
            case VrrpReport.MasterResigned:
                log.Info("({0}) Backup received priority 0 advertisement", name);
                break;
            case VrrpReport.IntervalAdopted:
                log.Info(
                    "({0}) advertisement interval changed to {1} ms by {2}", name, e.After.TotalMilliseconds, e.Source);
                break;
            case VrrpReport.Stalled:
                log.Warning(
                    "({0}) this machine stood still for longer than the master down interval; listening once more",
                        name);
                break;
            case VrrpReport.KernelRefused:
                log.Warning(
                    "({0}) The kernel refused part of what a Master installs; see the kernel gateway's lines", name);
                break;
        }
    }

    public static void Trace(
        ILoggingAdapter log, string name, IpAddress source, byte priority, TimeSpan interval) =>
        log.Info(
            "({0}) advert from {1}, priority {2}, interval {3} ms", name, source, priority, interval.TotalMilliseconds);

    public static void Rejected(ILoggingAdapter log, string name, IpAddress source, VrrpReceiveReason reason) =>
        log.Info("({0}) advert from {1} dropped: {2}", name, source, Describe(reason));

    public static void Complaint(ILoggingAdapter log, string name, IpAddress source, VrrpReceiveReason reason) =>
        log.Info("({0}) advert from {1}: {2}", name, source, Describe(reason));

    public static void MissingInterface(ILoggingAdapter log, string name, string line) =>
        log.Warning("({0}) the interface of {1} is not there; the address is left out", name, line);

    private static string Describe(VrrpReceiveReason reason) => reason switch
    {
        VrrpReceiveReason.Undecodable => "not readable",
        VrrpReceiveReason.AuthenticationHeaderMismatch =>
            "authentication header expected and missing, or the other way round",
        VrrpReceiveReason.PacketLength => "wrong packet length",
        VrrpReceiveReason.Ttl => "invalid ttl, expected 255",
        VrrpReceiveReason.Version => "another VRRP version",
        VrrpReceiveReason.UnknownAuthenticationType => "unknown authentication type",
        VrrpReceiveReason.AuthenticationTypeMismatch => "authentication type differs from ours",
        VrrpReceiveReason.WrongPassword => "wrong password",
        VrrpReceiveReason.WrongDigest => "wrong authentication digest",
        VrrpReceiveReason.WrongSecurityIndex => "security parameter index is not the sender's address",
        VrrpReceiveReason.SequenceReplayed => "sequence number already processed",
        VrrpReceiveReason.IntervalMismatch => "advertisement interval differs from ours",
        VrrpReceiveReason.Type => "not an advertisement",
        VrrpReceiveReason.IpTotalLength => "wrong IP total length",
        VrrpReceiveReason.Checksum => "wrong checksum",
        VrrpReceiveReason.Destination => "multicast where unicast is configured, or the other way round",
        VrrpReceiveReason.OwnerIgnores => "the address owner ignores adverts",
        VrrpReceiveReason.AddressCount => "the number of addresses differs from ours",
        VrrpReceiveReason.AddressMissing => "the list of addresses differs from ours",
        VrrpReceiveReason.UnknownPeer => "the sender is no configured unicast peer",
        VrrpReceiveReason.PeerTtl => "the TTL is outside the range of this unicast peer",
        VrrpReceiveReason.TrailerMissing => "not signed, and auth_hmac is enforced",
        VrrpReceiveReason.TrailerMalformed => "the auth_hmac trailer is malformed",
        VrrpReceiveReason.TrailerKeyUnknown => "signed with an auth_hmac key that we do not have",
        VrrpReceiveReason.TrailerDigest => "the auth_hmac signature is wrong",
        VrrpReceiveReason.TrailerStale => "the auth_hmac stamp is outside the time window; compare the clocks",
        VrrpReceiveReason.TrailerReplayed => "the auth_hmac stamp was used before",
        _ => reason.ToString(),
    };

    public static string Word(this VrrpState state) => state switch
    {
        VrrpState.Initialize => "INIT",
        VrrpState.Backup => "BACKUP",
        VrrpState.Master => "MASTER",
        VrrpState.Fault => "FAULT",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
