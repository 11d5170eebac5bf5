namespace Keepalived.Config.Model;

/// <summary>How the broadcast address of a virtual address is found.</summary>
public enum BroadcastKind
{
    None,
    Explicit,
    AllOnes,
    AllZeroes,
}
