namespace Keepalived.Config.Model;

/// <summary>Size and force flag of a netlink receive buffer; null size: the kernel's.</summary>
public sealed record ReceiveBufferConfig(uint? Size = null, bool Force = false)
{
    /// <summary>Of two that share a socket: the larger, beyond the limit if either may.</summary>
    public ReceiveBufferConfig Or(ReceiveBufferConfig other) =>
        new((other.Size ?? 0) > (Size ?? 0) ? other.Size : Size, Force || other.Force);
}
