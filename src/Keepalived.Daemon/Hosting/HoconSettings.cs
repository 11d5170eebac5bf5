using Keepalived.Core.Notify;
using AkkaConfig = Akka.Configuration.Config;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// Our own keys under <c>keepalived</c>, read once, so that a wrong value is told at the start and not in a crisis.
/// </summary>
internal sealed record HoconSettings
{
    public required TimeSpan StopTimeout { get; init; }

    public required TimeSpan FlushTimeout { get; init; }

    public required TimeSpan DumpAnswerTime { get; init; }

    public required MailQueueLimits Mail { get; init; }

    public required TimeSpan FirstNotifyRestart { get; init; }

    public required TimeSpan LongestNotifyRestart { get; init; }

    public required int LogQueue { get; init; }

    private static readonly string[] Levels = ["keepalived", "instance", "tracker", "virtual-server", "checker"];

    public static HoconSettings From(AkkaConfig config) => new()
    {
        StopTimeout = Duration(config, "keepalived.stop-timeout"),
        FlushTimeout = Duration(config, "keepalived.flush-timeout"),
        DumpAnswerTime = Duration(config, "keepalived.dump-answer-time"),
        Mail = new MailQueueLimits(
            Number(config, "keepalived.mail.capacity", 1),
            Number(config, "keepalived.mail.attempts", 1),
            Duration(config, "keepalived.mail.first-delay"),
            Duration(config, "keepalived.mail.longest-delay")),
        FirstNotifyRestart = Duration(config, "keepalived.supervision.notify.first-delay"),
        LongestNotifyRestart = Duration(config, "keepalived.supervision.notify.longest-delay"),
        LogQueue = Number(config, "keepalived.log.queue", 16),
    };

    /// <summary>Throws <see cref="HoconException"/> for a value of a wrong kind or range.</summary>
    public static void Check(AkkaConfig config, string file)
    {
        try
        {
            _ = From(config);
            foreach (string level in Levels)
            {
                _ = Number(config, $"keepalived.supervision.{level}.max-restarts", -1);
                _ = Duration(config, $"keepalived.supervision.{level}.within");
            }
        }
        catch (HoconException e)
        {
            throw new HoconException($"{file}: {e.Message}");
        }
    }

    private static int Number(AkkaConfig config, string key, int least)
    {
        string text = Text(config, key);
        return int.TryParse(text, out int value) && value >= least
            ? value
            : throw new HoconException($"{key} = {text}: expected a whole number, at least {least}");
    }

    private static TimeSpan Duration(AkkaConfig config, string key)
    {
        string text = Text(config, key);
        try
        {
            TimeSpan value = config.GetTimeSpan(key, null, allowInfinite: false);
            if (value > TimeSpan.Zero && char.IsAsciiLetter(text[^1]))
            {
                return value;
            }
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            // Said below.
        }

        throw new HoconException($"{key} = {text}: expected a duration with its unit, for example 500ms or 10s");
    }

    private static string Text(AkkaConfig config, string key) =>
        config.HasPath(key) ? config.GetString(key) ?? "" : throw new HoconException($"{key} is missing");
}
