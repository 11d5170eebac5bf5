using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Grammar;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Resolution;

/// <summary>Makes the effective records of virtual servers, real servers and checkers.</summary>
internal sealed class ServerResolver(ConfigDraft draft, GlobalConfig global)
{
    private static readonly TimeSpan DefaultLoop = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DefaultConnect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DefaultHttpPause = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);

    public VirtualServerConfig Resolve(VirtualServerDraft d)
    {
        if (d.Known is { } known)
        {
            return IsAt(known.Source.Span, d.Span) ? known : known with { Source = d.Span };
        }

        AddressFamily family = d.Family ?? AddressFamily.InterNetwork;
        return new VirtualServerConfig
        {
            Key = Key(d, family),
            Family = family,
            Protocol = d.Protocol ?? ServiceProtocol.None,
            Scheduler = d.Scheduler ?? "wlc",
            Flags = d.Flags,
            Forwarding = d.Forwarding ?? ForwardingConfig.Nat,
            PersistenceEngine = d.PersistenceEngine,
            PersistenceTimeout = d.Persistence ?? TimeSpan.Zero,
            PersistenceGranularity = d.Granularity ?? (family == AddressFamily.InterNetworkV6 ? 128 : 32),
            PersistenceMaskWithHoles = d.MaskWithHoles,
            DelayLoop = d.DelayLoop ?? DefaultLoop,
            ConnectTimeout = d.Defaults.ConnectTimeout ?? DefaultConnect,
            Retry = d.Defaults.Retry,
            DelayBeforeRetry = d.Defaults.DelayBeforeRetry,
            Warmup = d.Defaults.Warmup,
            InhibitOnFailure = d.Inhibit,
            HaSuspend = d.HaSuspend,
            SmtpAlert = d.SmtpAlert ?? global.Mail.AlertChecker ?? global.Mail.Alert ?? false,
            VirtualHost = d.VirtualHost,
            SnmpName = d.SnmpName,
            Alpha = d.Alpha,
            Omega = d.Omega,
            QuorumUp = d.QuorumUp,
            QuorumDown = d.QuorumDown,
            Quorum = d.Quorum,
            Hysteresis = d.Hysteresis,
            Weight = d.Weight,
            Hashed = d.Hashed,
            SorryServer = Sorry(d),
            RealServers = d.RealServers.Select(Resolve).ToEquatableArray(),
            Source = d.Span,
        };
    }

    /// <summary>The same place of a file that nothing included.</summary>
    private static bool IsAt(SourceSpan place, SourceSpan other) =>
        place.File == other.File && place.Line == other.Line && place.Column == other.Column
        && place.Context?.Origin is null && other.Context?.Origin is null;

    private VirtualServerKey Key(VirtualServerDraft d, AddressFamily family)
    {
        if (d.Address is not null)
        {
            return new VirtualServerKey.Address(d.Address, d.Port, d.Protocol ?? ServiceProtocol.None);
        }

        if (d.Fwmark is uint mark)
        {
            return new VirtualServerKey.Fwmark(mark, family);
        }

        int ordinal = _ordinals.GetValueOrDefault(d.GroupName);
        _ordinals[d.GroupName] = ordinal + 1;
        return new VirtualServerKey.Group(d.GroupName, ordinal);
    }

    private static SorryServerConfig? Sorry(VirtualServerDraft d) => d.SorryAddress is null
        ? null
        : new SorryServerConfig(
            d.SorryAddress, d.SorryPort ?? d.Port, d.SorryForwarding ?? d.Forwarding ?? ForwardingConfig.Nat,
                d.SorryInhibit);

    private RealServerConfig Resolve(RealServerDraft d)
    {
        VirtualServerDraft vs = d.Server;
        return new RealServerConfig
        {
            Address = d.Address,
            Port = d.Port ?? vs.Port,
            Weight = d.Weight ?? vs.Weight,
            Forwarding = d.Forwarding ?? vs.Forwarding ?? ForwardingConfig.Nat,
            UpperThreshold = d.UpperThreshold,
            LowerThreshold = d.LowerThreshold,
            InhibitOnFailure = d.Inhibit ?? vs.Inhibit,
            NotifyUp = d.NotifyUp,
            NotifyDown = d.NotifyDown,
            Alpha = d.Alpha ?? vs.Alpha,
            ConnectTimeout = d.Defaults.ConnectTimeout ?? vs.Defaults.ConnectTimeout ?? DefaultConnect,
            DelayLoop = d.DelayLoop ?? vs.DelayLoop ?? DefaultLoop,
            Retry = d.Defaults.Retry ?? vs.Defaults.Retry,
            DelayBeforeRetry = d.Defaults.DelayBeforeRetry ?? vs.Defaults.DelayBeforeRetry,
            Warmup = d.Defaults.Warmup ?? vs.Defaults.Warmup,
            SmtpAlert = d.SmtpAlert ?? global.Mail.AlertChecker ?? global.Mail.Alert ?? true,
            VirtualHost = d.VirtualHost.Length > 0 ? d.VirtualHost : vs.VirtualHost,
            SnmpName = d.SnmpName,
            Checkers = Checkers(d),
            Source = RunsScripts(d) ? d.Span : default(DefinedAt),
        };
    }

    private static bool RunsScripts(RealServerDraft d) => d.NotifyUp is not null || d.NotifyDown is not null
        || d.Checkers.Exists(static c => c.Kind == CheckerKind.Misc);

    private EquatableArray<CheckerConfig> Checkers(RealServerDraft d)
    {
        ImmutableArray<CheckerConfig>.Builder checkers = ImmutableArray.CreateBuilder<CheckerConfig>(d.Checkers.Count);
        foreach (CheckerDraft checker in d.Checkers)
        {
            checkers.Add(Resolve(d, checker));
        }

        return checkers.MoveToImmutable();
    }

    private CheckerConfig Resolve(RealServerDraft rs, CheckerDraft c)
    {
        VirtualServerDraft vs = rs.Server;
        TimeSpan loop = c.DelayLoop ?? rs.DelayLoop ?? vs.DelayLoop ?? DefaultLoop;
        (uint retry, TimeSpan pause) = c.Kind switch
        {
            CheckerKind.Misc => (0u, DefaultPause),
            CheckerKind.Dns => (3u, loop),
            CheckerKind.Http or CheckerKind.Ssl => (1u, DefaultHttpPause),
            _ => (1u, DefaultPause),
        };
        return Specific(rs, c, loop) with
        {
            Retry = c.Defaults.Retry ?? rs.Defaults.Retry ?? vs.Defaults.Retry ?? retry,
            DelayBeforeRetry = c.Defaults.DelayBeforeRetry ?? rs.Defaults.DelayBeforeRetry
                ?? vs.Defaults.DelayBeforeRetry ?? pause,
            Warmup = c.Defaults.Warmup ?? rs.Defaults.Warmup ?? vs.Defaults.Warmup ?? loop,
            DelayLoop = loop,
            Alpha = c.Alpha ?? rs.Alpha ?? vs.Alpha,
            LogAllFailures = c.LogAllFailures ?? global.CheckerLogAllFailures,
        };
    }

    private CheckerConfig Specific(RealServerDraft rs, CheckerDraft c, TimeSpan loop)
    {
        CheckTarget target = Target(rs, c.Target, c.Target);
        switch (c.Kind)
        {
            case CheckerKind.Tcp:
                return new CheckerConfig.Tcp(target);
            case CheckerKind.Ping:
                return new CheckerConfig.Ping(target);
            case CheckerKind.Http or CheckerKind.Ssl:
                return Http(rs, c, target);
            case CheckerKind.Smtp:
                EquatableArray<CheckTarget> hosts = c.Hosts.Count == 0
                    ? [target]
                    : c.Hosts.Select(h => Target(rs, h, c.Target)).ToEquatableArray();
                CheckerConfig.Smtp smtp = new(hosts);
                return c.Name.Length > 0 ? smtp with { HeloName = c.Name } : smtp;
            case CheckerKind.Dns:
                return new CheckerConfig.Dns(target)
                {
                    QueryType = c.QueryType,
                    QueryName = c.Name.Length > 0 ? c.Name : ".",
                };
            case CheckerKind.Udp:
                return new CheckerConfig.Udp(target)
                {
                    Payload = c.Payload.ToEquatableArray(),
                    RequireReply = c.RequireReply,
                    ReplyPattern = c.ReplyPattern.ToEquatableArray(),
                    ReplyMask = c.ReplyMask.ToEquatableArray(),
                    MinReplyLength = c.MinReply,
                    MaxReplyLength = c.MaxReply,
                };
            case CheckerKind.File:
                return File(c);
            case CheckerKind.Bfd:
                return new CheckerConfig.Bfd(c.Name);
            default:
                return new CheckerConfig.Misc(c.Script! with { User = c.User, Group = c.Group })
                {
                    Timeout = c.Timeout ?? rs.Server.DelayLoop ?? loop,
                    Dynamic = c.Dynamic,
                };
        }
    }

    private CheckerConfig.File File(CheckerDraft c)
    {
        TrackFileDraft file = draft.TrackFiles.First(f => f.Name == c.Name);
        return new CheckerConfig.File(c.Name)
        {
            Weight = c.Weight ?? file.Weight,
            Reverse = c.Reverse ?? file.Reverse,
            Path = file.Path,
            InitialValue = file.Initial,
            Overwrite = file.Overwrite,
        };
    }

    private static CheckTarget Target(RealServerDraft rs, TargetDraft t, TargetDraft shared)
    {
        IPAddress address = t.Address ?? shared.Address ?? rs.Address;
        return new CheckTarget(address, t.Port ?? shared.Port ?? rs.Port ?? rs.Server.Port)
        {
            BindAddress = t.BindAddress ?? shared.BindAddress,
            BindPort = t.BindPort != 0 ? t.BindPort : shared.BindPort,
            BindInterface = t.BindInterface.Length > 0 ? t.BindInterface : shared.BindInterface,
            ConnectTimeout = t.ConnectTimeout ?? shared.ConnectTimeout ?? rs.Defaults.ConnectTimeout
                ?? rs.Server.Defaults.ConnectTimeout ?? DefaultConnect,
            Fwmark = t.Fwmark != 0 ? t.Fwmark : shared.Fwmark,
        };
    }

    private static CheckerConfig.Http Http(RealServerDraft rs, CheckerDraft c, CheckTarget target)
    {
        string host = c.VirtualHost.Length > 0 ? c.VirtualHost
            : rs.VirtualHost.Length > 0 ? rs.VirtualHost : rs.Server.VirtualHost;
        return new CheckerConfig.Http(target, c.Kind == CheckerKind.Ssl)
        {
            Protocol = c.Protocol,
            VirtualHost = host,
            EnableSni = c.EnableSni,
            SniName = c.SniName,
            FastRecovery = c.FastRecovery,
            TlsCompliant = c.TlsCompliant,
            VerifyCertificate = c.VerifyCertificate,
            Urls = c.Urls.Select(u => Url(c, u)).ToEquatableArray(),
        };
    }

    private static HttpUrlConfig Url(CheckerDraft c, UrlDraft u)
    {
        HttpUrlConfig url = new(u.Path)
        {
            Digest = u.Digest.ToEquatableArray(),
            VirtualHost = u.VirtualHost,
            TlsCompliant = u.TlsCompliant ?? c.TlsCompliant,
            Regex = u.Pattern is null ? null : new HttpRegexConfig(u.Pattern)
            {
                NoMatch = u.NoMatch,
                Options = u.Options.ToEquatableArray(),
                MinOffset = u.MinOffset,
                MaxOffset = u.MaxOffset,
                StackStart = u.StackStart,
                StackMax = u.StackMax,
            },
        };
        return u.Codes.Count == 0 ? url : url with { StatusCodes = u.Codes.ToEquatableArray() };
    }
}
