using System.Net;

namespace Keepalived.Config.Model;

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

    /// <summary>Known where scripts are run, for only of these anything is said: there are thousands.</summary>
    public DefinedAt Source { get; init; }
}
