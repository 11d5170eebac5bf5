using Keepalived.Config.Model;

namespace Keepalived.Actors.Vrrp;

/// <summary>What one incarnation of a group actor leaves to the next.</summary>
internal sealed class GroupSlot(VrrpSyncGroupConfig config)
{
    public VrrpSyncGroupConfig Config { get; set; } = config;

    public int Restarts { get; set; }
}
