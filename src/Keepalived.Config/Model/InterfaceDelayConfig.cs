namespace Keepalived.Config.Model;

/// <summary>A line of interface_up_down_delays.</summary>
public sealed record InterfaceDelayConfig(string Interface, TimeSpan Down, TimeSpan Up);
