namespace Keepalived.Config.Model;

/// <summary>Which adverts auth_hmac lets pass.</summary>
public enum HmacMode
{
    Enforce,
    Permissive,
    ReceiveOnly,
}
