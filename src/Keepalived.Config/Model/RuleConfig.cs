using System.Net.Sockets;

namespace Keepalived.Config.Model;

/// <summary>One line of virtual_rules or static_rules.</summary>
public sealed record RuleConfig
{
    public required AddressFamily Family { get; init; }

    public IPPrefix? From { get; init; }

    public IPPrefix? To { get; init; }

    public bool Invert { get; init; }

    public uint Priority { get; init; }

    public RuleAction Action { get; init; } = RuleAction.ToTable;

    public uint Table { get; init; }

    public uint GotoTarget { get; init; }

    public byte Tos { get; init; }

    public uint? Fwmark { get; init; }

    public uint? FwmarkMask { get; init; }

    public uint Realms { get; init; }

    public int? SuppressPrefixLength { get; init; }

    public int? SuppressGroup { get; init; }

    public string InputInterface { get; init; } = "";

    public string OutputInterface { get; init; } = "";

    public ulong? TunnelId { get; init; }

    public NumberRange? UidRange { get; init; }

    public bool L3Mdev { get; init; }

    public byte Protocol { get; init; } = 18;

    public byte? IpProtocol { get; init; }

    public NumberRange? SourcePorts { get; init; }

    public NumberRange? DestinationPorts { get; init; }

    public bool NoTrack { get; init; }

    public string TrackGroup { get; init; } = "";

    public DefinedAt Source { get; init; }
}
