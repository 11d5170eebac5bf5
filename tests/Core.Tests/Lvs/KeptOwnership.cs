using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Core.Tests.Lvs;

/// <summary>The record of what is ours, in memory.</summary>
internal sealed class KeptOwnership : IServiceOwnershipRecord
{
    public IpvsOwnership Saved { get; private set; } = IpvsOwnership.Nothing;

    public IpvsOwnership Load() => Saved;

    public string? Save(IpvsOwnership ownership)
    {
        Saved = new IpvsOwnership([.. ownership.Services], [.. ownership.SyncDaemons])
        {
            Markings = [.. ownership.Markings],
        };
        return null;
    }
}
