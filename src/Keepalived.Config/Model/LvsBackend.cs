namespace Keepalived.Config.Model;

/// <summary>What carries the virtual servers (<c>lvs_backend</c>).</summary>
public enum LvsBackend
{
    /// <summary>IPVS where the kernel has it, nftables where it has not.</summary>
    Auto,
    Ipvs,
    Nftables,
}
