namespace Keepalived.Wire.Bfd;

/// <summary>The state of a session, as it stands in each packet (RFC 5880 4.1, field Sta).</summary>
public enum BfdState : byte
{
    AdminDown = 0,
    Down = 1,
    Init = 2,
    Up = 3,
}
