using System.Collections.Immutable;
using Keepalived.Config.Model;

namespace Keepalived.Core.Kernel;

/// <summary>How the state of links is judged: which are polled, and how long a change has to last.</summary>
/// <param name="Delays">By interface name; zero = at once.</param>
/// <param name="Polled">By interface name.</param>
/// <param name="PollsAll">Every interface but the loopback and our own virtual ones.</param>
public sealed record LinkPolicies(
    ImmutableDictionary<string, InterfaceDelayConfig> Delays,
    ImmutableDictionary<string, LinkbeatKind> Polled,
    bool PollsAll)
{
    public static LinkPolicies None { get; } = new(
        ImmutableDictionary<string, InterfaceDelayConfig>.Empty,
        ImmutableDictionary<string, LinkbeatKind>.Empty,
        false);

    public bool HasPolling => PollsAll || !Polled.IsEmpty;

    public static LinkPolicies Of(KeepalivedConfig config) => new(
        config.InterfaceDelays.Select(d => Limited(d, config)).ToImmutableDictionary(d => d.Interface),
        config.LinkbeatInterfaces
            .Concat(config.Instances.Where(i => i.LinkbeatUsePolling)
                .Select(i => new LinkbeatInterfaceConfig(i.Interface)))
            .DistinctBy(l => l.Interface)
            .ToImmutableDictionary(l => l.Interface, l => l.Kind),
        config.Global.LinkbeatUsePolling);

    /// <summary>
    /// A Master whose link is down for longer than the others wait for it would be a second one when it comes back: a
    /// delay ends a little before the first of them takes over.
    /// </summary>
    private static InterfaceDelayConfig Limited(InterfaceDelayConfig delay, KeepalivedConfig config)
    {
        TimeSpan limit = config.Instances.Where(i => i.Interface == delay.Interface)
            .Select(LongestDelay).DefaultIfEmpty(TimeSpan.MaxValue).Min();
        return delay with
        {
            Down = delay.Down < limit ? delay.Down : limit,
            Up = delay.Up < limit ? delay.Up : limit,
        };
    }

    /// <summary>One interval less than the others wait, and the skew of the highest priority.</summary>
    private static TimeSpan LongestDelay(VrrpInstanceConfig instance)
    {
        if (instance.DownTimerAdverts == 1)
        {
            return TimeSpan.Zero;
        }

        TimeSpan skew = (instance.Version == 2 ? TimeSpan.FromSeconds(1) : instance.AdvertisementInterval) / 256;
        return ((instance.DownTimerAdverts - 1) * instance.AdvertisementInterval) - skew;
    }
}
