using System.Net;

namespace Keepalived.Config.Model;

/// <summary>The server that answers while there is no quorum.</summary>
public sealed record SorryServerConfig(IPAddress Address, ushort Port, ForwardingConfig Forwarding, bool Inhibit);
