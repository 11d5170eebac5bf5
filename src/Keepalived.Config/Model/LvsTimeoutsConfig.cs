namespace Keepalived.Config.Model;

/// <summary>IPVS timeouts; zero leaves one alone.</summary>
public sealed record LvsTimeoutsConfig(TimeSpan Tcp, TimeSpan TcpFin, TimeSpan Udp);
