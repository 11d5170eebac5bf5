using Keepalived.Config.Model;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Vrrp;

/// <summary>
/// What one incarnation of an instance actor leaves to the next: its configuration as of the last reload, counters and
/// the history of restarts. Touched only by the actor itself (its incarnations never run at the same time).
/// </summary>
internal sealed class InstanceSlot(VrrpInstanceConfig config, VrrpSyncGroupConfig? group)
{
    public VrrpInstanceConfig Config { get; set; } = config;

    /// <summary>The sync group, or null.</summary>
    public VrrpSyncGroupConfig? GroupConfig { get; set; } = group;

    public string? Group => GroupConfig?.Name;

    public int Restarts { get; set; }

    public string LastError { get; set; } = "";

    /// <summary>Adverts sent by transmitters that are gone.</summary>
    public long SentBefore { get; set; }

    public long PriorityZeroSentBefore { get; set; }

    /// <summary>Raised by the router too.</summary>
    public VrrpCounters Counters { get; } = new();

    /// <summary>The authentication header's sequence goes on across restarts and reloads.</summary>
    public VrrpSequence Sequence { get; } = new();

    public VrrpStatistics Statistics(long sent, long priorityZeroSent)
    {
        long[] values = new long[(int)VrrpCounter.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Counters[(VrrpCounter)i];
        }

        values[(int)VrrpCounter.AdvertisementsSent] = sent;
        values[(int)VrrpCounter.PriorityZeroSent] = priorityZeroSent;
        return new VrrpStatistics([.. values]);
    }
}
