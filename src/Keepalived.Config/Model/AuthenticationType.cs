namespace Keepalived.Config.Model;

/// <summary>VRRP version 2 authentication (RFC 2338).</summary>
public enum AuthenticationType : byte
{
    None = 0,
    Pass = 1,
    Ah = 2,
}
