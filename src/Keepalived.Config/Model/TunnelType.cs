namespace Keepalived.Config.Model;

/// <summary>IP_VS_CONN_F_TUNNEL_TYPE_*.</summary>
public enum TunnelType : byte
{
    Ipip = 0,
    Gue = 1,
    Gre = 2,
}
