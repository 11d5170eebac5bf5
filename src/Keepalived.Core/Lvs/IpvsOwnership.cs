namespace Keepalived.Core.Lvs;

/// <summary>What of the kernel's IPVS is ours, as the record of ownership has it.</summary>
/// <param name="Services">Virtual services.</param>
/// <param name="SyncDaemons">Kinds of the synchronization daemons.</param>
public sealed record IpvsOwnership(
    IReadOnlyCollection<IpvsServiceKey> Services, IReadOnlyCollection<SyncDaemonState> SyncDaemons)
{
    /// <summary>Names of the nf_tables tables that mark the traffic of groups.</summary>
    public IReadOnlyCollection<string> Markings { get; init; } = [];

    public static IpvsOwnership Nothing { get; } = new([], []);
}
