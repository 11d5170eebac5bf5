using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Memory;

/// <summary>A virtual server, and the lines that say all of it.</summary>
internal sealed record KnownServer(BlockText Block, VirtualServerConfig Config);
