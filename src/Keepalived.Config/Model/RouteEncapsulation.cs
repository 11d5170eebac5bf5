using System.Net;

namespace Keepalived.Config.Model;

/// <summary>An encap option (LWTUNNEL_* of linux/lwtunnel.h).</summary>
public sealed record RouteEncapsulation(EncapsulationKind Kind)
{
    public EquatableArray<uint> MplsLabels { get; init; }

    public ulong Id { get; init; }

    public IPAddress? Destination { get; init; }

    public IPAddress? SourceAddress { get; init; }

    public byte Tos { get; init; }

    public byte Ttl { get; init; }

    public ushort Flags { get; init; }
}
