using Keepalived.Config.Model;
using Keepalived.Core.Ports;

namespace Keepalived.Linux.Checks;

/// <summary>Makes the transports of all kinds of checkers that are built.</summary>
/// <param name="report">Takes what a user should know, for example a script that may not run.</param>
public sealed class CheckTransportFactory(
    IScriptRunner runner, IScriptResolver scripts, TimeProvider time, Action<string> report) : ICheckTransportFactory
{
    private readonly TrackedFiles _files = new();

    public ICheckTransport? Create(CheckerConfig checker, KeepalivedConfig config) => checker switch
    {
        CheckerConfig.Tcp tcp => new TcpCheckTransport(tcp.Target, time),
        CheckerConfig.Http http => Web(http, config),
        CheckerConfig.Misc misc => Script(misc),
        CheckerConfig.Smtp smtp => new SmtpCheckTransport(smtp, time),
        CheckerConfig.Dns dns => new DnsCheckTransport(dns, time),
        CheckerConfig.Udp udp => new UdpCheckTransport(udp, time),
        CheckerConfig.Ping ping => new PingCheckTransport(ping.Target, time),
        CheckerConfig.File file => new FileCheckTransport(file, _files),
        _ => null,
    };

    private WebCheckTransport Web(CheckerConfig.Http checker, KeepalivedConfig config)
    {
        string? failure = null;
        var certificate = checker.UseTls ? TlsClient.LoadClientCertificate(config.Ssl, out failure) : null;
        if (failure is not null)
        {
            report(failure);
        }

        return new WebCheckTransport(checker, certificate, time);
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
