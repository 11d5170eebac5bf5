using Keepalived.Config.Model;

namespace Keepalived.Config.Cluster;

/// <summary>What the weights of trackers can make of a priority.</summary>
/// <param name="Lowest">Every tracker fails.</param>
/// <param name="Highest">None fails.</param>
internal readonly record struct WeightRange(int Lowest, int Highest)
{
    /// <summary>Files are left out: their weight is a factor of what is in them.</summary>
    public static WeightRange Of(VrrpInstanceConfig instance)
    {
        if (instance.IsOwner)
        {
            return new WeightRange(instance.Priority, instance.Priority);
        }

        int[] weights =
        [
            .. instance.TrackScripts.Concat(instance.TrackInterfaces).Concat(instance.TrackProcesses)
                .Concat(instance.TrackBfds).Select(static t => t.Weight),
        ];
        int down = weights.Where(static w => w < 0).Sum();
        int up = weights.Where(static w => w > 0).Sum();
        return new WeightRange(Bounded(instance.Priority + down), Bounded(instance.Priority + up));
    }

    private static int Bounded(int priority) => Math.Clamp(priority, 1, 254);
}
