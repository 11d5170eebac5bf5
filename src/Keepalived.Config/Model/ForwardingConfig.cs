namespace Keepalived.Config.Model;

/// <summary>lvs_method with its tunnel options.</summary>
public sealed record ForwardingConfig(ForwardingMethod Method)
{
    public static ForwardingConfig Nat { get; } = new(ForwardingMethod.Nat);

    public TunnelType TunnelType { get; init; }

    public ushort TunnelPort { get; init; }

    public TunnelChecksum TunnelChecksum { get; init; }
}
