namespace Keepalived.Config.Model;

/// <summary>Three-valued setting of old_unicast_checksum.</summary>
public enum OldUnicastChecksum
{
    /// <summary>Switch to the old sum when a peer turns out to use it.</summary>
    Automatic,
    Always,
    Never,
}
