namespace Keepalived.Config.Model;

/// <summary>A range of numbers, both ends included.</summary>
public sealed record NumberRange(uint First, uint Last);
