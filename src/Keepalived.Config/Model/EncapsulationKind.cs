namespace Keepalived.Config.Model;

/// <summary>What a route wraps packets into.</summary>
public enum EncapsulationKind
{
    None,
    Mpls,
    Ip,
    Ila,
    Ip6,
}
