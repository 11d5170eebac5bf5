using Akka.Event;

namespace Keepalived.Actors.Sockets;

/// <summary>
/// What <c>-D</c> tells of announcements, worded as keepalived words it. Whoever calls has looked whether it is wanted:
/// a line costs more than a frame.
/// </summary>
internal static class AnnouncementLog
{
    /// <summary>An instance wants an address announced, at once or as far apart as configured.</summary>
    public static void Queueing(ILoggingAdapter log, string instance, Announcement item) => log.Info(
        "({0}) Sending/queueing {1} on {2} for {3}",
        instance, item.Address.IsV6 ? "Unsolicited Neighbour Adverts" : "gratuitous ARPs", item.Link, item.Address);

    /// <summary>One frame is sent.</summary>
    public static void Sending(ILoggingAdapter log, Announcement item) => log.Info(
        "Sending {0} on {1} for {2}",
        item.Address.IsV6 ? "unsolicited Neighbour Advert" : "gratuitous ARP", item.Link, item.Address);
}
