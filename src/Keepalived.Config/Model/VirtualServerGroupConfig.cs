namespace Keepalived.Config.Model;

/// <summary>A virtual_server_group block.</summary>
public sealed record VirtualServerGroupConfig(string Name, EquatableArray<VirtualServerGroupEntry> Entries)
{
    public DefinedAt Source { get; init; }
}
