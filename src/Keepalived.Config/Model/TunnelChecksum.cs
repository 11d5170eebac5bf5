namespace Keepalived.Config.Model;

/// <summary>Tunnel checksum flags.</summary>
public enum TunnelChecksum : byte
{
    None = 0,
    Checksum = 1,
    RemoteChecksum = 2,
}
