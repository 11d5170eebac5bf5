namespace Keepalived.Config.Model;

/// <summary>Size and force flag of a netlink receive buffer; null size: the kernel's.</summary>
public sealed record ReceiveBufferConfig(uint? Size = null, bool Force = false);
