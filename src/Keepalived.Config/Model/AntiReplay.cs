namespace Keepalived.Config.Model;

/// <summary>Freshness rule of auth_hmac.</summary>
public enum AntiReplay
{
    Time,
    Monotonic,
}
