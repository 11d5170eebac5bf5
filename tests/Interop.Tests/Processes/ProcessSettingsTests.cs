using System.Globalization;
using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Processes;

/// <summary>What global_defs says of the reference's processes holds for the threads that do their work.</summary>
public sealed class ProcessSettingsTests(ITestOutputHelper output)
{
    [NamespaceFact]
    public void Each_part_has_its_name_and_its_scheduling()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, """
            global_defs {
                process_names
                process_name ka_main
                vrrp_priority -5
                vrrp_no_swap
                checker_process_name ka_checks
                checker_rt_priority 8
                checker_cpu_affinity 0
                umask 027
            }

            """ + new InstanceText(100));
        director.WaitFor("MASTER");

        Dictionary<string, string> threads = Threads(director.Pid);
        Assert.Equal("ka_main", Read(director.Pid, "comm"));
        Assert.Equal("-5", Stat(threads["keepalived_vrrp"], 19));
        Assert.Equal("0", Stat(threads["keepalived_vrrp"], 41));
        // SCHED_RR with its priority, on the first processor only.
        Assert.Equal(("2", "8"), (Stat(threads["ka_checks"], 41), Stat(threads["ka_checks"], 40)));
        Assert.Equal("0", Status(threads["ka_checks"], "Cpus_allowed_list"));
        Assert.NotEqual("0 kB", Status($"/proc/{director.Pid}", "VmLck"));
        Assert.Equal("0027", Status($"/proc/{director.Pid}", "Umask"));
        // The limit of real time holds only if it is written.
        Assert.Matches(@"Max realtime timeout +unlimited", Read(director.Pid, "limits"));
    }

    [NamespaceFact]
    public void The_checkers_have_their_priority_and_the_name_of_the_old_keyword()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, """
            global_defs {
                lvs_process_name ka_old
                checker_priority -4
            }

            """ + new InstanceText(100));
        director.WaitFor("MASTER");

        Assert.Equal("-4", Stat(Threads(director.Pid)["ka_old"], 19));
    }

    [NamespaceTheory]
    [InlineData("", false)]
    [InlineData("checker_no_swap", true)]
    [InlineData("bfd_no_swap", true)]
    public void Each_part_may_keep_the_whole_in_memory(string line, bool isLocked)
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        DirectorProcess director = lan.Start(
            host, DirectorKind.Ours, $"global_defs {{\n{line}\n}}\n" + new InstanceText(100));
        director.WaitFor("MASTER");

        Assert.Equal(isLocked, Status($"/proc/{director.Pid}", "VmLck") != "0 kB");
    }

    // Longer than the kernel lets all real-time threads run at all (950 ms of a second): on a machine without idle time
    // one that waits for another thread of the start may reach less by itself, and then has lost its priority before.
    [NamespaceTheory]
    [InlineData("vrrp_rlimit_rttime 2700000", "2700000")]
    [InlineData("vrrp_rlimit_rtime 2700000", "2700000")]
    [InlineData("vrrp_rlimit_rttime 2700000\nchecker_rlimit_rttime 2600000\nchecker_rt_priority 2", "2600000")]
    [InlineData("checker_rlimit_rtime 2600000\nchecker_rt_priority 2", "2600000")]
    public void A_thread_that_runs_too_long_in_real_time_loses_its_priority(string limits, string soft)
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, $$"""
            global_defs {
                vrrp_process_name ka_vrrp
                vrrp_rt_priority 3
                {{limits}}
            }

            """ + new InstanceText(100));
        director.WaitFor("MASTER");
        string thread = Threads(director.Pid)["ka_vrrp"];
        Assert.Equal("2", Stat(thread, 41));
        Assert.Matches($"Max realtime timeout +{soft} +unlimited", Read(director.Pid, "limits"));

        // What the kernel sends at the limit.
        director.Signal("XCPU");
        director.WaitForLog("no real-time priority any more");
        Assert.Equal("0", Stat(thread, 41));
        Assert.Equal(0, director.Stop());
    }

    [NamespaceFact]
    public void Scripts_stand_at_both_ends_of_its_life_and_none_of_them_holds_it_for_ever()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        string file = Path.Combine(host.Directory, "life");
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, $$"""
            global_defs {
                script_user root
                startup_script "/bin/sh -c 'ip -o addr show dev eth0 >{{file}}; sleep 5'"
                startup_script_timeout 1
                shutdown_script "/bin/sh -c 'ip -o addr show dev eth0 >>{{file}}; echo end >>{{file}}; exit 3'"
            }

            """ + new InstanceText(100));

        director.WaitForLog("startup script failed: timed out");
        director.WaitFor("MASTER");
        Eventually.That(() => host.Addresses.Has("10.0.0.100"), "the address", director.Story);
        Assert.Equal(0, director.Stop());

        director.WaitForLog("shutdown script failed: exit status 3");
        string life = File.ReadAllText(file);
        Assert.EndsWith("end\n", life);
        // Before the first address and after the last.
        Assert.DoesNotContain("10.0.0.100", life);
    }

    [NamespaceFact]
    public void A_last_script_that_hangs_is_ended_by_its_limit()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        // It would have 10 s where nothing else is written.
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, """
            global_defs {
                script_user root
                shutdown_script "/bin/sh -c 'sleep 5'"
                shutdown_script_timeout 1
            }

            """ + new InstanceText(100));
        director.WaitFor("MASTER");
        Assert.Equal(0, director.Stop());

        director.WaitForLog("shutdown script failed: timed out");
    }

    /// <summary>The folder of each thread by its name.</summary>
    private static Dictionary<string, string> Threads(int pid)
    {
        Dictionary<string, string> threads = [];
        foreach (string folder in Directory.EnumerateDirectories($"/proc/{pid}/task"))
        {
            try
            {
                threads.TryAdd(File.ReadAllText(folder + "/comm").Trim(), folder);
            }
            catch (IOException)
            {
                // A thread of the pool has ended meanwhile.
            }
        }
        return threads;
    }

    private static string Read(int pid, string file) =>
        File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}")).Trim();

    /// <summary>A field of proc(5)'s stat, counted from 1.</summary>
    private static string Stat(string folder, int number)
    {
        string stat = File.ReadAllText(folder + "/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[number - 3];
    }

    private static string Status(string folder, string name) =>
        File.ReadLines(folder + "/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal))
            .Split(':')[1].Trim();
}
