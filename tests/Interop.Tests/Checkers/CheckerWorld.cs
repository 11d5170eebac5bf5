using System.Text;
using Interop.Tests.Harness;
using Interop.Tests.Scenarios;
using Xunit.Abstractions;

namespace Interop.Tests.Checkers;

/// <summary>
/// Two directors, ours and the reference, with one configuration, and a host with all the real servers of the table.
/// </summary>
internal sealed class CheckerWorld : IDisposable
{
    public const string ServerAddress = "10.20.0.2";

    /// <summary>Nobody has it, until the servers are healthy.</summary>
    public const string AbsentAddress = "10.20.0.9";

    /// <summary>
    /// A check that goes on and on ends after ten times the 1.5 s of connect_timeout; the rest is for a busy machine.
    /// </summary>
    public static readonly TimeSpan WholeLimit = TimeSpan.FromSeconds(30);

    /// <summary>A few steps of 1.5 s each, or one of 7 s.</summary>
    public static readonly TimeSpan StepsLimit = TimeSpan.FromSeconds(14);

    private readonly NetworkNamespaceLan _lan;
    private readonly LanHost _servers;
    private readonly string _scripts;
    private readonly ListedServers _listed;

    public CheckerWorld(ITestOutputHelper output, IReadOnlyList<CheckerCase> cases)
    {
        _lan = new NetworkNamespaceLan(output);
        _servers = _lan.AddHost("s", $"{ServerAddress}/24");
        // Else a closed port would say so to each director only once a second, whoever asks.
        Shell.Run(
            "ip", "netns", "exec", _servers.Namespace, "sh", "-c", "echo 0 >/proc/sys/net/ipv4/icmp_ratelimit");
        _scripts = WriteScripts();
        CheckerPeers peers = _lan.Own(new CheckerPeers(_servers));
        peers.Start();
        _listed = _lan.Own(new ListedServers(
            _servers, cases.Select(each => each.ServerRow()).OfType<string>(), peers.Certificate, peers.Key));
        Ours = Start("d", "10.20.0.1/24", DirectorKind.Ours, cases);
        Reference = Start("r", "10.20.0.3/24", DirectorKind.Reference, cases);
    }

    public DirectorProcess Ours { get; }

    public DirectorProcess Reference { get; }

    /// <summary>Every server behaves from now on, and the absent address is there.</summary>
    public void Heal()
    {
        File.WriteAllText(Path.Combine(_scripts, "healthy"), "");
        _servers.Ip("addr", "add", $"{AbsentAddress}/24", "dev", "eth0");
        _listed.Heal();
    }

    /// <summary>What the reader of the FIFO got so far, octet by octet.</summary>
    public static string FifoText(DirectorProcess director)
    {
        string file = Path.Combine(director.Host.Directory, "fifo.lines");
        return File.Exists(file) ? Encoding.Latin1.GetString(File.ReadAllBytes(file)) : "";
    }

    /// <summary>The dump of the checkers, fresh and complete.</summary>
    public static string Dump(DirectorProcess director, int checkers)
    {
        string file = Path.Combine(director.Host.Directory, "keepalived_check.data");
        File.Delete(file);
        // The reference's parent hands the signal on.
        director.Signal("USR1");
        string text = "";
        Eventually.That(
            () => File.Exists(file)
                && (text = File.ReadAllText(file)).Split("Keepalive method").Length - 1 == checkers,
            $"a dump with {checkers} checkers",
            () => $"{text.Split("Keepalive method").Length - 1}\n{director.Story()}");
        return text;
    }

    public void Dispose() => _lan.Dispose();

    private DirectorProcess Start(string name, string address, DirectorKind kind, IReadOnlyList<CheckerCase> cases)
    {
        LanHost host = _lan.AddHost(name, address);
        Shell.IpBatch(
            host.Namespace,
            "addr add 10.20.0.7/24 dev eth0",
            "addr add 10.20.0.8/24 dev eth0",
            "rule add pref 10 from 10.20.0.7 unreachable",
            "rule add pref 11 fwmark 9 unreachable",
            "rule add pref 12 ipproto tcp sport 30000-30099 unreachable",
            "rule add pref 13 ipproto udp sport 30000-30099 unreachable");
        string reader = Path.Combine(host.Directory, "reader.sh");
        File.WriteAllText(reader, $"#!/bin/sh\nexec cat \"$1\" >{host.Directory}/fifo.lines\n");
        File.SetUnixFileMode(reader, (UnixFileMode)0b111_101_101);
        if (kind == DirectorKind.Reference && IpvsAnswers.Launcher is { } launcher)
        {
            host.Launcher = launcher;
        }
        string config = $$"""
            global_defs {
                script_user root
                lvs_notify_fifo {{host.Directory}}/lvs.fifo
                lvs_notify_fifo_script {{reader}}
            }

            {{string.Concat(cases.Select(each => each.Configuration(_scripts)))}}
            """;
        DirectorProcess director = _lan.Start(host, kind, config, "-C");
        // A signal that came before would end it.
        director.WaitForLog("Activating healthchecker");
        return director;
    }

    private string WriteScripts()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_servers.Directory, "scripts")).FullName;
        (string Name, string Line)[] scripts =
        [
            ("exit-0", "exit 0"), ("exit-1", "exit 1"), ("exit-7", "exit 7"), ("signal", "kill -KILL $$"),
            ("hangs", "trap '' TERM; sleep 60; sleep 60"),
        ];
        foreach ((string name, string line) in scripts)
        {
            string file = Path.Combine(folder, name);
            File.WriteAllText(file, $"#!/bin/sh\n[ -e {folder}/healthy ] && exit 0\n{line}\n");
            File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        }
        return folder;
    }
}
