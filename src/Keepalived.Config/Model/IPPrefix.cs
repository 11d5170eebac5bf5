using System.Net;

namespace Keepalived.Config.Model;

/// <summary>An address with its prefix length.</summary>
public sealed record IPPrefix(IPAddress Address, int Length)
{
    public override string ToString() => $"{Address}/{Length}";
}
