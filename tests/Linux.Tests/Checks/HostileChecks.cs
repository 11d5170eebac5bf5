using System.Net;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Checks;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>Checks of servers that do what they like.</summary>
internal static class HostileChecks
{
    /// <summary>Long enough for a connection to come about on a machine with other work.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(2.5);

    public static readonly TimeSpan Plenty = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan _whole = TimeSpan.FromSeconds(3);

    /// <summary>A single step may take long, the whole may not.</summary>
    public static async Task<CheckResult?> Exchange(LoopbackServer server, bool onLoop)
    {
        CheckTarget target = new(IPAddress.Loopback, server.Port) { ConnectTimeout = TimeSpan.FromSeconds(30) };
        using HttpResponseReader reader = new(computeDigest: true);
        byte[] request = HttpRequest.Encode("/", HttpProtocolVersion.Http10, "", target.Address, target.Port);
        if (onLoop)
        {
            PageAttempt attempt = new(
                TestLoop.Checks, target, _whole, request, reader, _ => CheckResult.Pass(CheckReason.StatusCode));
            return await attempt.Begin(default).WaitAsync(TimeSpan.FromSeconds(60));
        }

        WebExchange exchange = new(target, _whole, TimeProvider.System);
        return await exchange.RunAsync(request, null, false, reader, default).WaitAsync(TimeSpan.FromSeconds(60));
    }

    public static CheckerConfig.Http Checker(LoopbackServer server, TimeSpan step, HttpUrlConfig? url = null) =>
        new(new CheckTarget(IPAddress.Loopback, server.Port) { ConnectTimeout = step }, UseTls: false)
        {
            Urls = [url ?? new HttpUrlConfig("/")], DelayLoop = TimeSpan.FromMilliseconds(10),
        };

    public static Task<CheckResult> Run(LoopbackServer server, HttpUrlConfig? url = null) =>
        Run(server, Step, url);

    public static async Task<CheckResult> Run(LoopbackServer server, TimeSpan step, HttpUrlConfig? url = null)
    {
        using WebCheckTransport transport =
            new(Checker(server, step, url), WebCheckSetup.Plain, TimeProvider.System, TestLoop.Checks);
        return await transport.CheckAsync(0, default).WaitAsync(TimeSpan.FromSeconds(60));
    }
}
