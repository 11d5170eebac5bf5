using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>A virtual server before inheritance. Null means: not written.</summary>
internal sealed class VirtualServerDraft(SourceSpan span)
{
    public SourceSpan Span { get; } = span;

    public IPAddress? Address { get; set; }

    public ushort Port { get; set; }

    public uint? Fwmark { get; set; }

    public string GroupName { get; set; } = "";

    public AddressFamily? Family { get; set; }

    public ServiceProtocol? Protocol { get; set; }

    public string? Scheduler { get; set; }

    public SourceSpan SchedulerSpan { get; set; } = span;

    public ServiceFlags Flags { get; set; }

    public SourceSpan OnePacketSpan { get; set; } = span;

    public ForwardingConfig? Forwarding { get; set; }

    public SourceSpan ForwardingSpan { get; set; } = span;

    public string PersistenceEngine { get; set; } = "";

    public SourceSpan EngineSpan { get; set; } = span;

    public TimeSpan? Persistence { get; set; }

    public int? Granularity { get; set; }

    public uint MaskWithHoles { get; set; }

    public TimeSpan? DelayLoop { get; set; }

    public CheckDefaults Defaults { get; } = new();

    public bool Inhibit { get; set; }

    public bool HaSuspend { get; set; }

    public bool? SmtpAlert { get; set; }

    public string VirtualHost { get; set; } = "";

    public string SnmpName { get; set; } = "";

    public bool Alpha { get; set; }

    public bool Omega { get; set; }

    public NotifyScriptConfig? QuorumUp { get; set; }

    public NotifyScriptConfig? QuorumDown { get; set; }

    public uint Quorum { get; set; } = 1;

    public uint Hysteresis { get; set; }

    public uint Weight { get; set; } = 1;

    public bool Hashed { get; set; }

    public IPAddress? SorryAddress { get; set; }

    public ushort? SorryPort { get; set; }

    public bool SorryInhibit { get; set; }

    public ForwardingConfig? SorryForwarding { get; set; }

    public SourceSpan SorrySpan { get; set; } = span;

    public SourceSpan SorryAddressSpan { get; set; } = span;

    public List<RealServerDraft> RealServers { get; } = [];

    public bool Dropped { get; set; }

    /// <summary>Its lines, if they say all of it; null otherwise.</summary>
    public BlockText? Block { get; set; }

    /// <summary>Read before, and complete: nothing else here is set, and no rule applies. Null: it was not.</summary>
    public VirtualServerConfig? Known { get; init; }

    /// <summary>As messages call it: [address]:protocol:port, FWM n or [group]:n.</summary>
    public string Name => Address is not null
        ? $"[{Address}]:{(Protocol ?? ServiceProtocol.None).ToString().ToLowerInvariant()}:{Port}"
        : Fwmark is not null ? $"FWM {Fwmark}" : $"[{GroupName}]:0";
}

/// <summary>Settings that checkers inherit from real server and virtual server.</summary>
internal sealed class CheckDefaults
{
    public uint? Retry { get; set; }

    public TimeSpan? DelayBeforeRetry { get; set; }

    public TimeSpan? Warmup { get; set; }

    public TimeSpan? ConnectTimeout { get; set; }
}

internal sealed class RealServerDraft(VirtualServerDraft server, SourceSpan span)
{
    public VirtualServerDraft Server { get; } = server;

    public SourceSpan Span { get; } = span;

    public required IPAddress Address { get; init; }

    public ushort? Port { get; set; }

    public uint? Weight { get; set; }

    public ForwardingConfig? Forwarding { get; set; }

    public SourceSpan ForwardingSpan { get; set; } = span;

    public SourceSpan ThresholdSpan { get; set; } = span;

    public uint UpperThreshold { get; set; }

    public uint LowerThreshold { get; set; }

    public bool? Inhibit { get; set; }

    public NotifyScriptConfig? NotifyUp { get; set; }

    public NotifyScriptConfig? NotifyDown { get; set; }

    public bool? Alpha { get; set; }

    public CheckDefaults Defaults { get; } = new();

    public TimeSpan? DelayLoop { get; set; }

    public bool? SmtpAlert { get; set; }

    public string VirtualHost { get; set; } = "";

    public string SnmpName { get; set; } = "";

    public List<CheckerDraft> Checkers { get; } = [];
}

internal enum CheckerKind
{
    Misc,
    Smtp,
    Tcp,
    Ping,
    Udp,
    Http,
    Ssl,
    Dns,
    File,
    Bfd,
}

/// <summary>Target settings of a network check.</summary>
internal sealed class TargetDraft
{
    public IPAddress? Address { get; set; }

    public ushort? Port { get; set; }

    public IPAddress? BindAddress { get; set; }

    public ushort BindPort { get; set; }

    public string BindInterface { get; set; } = "";

    public TimeSpan? ConnectTimeout { get; set; }

    public uint Fwmark { get; set; }
}

internal sealed class CheckerDraft(CheckerKind kind, SourceSpan span)
{
    public CheckerKind Kind { get; } = kind;

    public SourceSpan Span { get; } = span;

    public TargetDraft Target { get; set; } = new();

    public CheckDefaults Defaults { get; } = new();

    public TimeSpan? DelayLoop { get; set; }

    public bool? Alpha { get; set; }

    public bool? LogAllFailures { get; set; }

    public NotifyScriptConfig? Script { get; set; }

    public string User { get; set; } = "";

    public string Group { get; set; } = "";

    public bool Invalid { get; set; }

    public TimeSpan? Timeout { get; set; }

    public bool Dynamic { get; set; }

    public string Name { get; set; } = "";

    public List<TargetDraft> Hosts { get; } = [];

    public string QueryType { get; set; } = "SOA";

    public byte[] Payload { get; set; } = [];

    public bool RequireReply { get; set; }

    public byte[] ReplyPattern { get; set; } = [];

    public byte[] ReplyMask { get; set; } = [];

    public int MinReply { get; set; }

    public int MaxReply { get; set; } = 255;

    public string VirtualHost { get; set; } = "";

    public HttpProtocolVersion Protocol { get; set; }

    public bool EnableSni { get; set; }

    public string SniName { get; set; } = "";

    public bool FastRecovery { get; set; }

    public bool TlsCompliant { get; set; }

    public bool VerifyCertificate { get; set; }

    public List<UrlDraft> Urls { get; } = [];

    public int? Weight { get; set; }

    public bool? Reverse { get; set; }
}

internal sealed class UrlDraft(SourceSpan span)
{
    public SourceSpan Span { get; } = span;

    public string Path { get; set; } = "";

    public byte[] Digest { get; set; } = [];

    public List<StatusRange> Codes { get; } = [];

    public string VirtualHost { get; set; } = "";

    public string? Pattern { get; set; }

    public bool NoMatch { get; set; }

    public List<string> Options { get; } = [];

    public long MinOffset { get; set; }

    public long? MaxOffset { get; set; }

    public uint StackStart { get; set; }

    public uint StackMax { get; set; }

    public bool? TlsCompliant { get; set; }
}
