using System.Net;
using Keepalived.Config.Model;
using Keepalived.Core.Bfd;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;
using Keepalived.Core.Tests;
using Keepalived.Linux.Checks;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>
/// A check as the conf file has it, for tests that begin with the text and end with what a server saw and what came
/// of it: they fail when a keyword is not read, and when it has no effect.
/// </summary>
internal sealed class WrittenCheck : IDisposable
{
    private readonly CheckLoop _loop = new();
    private readonly ICheckTransport _transport;

    /// <param name="block">The checker, or all that is in the real server.</param>
    /// <param name="before">Blocks that the checker needs.</param>
    public WrittenCheck(IPEndPoint server, string block, string before = "", BfdStatusBoard? bfd = null)
    {
        KeepalivedConfig config = ConfLines.File($$"""
            {{before}}
            virtual_server 198.51.100.1 80 {
                protocol TCP
                lvs_sched rr
                connect_timeout 60
                real_server {{server.Address}} {{server.Port}} {
                    {{block}}
                }
            }
            """);
        Server = config.VirtualServers[0].RealServers[0];
        // Scripts are run by nobody here.
        CheckTransportFactory factory = new(_loop, null!, null!, TimeProvider.System, Reports.Add)
        {
            Bfd = bfd ?? new(),
        };
        _transport = factory.Create(Server.Checkers[0], config)!;
    }

    public RealServerConfig Server { get; }

    /// <summary>What a user was told of.</summary>
    public List<string> Reports { get; } = [];

    public static WrittenCheck OnLoopback(ushort port, string block, string before = "") =>
        new(new IPEndPoint(IPAddress.Loopback, port), block, before);

    public Task<CheckResult> RunAsync(int step = 0) => _transport.CheckAsync(step, default);

    /// <summary>One attempt of a check that is not needed any longer.</summary>
    public static async Task<CheckResult> RunOnLoopback(ushort port, string block, string before = "")
    {
        using WrittenCheck check = OnLoopback(port, block, before);
        return await check.RunAsync();
    }

    public void Dispose()
    {
        _transport.Dispose();
        _loop.Dispose();
    }
}
