using AkkaConfig = Akka.Configuration.Config;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// Another mailbox than the actor system's own, or a dispatcher that is none: said with its key before the actor system
/// ends on it with a word about some actor. A bounded mailbox would drop commands as readily as data.
/// </summary>
internal static class HoconMailboxes
{
    private const string Unbounded = "Akka.Dispatch.UnboundedMailbox";

    private static readonly string[] Blocks =
    [
        "akka.actor.default-mailbox",
        "akka.actor.default-dispatcher",
        "akka.actor.internal-dispatcher",
        "keepalived.dispatchers.vrrp",
        "keepalived.dispatchers.kernel",
        "keepalived.dispatchers.virtual-services",
        "keepalived.dispatchers.checks",
        "keepalived.dispatchers.slow",
    ];

    /// <summary>Throws <see cref="HoconException"/> for the first of them.</summary>
    /// <param name="config">What one file says.</param>
    public static void Check(AkkaConfig config, string file)
    {
        foreach (string block in Blocks)
        {
            if (TextOf(config, block) is { } text)
            {
                throw new HoconException($"{file}: {block} = {text}: expected a block, {block} {{ ... }}; "
                    + "leave it out for the delivered one");
            }

            string key = $"{block}.mailbox-type";
            string type = TextOf(config, key)?.Split(',')[0].Trim() ?? Unbounded;
            if (type != Unbounded)
            {
                throw new HoconException($"{file}: {key} = {type}: the actors need {Unbounded}, for another one may "
                    + "drop commands; leave it out");
            }
        }
    }

    private static string? TextOf(AkkaConfig config, string key) =>
        config.HasPath(key) && config.GetString(key) is { Length: > 0 } text ? text : null;
}
