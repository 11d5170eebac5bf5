namespace Keepalived.Config.Model;

/// <summary>IP_VS_CONN_F_* forwarding methods of linux/ip_vs.h.</summary>
public enum ForwardingMethod : byte
{
    Nat = 0,
    Tunnel = 2,
    DirectRouting = 3,
}
