using System.Globalization;
using System.Text.RegularExpressions;
using Interop.Tests.Harness;
using Interop.Tests.Processes;
using Xunit.Abstractions;

namespace Interop.Tests.Reload;

/// <summary>A reload writes to the kernel what has changed, once, and nothing else: counted at the calls.</summary>
public sealed partial class KernelWriteTests(ITestOutputHelper output)
{
    private const string More = "10.0.0.101";

    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];

    [NamespaceFact]
    public void One_changed_line_costs_one_write_and_an_unchanged_file_none()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, Text(["10.0.0.100"], 1));
        director.WaitFor("MASTER", "VI_1");
        director.WaitFor("MASTER", "VI_2");
        Eventually.That(() => Table(host).Contains("10.0.0.200", StringComparison.Ordinal), "a table", director.Story);
        using LineProcess trace = Trace(director);
        Eventually.That(() => Calls().Exists(static c => c.Contains(" attached", StringComparison.Ordinal)), "strace");

        Reload(director, Text(["10.0.0.100"], 1), "0 changed, 0 removed, 2 untouched");
        Reload(director, Text(["10.0.0.100", More], 1), "1 changed, 0 removed, 1 untouched");
        Eventually.That(() => host.Addresses.Has(More), "the new address", director.Story);
        Reload(director, Text(["10.0.0.100", More], 3), "0 changed, 0 removed, 2 untouched");
        Eventually.That(
            () => Writes().Contains("NFNL_MSG_BATCH_BEGIN"), "a transaction", () => string.Join('\n', Calls()));
        Reload(director, Text(["10.0.0.100", More], 3), "0 changed, 0 removed, 2 untouched");

        Assert.Equal(["RTM_NEWADDR", "NFNL_MSG_BATCH_BEGIN"], Writes());
    }

    [GeneratedRegex(@"nlmsg_type=(?<type>RTM_(NEW|DEL|SET)\w+|NFNL_MSG_BATCH_BEGIN)\W")]
    private static partial Regex Write();

    private static string Table(LanHost host) =>
        Shell.Try("ip", "netns", "exec", host.Namespace, "nft", "list", "ruleset").Output;

    private static void Reload(DirectorProcess director, string text, string changes)
    {
        director.WriteConfig(text);
        (int code, string said) =
            ShortRun.Of(director.Host, DirectorKind.Ours, "reload", "-p", "/run/keepalived.pid");
        Assert.True(code == 0 && said.Contains(changes, StringComparison.Ordinal), said);
    }

    /// <summary>Two Masters, and a virtual server whose second real server has the given weight.</summary>
    private static string Text(IReadOnlyList<string> addresses, int weight) => $$"""
        global_defs {
            lvs_backend nftables
        }
        {{new InstanceText(100) { Addresses = addresses }}}
        {{new InstanceText(100) { Name = "VI_2", Vrid = 52, Addresses = ["10.0.0.110"] }}}
        virtual_server 10.0.0.200 80 {
            lb_algo wrr
            lb_kind NAT
            protocol TCP
            real_server 10.0.0.2 80 {
                weight 1
            }
            real_server 10.0.0.3 80 {
                weight {{weight}}
            }
        }

        """;

    private LineProcess Trace(DirectorProcess director) => new(
        "ip",
        // It knows what kind of socket it sees only in the network namespace of that socket.
        [
            "netns", "exec", director.Host.Namespace, "strace", "-f", "-v", "-s", "65536", "-e", "signal=none",
            "-e", "trace=sendto,sendmsg,sendmmsg,write", "-p", director.Pid.ToString(CultureInfo.InvariantCulture),
        ],
        line =>
        {
            lock (_lock)
            {
                _calls.Add(line);
            }
        });

    private List<string> Calls()
    {
        lock (_lock)
        {
            return [.. _calls];
        }
    }

    private List<string> Writes() =>
        [.. Calls().SelectMany(static call => Write().Matches(call)).Select(static m => m.Groups["type"].Value)];
}
