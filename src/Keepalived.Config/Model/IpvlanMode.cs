namespace Keepalived.Config.Model;

/// <summary>ipvlan flags.</summary>
public enum IpvlanMode
{
    Bridge,
    Private,
    Vepa,
}
