using System.Net.Sockets;

namespace Keepalived.Config.Model;

/// <summary>A virtual_server block with effective values.</summary>
public sealed record VirtualServerConfig
{
    public required VirtualServerKey Key { get; init; }

    public AddressFamily Family { get; init; } = AddressFamily.InterNetwork;

    /// <summary>For groups too; None for a firewall mark.</summary>
    public ServiceProtocol Protocol { get; init; }

    public string Scheduler { get; init; } = "wlc";

    public ServiceFlags Flags { get; init; }

    public ForwardingConfig Forwarding { get; init; } = ForwardingConfig.Nat;

    public string PersistenceEngine { get; init; } = "";

    /// <summary>Zero: not persistent.</summary>
    public TimeSpan PersistenceTimeout { get; init; }

    /// <summary>Prefix length of the client mask.</summary>
    public int PersistenceGranularity { get; init; } = 32;

    /// <summary>An IPv4 netmask that is no prefix, in host order; 0: it is one.</summary>
    public uint PersistenceMaskWithHoles { get; init; }

    public TimeSpan DelayLoop { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Defaults as written, for showing; checkers have their own effective values. Null: unset.</summary>
    public uint? Retry { get; init; }

    public TimeSpan? DelayBeforeRetry { get; init; }

    public TimeSpan? Warmup { get; init; }

    public bool InhibitOnFailure { get; init; }

    public bool HaSuspend { get; init; }

    public bool SmtpAlert { get; init; }

    public string VirtualHost { get; init; } = "";

    public string SnmpName { get; init; } = "";

    public bool Alpha { get; init; }

    public bool Omega { get; init; }

    public NotifyScriptConfig? QuorumUp { get; init; }

    public NotifyScriptConfig? QuorumDown { get; init; }

    public uint Quorum { get; init; } = 1;

    public uint Hysteresis { get; init; }

    public uint Weight { get; init; } = 1;

    public SorryServerConfig? SorryServer { get; init; }

    public bool Hashed { get; init; }

    public EquatableArray<RealServerConfig> RealServers { get; init; }

    public DefinedAt Source { get; init; }

    public bool IsPersistent => PersistenceTimeout > TimeSpan.Zero;
}
