namespace Keepalived.Config.Model;

/// <summary>A checker with effective, inherited values. Closed family.</summary>
public abstract record CheckerConfig
{
    private CheckerConfig()
    {
    }

    /// <summary>Failed attempts allowed before the server is taken down.</summary>
    public uint Retry { get; init; } = 1;

    public TimeSpan DelayBeforeRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The first check starts after a random part of this.</summary>
    public TimeSpan Warmup { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan DelayLoop { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Starts as failed.</summary>
    public bool Alpha { get; init; }

    public bool LogAllFailures { get; init; }

    /// <summary>Keyword of the block.</summary>
    public abstract string Kind { get; }

    /// <summary>Asks the server the same, if at other times and with another view of failures.</summary>
    public bool AsksAs(CheckerConfig other) => this == other with
    {
        Retry = Retry,
        DelayBeforeRetry = DelayBeforeRetry,
        Warmup = Warmup,
        DelayLoop = DelayLoop,
        Alpha = Alpha,
        LogAllFailures = LogAllFailures,
    };

    public sealed record Tcp(CheckTarget Target) : CheckerConfig
    {
        public override string Kind => "TCP_CHECK";
    }

    /// <summary>HTTP_GET, and SSL_GET when <see cref="UseTls"/>.</summary>
    public sealed record Http(CheckTarget Target, bool UseTls) : CheckerConfig
    {
        public override string Kind => UseTls ? "SSL_GET" : "HTTP_GET";

        public HttpProtocolVersion Protocol { get; init; }

        /// <summary>Checker's, real server's or virtual server's; empty: address and port.</summary>
        public string VirtualHost { get; init; } = "";

        public bool EnableSni { get; init; }

        public string SniName { get; init; } = "";

        public bool FastRecovery { get; init; }

        public bool TlsCompliant { get; init; }

        /// <summary>The server's certificate has to be valid, and to be for the name that is asked for.</summary>
        public bool VerifyCertificate { get; init; }

        public EquatableArray<HttpUrlConfig> Urls { get; init; }
    }

    public sealed record Smtp(EquatableArray<CheckTarget> Hosts) : CheckerConfig
    {
        public override string Kind => "SMTP_CHECK";

        public string HeloName { get; init; } = "smtpchecker.keepalived.org";
    }

    public sealed record Dns(CheckTarget Target) : CheckerConfig
    {
        public override string Kind => "DNS_CHECK";

        /// <summary>Upper-case type name, for example SOA.</summary>
        public string QueryType { get; init; } = "SOA";

        public string QueryName { get; init; } = ".";
    }

    public sealed record Udp(CheckTarget Target) : CheckerConfig
    {
        public override string Kind => "UDP_CHECK";

        /// <summary>Empty: the built-in payload.</summary>
        public EquatableArray<byte> Payload { get; init; }

        public bool RequireReply { get; init; }

        /// <summary>Octets the reply must begin with, under <see cref="ReplyMask"/>.</summary>
        public EquatableArray<byte> ReplyPattern { get; init; }

        /// <summary>A set bit must match.</summary>
        public EquatableArray<byte> ReplyMask { get; init; }

        public int MinReplyLength { get; init; }

        public int MaxReplyLength { get; init; } = 255;
    }

    public sealed record Ping(CheckTarget Target) : CheckerConfig
    {
        public override string Kind => "PING_CHECK";
    }

    public sealed record Misc(NotifyScriptConfig Script) : CheckerConfig
    {
        public override string Kind => "MISC_CHECK";

        /// <summary>Zero: no limit.</summary>
        public TimeSpan Timeout { get; init; }

        public bool Dynamic { get; init; }
    }

    public sealed record File(string TrackFile) : CheckerConfig
    {
        public override string Kind => "FILE_CHECK";

        /// <summary>Of the track_file.</summary>
        public string Path { get; init; } = "";

        /// <summary>Of the track_file: value written into the file at start; null: the file is not created.</summary>
        public int? InitialValue { get; init; }

        public bool Overwrite { get; init; }

        public int Weight { get; init; } = 1;

        public bool Reverse { get; init; }
    }

    public sealed record Bfd(string Session) : CheckerConfig
    {
        public override string Kind => "BFD_CHECK";
    }
}
