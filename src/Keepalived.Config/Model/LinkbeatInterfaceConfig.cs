namespace Keepalived.Config.Model;

/// <summary>A line of linkbeat_interfaces.</summary>
public sealed record LinkbeatInterfaceConfig(string Interface, LinkbeatKind Kind = LinkbeatKind.Automatic);
