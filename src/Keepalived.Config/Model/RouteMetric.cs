namespace Keepalived.Config.Model;

/// <summary>One route metric in the kernel's unit.</summary>
public sealed record RouteMetric(RouteMetricKind Kind, uint Value, bool Locked = false);
