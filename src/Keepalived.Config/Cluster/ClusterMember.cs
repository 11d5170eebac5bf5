using Keepalived.Config.Model;

namespace Keepalived.Config.Cluster;

/// <summary>One director of a cluster: its file and what it says.</summary>
public sealed record ClusterMember(string File, KeepalivedConfig Config);
