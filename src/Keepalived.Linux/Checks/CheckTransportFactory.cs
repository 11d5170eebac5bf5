using System.Security.Cryptography.X509Certificates;
using Keepalived.Config.Model;
using Keepalived.Core.Bfd;
using Keepalived.Core.Ports;
using Keepalived.Linux.Checks.Regex;

namespace Keepalived.Linux.Checks;

/// <summary>Makes the transports of all kinds of checkers that are built.</summary>
/// <param name="report">Takes what a user should know, for example a script that may not run.</param>
public sealed class CheckTransportFactory(
    CheckLoop loop,
    IScriptRunner runner,
    IScriptResolver scripts,
    TimeProvider time,
    Action<string> report) : ICheckTransportFactory
{
    private readonly TrackedFiles _files = new();
    private readonly PatternLibrary _patterns = new();

    /// <summary>Where BFD_CHECK hears of its session.</summary>
    public BfdStatusBoard Bfd { get; init; } = new();

    public ICheckTransport? Create(CheckerConfig checker, KeepalivedConfig config) => checker switch
    {
        CheckerConfig.Tcp tcp => new TcpCheckTransport(tcp.Target, loop),
        CheckerConfig.Http http => Web(http, config),
        CheckerConfig.Misc misc => Script(misc),
        CheckerConfig.Smtp smtp => new SmtpCheckTransport(smtp, time),
        CheckerConfig.Dns dns => new DnsCheckTransport(dns, time),
        CheckerConfig.Udp udp => new UdpCheckTransport(udp, time),
        CheckerConfig.Ping ping => new PingCheckTransport(ping.Target, time),
        CheckerConfig.File file => new FileCheckTransport(file, _files),
        CheckerConfig.Bfd bfd => new BfdCheckTransport(bfd.Session, Bfd),
        _ => null,
    };

    private WebCheckTransport Web(CheckerConfig.Http checker, KeepalivedConfig config)
    {
        X509Certificate2? certificate = null;
        X509Certificate2Collection intermediates = [];
        TlsTrust trust = TlsTrust.Anybody;
        if (checker.UseTls)
        {
            certificate = TlsClient.LoadClientCertificate(config.Ssl, out intermediates, out string? failure);
            Report(failure);
            if (checker.VerifyCertificate)
            {
                trust = new TlsTrust(true, TlsClient.LoadAuthorities(config.Ssl, out failure));
                Report(failure);
            }
        }

        WebCheckSetup setup = new(certificate, trust, [.. checker.Urls.Items.Select(url => Pattern(url.Regex))])
        {
            Intermediates = intermediates,
        };
        return new WebCheckTransport(checker, setup, time, loop);
    }

    private PagePattern? Pattern(HttpRegexConfig? regex)
    {
        if (regex is null)
        {
            return null;
        }

        PagePattern? pattern = _patterns.Get(regex, out string failure);
        Report(failure);
        return pattern;
    }

    private void Report(string? failure)
    {
        if (failure is { Length: > 0 })
        {
            report(failure);
        }
    }

    private ScriptCheckTransport Script(CheckerConfig.Misc checker)
    {
        ScriptCommand? command = scripts.Resolve(checker.Script, out string refusal);
        if (command is null)
        {
            report($"Disabling misc script {checker.Script.Path}: {refusal}");
        }

        return new ScriptCheckTransport(checker, command, runner);
    }
}
