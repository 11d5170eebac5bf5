using System.Collections.Immutable;
using Keepalived.Config.Model;

namespace Keepalived.Core.Vrrp;

/// <summary>
/// The least gaps between announcements: of a <c>garp_group</c>, shared by all its interfaces, else
/// <c>vrrp_garp_interval</c> and <c>vrrp_gna_interval</c> for each interface by itself.
/// </summary>
public sealed class AnnouncementLimits
{
    private readonly TimeSpan _arp;
    private readonly TimeSpan _neighbor;
    private readonly ImmutableDictionary<string, (string Lane, GarpGroupConfig Group)> _groups;

    public AnnouncementLimits(KeepalivedConfig config)
    {
        _arp = config.Global.GarpInterval;
        _neighbor = config.Global.GnaInterval;
        var groups = ImmutableDictionary.CreateBuilder<string, (string, GarpGroupConfig)>(StringComparer.Ordinal);
        for (int i = 0; i < config.GarpGroups.Length; i++)
        {
            foreach (string name in config.GarpGroups[i].Interfaces)
            {
                groups[name] = ($"group {i}", config.GarpGroups[i]);
            }
        }

        _groups = groups.ToImmutable();
    }

    public static AnnouncementLimits None { get; } = new(KeepalivedConfig.Empty);

    /// <summary>The lane in which announcements wait for one another, and its gap; zero: nobody waits.</summary>
    /// <param name="interfaceName">Where it is sent; for a VMAC its base.</param>
    /// <param name="isV6">Neighbour advertisements have gaps of their own.</param>
    public (string Lane, TimeSpan Gap) Of(string interfaceName, bool isV6)
    {
        string family = isV6 ? "na" : "arp";
        if (_groups.TryGetValue(interfaceName, out (string Lane, GarpGroupConfig Group) found))
        {
            TimeSpan? own = isV6 ? found.Group.GnaInterval : found.Group.GarpInterval;
            return ($"{found.Lane} {family}", own ?? TimeSpan.Zero);
        }

        return ($"{interfaceName} {family}", isV6 ? _neighbor : _arp);
    }
}
