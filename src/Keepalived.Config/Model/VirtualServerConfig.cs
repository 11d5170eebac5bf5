using System.Net;
using System.Net.Sockets;

namespace Keepalived.Config.Model;

/// <summary>Transport protocol of a virtual service (IP protocol numbers); None for firewall marks.</summary>
public enum ServiceProtocol : byte
{
    None = 0,
    Tcp = 6,
    Udp = 17,
    Sctp = 132,
}

/// <summary>IP_VS_CONN_F_* forwarding methods of linux/ip_vs.h.</summary>
public enum ForwardingMethod : byte
{
    Nat = 0,
    Tunnel = 2,
    DirectRouting = 3,
}

/// <summary>IP_VS_CONN_F_TUNNEL_TYPE_*.</summary>
public enum TunnelType : byte
{
    Ipip = 0,
    Gue = 1,
    Gre = 2,
}

/// <summary>Tunnel checksum flags.</summary>
public enum TunnelChecksum : byte
{
    None = 0,
    Checksum = 1,
    RemoteChecksum = 2,
}

/// <summary>lvs_method with its tunnel options.</summary>
public sealed record ForwardingConfig(ForwardingMethod Method)
{
    public static ForwardingConfig Nat { get; } = new(ForwardingMethod.Nat);

    public TunnelType TunnelType { get; init; }

    public ushort TunnelPort { get; init; }

    public TunnelChecksum TunnelChecksum { get; init; }
}

/// <summary>Scheduler bits of linux/ip_vs.h (persistence is set by its own settings).</summary>
[Flags]
public enum ServiceFlags
{
    None = 0,
    OnePacket = 0x04,
    Scheduler1 = 0x08,
    Scheduler2 = 0x10,
    Scheduler3 = 0x20,
}

/// <summary>What identifies a virtual server. Closed: address, firewall mark or group.</summary>
public abstract record VirtualServerKey
{
    private VirtualServerKey()
    {
    }

    /// <summary>An address service. Port 0 is every port.</summary>
    public sealed record Address(IPAddress Ip, ushort Port, ServiceProtocol Protocol) : VirtualServerKey
    {
        public override string ToString() => $"[{Ip}]:{Name(Protocol)}:{Port}";
    }

    /// <summary>A firewall mark service.</summary>
    public sealed record Fwmark(uint Mark, AddressFamily Family) : VirtualServerKey
    {
        public override string ToString() => $"FWM {Mark}";
    }

    /// <summary>All services of a virtual_server_group. The ordinal tells servers of one group apart.</summary>
    public sealed record Group(string GroupName, int Ordinal) : VirtualServerKey
    {
        public override string ToString() => $"[{GroupName}]:{Ordinal}";
    }

    private static string Name(ServiceProtocol protocol) => protocol switch
    {
        ServiceProtocol.Tcp => "tcp",
        ServiceProtocol.Udp => "udp",
        ServiceProtocol.Sctp => "sctp",
        _ => "none",
    };
}

/// <summary>One entry of a virtual_server_group. Closed: an address range or a firewall mark.</summary>
public abstract record VirtualServerGroupEntry
{
    private VirtualServerGroupEntry()
    {
    }

    /// <summary>Addresses from first to last, both included, in the last octet or 16-bit group.</summary>
    public sealed record Addresses(IPAddress First, IPAddress Last, ushort Port) : VirtualServerGroupEntry;

    public sealed record Fwmark(uint Mark, AddressFamily Family) : VirtualServerGroupEntry;
}

/// <summary>A virtual_server_group block.</summary>
public sealed record VirtualServerGroupConfig(string Name, EquatableArray<VirtualServerGroupEntry> Entries)
{
    public DefinedAt Source { get; init; }
}

/// <summary>The server that answers while there is no quorum.</summary>
public sealed record SorryServerConfig(IPAddress Address, ushort Port, ForwardingConfig Forwarding, bool Inhibit);

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

/// <summary>A real_server block with effective values.</summary>
public sealed record RealServerConfig
{
    public required IPAddress Address { get; init; }

    public ushort Port { get; init; }

    /// <summary>Configured weight, 0..65535.</summary>
    public uint Weight { get; init; } = 1;

    public ForwardingConfig Forwarding { get; init; } = ForwardingConfig.Nat;

    public uint UpperThreshold { get; init; }

    public uint LowerThreshold { get; init; }

    public bool InhibitOnFailure { get; init; }

    public NotifyScriptConfig? NotifyUp { get; init; }

    public NotifyScriptConfig? NotifyDown { get; init; }

    public bool Alpha { get; init; }

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan DelayLoop { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Defaults as written or inherited, for showing. Null: unset.</summary>
    public uint? Retry { get; init; }

    public TimeSpan? DelayBeforeRetry { get; init; }

    public TimeSpan? Warmup { get; init; }

    public bool SmtpAlert { get; init; } = true;

    public string VirtualHost { get; init; } = "";

    public string SnmpName { get; init; } = "";

    public EquatableArray<CheckerConfig> Checkers { get; init; }

    public DefinedAt Source { get; init; }
}
