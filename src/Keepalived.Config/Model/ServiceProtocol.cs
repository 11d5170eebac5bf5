namespace Keepalived.Config.Model;

/// <summary>Transport protocol of a virtual service (IP protocol numbers); None for firewall marks.</summary>
public enum ServiceProtocol : byte
{
    None = 0,
    Tcp = 6,
    Udp = 17,
    Sctp = 132,
}
