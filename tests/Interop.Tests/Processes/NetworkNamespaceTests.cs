using System.Globalization;
using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Processes;

/// <summary>net_namespace and -s: the daemon is started here and works in the namespace of another host.</summary>
public sealed class NetworkNamespaceTests(ITestOutputHelper output)
{
    private const string Address = "10.0.0.100";

    // The harness gives each daemon a /run of its own; the names of namespaces are in the machine's.
    private static readonly string[] _withNames =
    [
        "sh", "-c", "ln -sfn /proc/$PPID/root/run/netns /run/netns && exec \"$@\"", "sh",
    ];

    [NamespaceFact]
    public void The_whole_daemon_works_in_the_namespace_of_the_configuration()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost here = lan.AddHost("a", "192.0.2.1/24");
        LanHost there = lan.AddHost("b", "10.0.0.1/24");
        here.Launcher = _withNames;
        string file = Path.Combine(here.Directory, "scripts-see");
        DirectorProcess director = lan.Start(here, DirectorKind.Ours, $$"""
            net_namespace {{there.Namespace}}
            global_defs {
                script_user root
                data_use_instance
            }

            """ + (new InstanceText(100) with
        {
            More = $"notify_master \"/bin/sh -c 'ip -o -4 addr show dev eth0 >{file}.new; mv {file}.new {file}'\"",
        }));
        director.WaitFor("MASTER");

        Eventually.That(() => there.Addresses.Has(Address), "the address is there", director.Story);
        Assert.False(here.Addresses.Has(Address));
        Eventually.That(() => File.Exists(file), "a script ran", director.Story);
        Assert.Contains("10.0.0.1/24", File.ReadAllText(file));
        director.Signal("USR1");
        string dump = Path.Combine(here.Directory, $"keepalived.{there.Namespace}.data");
        Eventually.That(() => File.Exists(dump), "a dump named after the namespace", director.Story);
        Assert.Contains($" Network namespace = {there.Namespace}\n", File.ReadAllText(dump));

        // What decides where the daemon is cannot change while it runs.
        director.WriteConfig("net_namespace other\n" + new InstanceText(100));
        director.Signal("HUP");
        director.WaitForLog("net_namespace cannot change while the daemon runs");
        Assert.Equal(0, director.Stop());
        Eventually.That(() => there.Addresses.HasNone(Address), "the address is gone", director.Story);
    }

    [NamespaceFact]
    public void The_command_line_names_a_namespace_for_the_daemon_its_pid_file_the_test_and_a_reload()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost here = lan.AddHost("a", "192.0.2.1/24");
        LanHost there = lan.AddHost("b", "10.0.0.1/24", "10.1.0.1/24");
        here.Launcher = _withNames;
        // An interface that only the other one has.
        string file = ShortRun.Write(
            here, "there.conf", (new InstanceText(100) with { Interface = "eth1" }).ToString());
        Assert.Equal(5, ShortRun.Of(here, DirectorKind.Ours, "-t", "-f", file).Code);
        Assert.Equal((0, ""), ShortRun.Of(here, DirectorKind.Ours, "-t", "-f", file, "-s", there.Namespace));

        (int code, string said) = ShortRun.Of(here, DirectorKind.Ours, "-f", file, "-s", there.Namespace);
        Assert.True(code == 0, said);
        string pidFile = $"keepalived/{there.Namespace}/keepalived.pid";
        int pid = ShortRun.PidIn(here, pidFile);
        Assert.NotEqual(0, pid);
        try
        {
            string proc = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}");
            Assert.Equal(LinkOf(there), Shell.Run("readlink", proc + "/ns/net"));
            Assert.StartsWith("keepalived", File.ReadAllText(proc + "/comm"));
            (code, said) = ShortRun.Of(here, DirectorKind.Ours, "reload", "-s", there.Namespace);
            Assert.Equal("Applied: 0 instance(s) added, 0 changed, 0 removed, 1 untouched\n", said);
        }
        finally
        {
            ShortRun.Signal(pid, "TERM");
        }

        Eventually.That(() => ShortRun.HasEnded(pid), "it ends");
        Assert.Equal(0, ShortRun.PidIn(here, pidFile));
    }

    [NamespaceFact]
    public void The_sample_runs_in_the_namespace_that_it_names()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost here = lan.AddHost("a", "10.0.0.1/24");
        LanHost there = lan.AddHost("b", "192.0.2.11/24");
        here.Launcher = _withNames;
        string text = File.ReadAllText(Path.Combine(Machine.Root, "samples", "network-namespace.conf"));
        Assert.Contains("\nnet_namespace blue\n", text);
        DirectorProcess director = lan.Start(
            here, DirectorKind.Ours, text.Replace("net_namespace blue", "net_namespace " + there.Namespace));

        director.WaitFor("MASTER");
        Eventually.That(() => there.Addresses.Has("192.0.2.100"), "the address is there", director.Story);
    }

    [NamespaceFact]
    public void Virtual_servers_are_in_a_namespace_of_their_own()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost here = lan.AddHost("a", "10.0.0.1/24");
        LanHost there = lan.AddHost("b", "192.0.2.1/24");
        here.Launcher = _withNames;
        DirectorProcess director = lan.Start(here, DirectorKind.Ours, $$"""
            net_namespace_ipvs {{there.Namespace}}
            global_defs {
                lvs_backend nftables
            }
            {{new InstanceText(100)}}
            virtual_server 10.0.0.100 80 {
                protocol TCP
                lvs_sched rr
                lvs_method NAT
                real_server 192.0.2.7 80 {
                }
            }
            """);
        director.WaitFor("MASTER");

        Eventually.That(
            () => Tables(there).Contains("keepalived_lvs", StringComparison.Ordinal), "the services", director.Story);
        Assert.DoesNotContain("keepalived_lvs", Tables(here));
        Eventually.That(() => here.Addresses.Has(Address), "the address is here", director.Story);
        Assert.Equal(0, director.Stop());

        static string Tables(LanHost host) =>
            Shell.Try("ip", "netns", "exec", host.Namespace, "nft", "list", "tables").Output;
    }

    [NamespaceFact]
    public void A_namespace_that_is_not_there_is_named_and_nothing_starts()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost here = lan.AddHost("a", "10.0.0.1/24");
        string file = ShortRun.Write(here, "k.conf", "net_namespace nosuch\n" + new InstanceText(100));

        (int code, string said) = ShortRun.Of(here, DirectorKind.Ours, "-n", "-l", "-f", file);

        Assert.Equal(1, code);
        Assert.Contains(
            "Unable to set network namespace nosuch: /run/netns/nosuch: No such file or directory "
            + "('ip netns list' shows those there are)", said);
    }

    private static string LinkOf(LanHost host) =>
        Shell.Run("ip", "netns", "exec", host.Namespace, "readlink", "/proc/self/ns/net");
}
