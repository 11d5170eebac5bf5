namespace Keepalived.Config.Model;

/// <summary>What is flushed at stop.</summary>
public enum LvsFlushOnStop
{
    Off,
    All,
    VirtualServers,
}
