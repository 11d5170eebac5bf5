namespace Keepalived.Core.Vrrp;

/// <summary>
/// State of a virtual router (RFC 9568 section 6.4, RFC 3768 section 6.4) with keepalived's Fault; the numbers are
/// those
/// of keepalived's JSON dump.
/// </summary>
public enum VrrpState : byte
{
    Initialize = 0,
    Backup = 1,
    Master = 2,

    /// <summary>Something that the instance needs (interface, tracked object) is not there.</summary>
    Fault = 3,
}
