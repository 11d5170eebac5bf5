using System.Net;

namespace Keepalived.Config.Model;

/// <summary>One unicast peer.</summary>
/// <param name="Address">Where adverts go.</param>
/// <param name="MinTtl">Least accepted TTL, 0..255; null: any.</param>
/// <param name="MaxTtl">Greatest accepted TTL, 0..255; null: any.</param>
public sealed record UnicastPeerConfig(IPAddress Address, byte? MinTtl = null, byte? MaxTtl = null);
