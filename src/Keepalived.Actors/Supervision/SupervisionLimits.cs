using Akka.Actor;

namespace Keepalived.Actors.Supervision;

/// <summary>
/// One level of the supervision tree: how many restarts within which time (<c>keepalived.supervision.LEVEL</c> in
/// HOCON:
/// <c>max-restarts</c>, <c>within</c>).
/// </summary>
/// <param name="MaxRestarts">-1 = without limit.</param>
/// <param name="Within">Zero = ever.</param>
public readonly record struct SupervisionLimits(int MaxRestarts, TimeSpan Within)
{
    public static SupervisionLimits From(Akka.Configuration.Config config, string level, SupervisionLimits defaults)
    {
        string path = $"keepalived.supervision.{level}";
        return config is null || !config.HasPath(path)
            ? defaults
            : new SupervisionLimits(
                config.GetInt($"{path}.max-restarts", defaults.MaxRestarts),
                config.GetTimeSpan($"{path}.within", defaults.Within));
    }

    public OneForOneStrategy ToStrategy(Func<Exception, Directive> decide) =>
        new(MaxRestarts, Within == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : Within, decide);
}
