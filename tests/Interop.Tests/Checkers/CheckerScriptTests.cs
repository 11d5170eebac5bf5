using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Checkers;

/// <summary>What scripts of virtual servers get of the daemon, and which of them it does not run.</summary>
public sealed class CheckerScriptTests(ITestOutputHelper output) : IDisposable
{
    // Only root can change anything on the way to it, unless a test makes it so.
    private readonly string _folder =
        Directory.CreateDirectory(Path.Combine("/root", NetworkNamespaceLan.NewName("scripts"))).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NamespaceFact]
    public void Every_kind_of_script_has_descriptors_0_to_2_alone()
    {
        string[] kinds = ["misc", "notify_up", "notify_down", "quorum_down", "fifo"];
        using NetworkNamespaceLan lan = new(output);
        LanHost host = lan.AddHost("d", "10.20.0.1/24");
        // What the daemon itself was given when it was started must not reach them either.
        host.Launcher = ["sh", "-c", "exec 7</etc/hostname 9>/dev/null; exec \"$@\"", "sh"];
        foreach (string kind in kinds)
        {
            Write(kind, "ls /proc/self/fd >\"$0.new\"\n[ -e \"$0.fds\" ] || mv \"$0.new\" \"$0.fds\"\nexit 0");
        }
        Write("fails", "[ -e \"$0.passes\" ]");

        DirectorProcess director = lan.Start(host, DirectorKind.Ours, Config(), "-C");
        director.WaitForLog("Startup complete");
        WaitForFile("misc");
        WaitForFile("notify_down");
        WaitForFile("quorum_down");
        WaitForFile("fifo");
        File.WriteAllText(Path.Combine(_folder, "fails.passes"), "");
        WaitForFile("notify_up");

        foreach (string kind in kinds)
        {
            // Descriptor 3 is the folder that ls itself reads.
            Assert.Equal(["0", "1", "2", "3"], File.ReadAllLines(Path.Combine(_folder, kind + ".fds")));
        }
        Assert.Equal(0, director.Stop());

        void WaitForFile(string kind) => Eventually.That(
            () => File.Exists(Path.Combine(_folder, kind + ".fds")), $"{kind} has run", director.Story);
    }

    [NamespaceFact]
    public void A_script_that_others_could_change_is_not_run_and_the_component_is_named()
    {
        using NetworkNamespaceLan lan = new(output);
        LanHost host = lan.AddHost("d", "10.20.0.1/24");
        string open = Directory.CreateDirectory(Path.Combine(_folder, "open")).FullName;
        Directory.CreateDirectory(Path.Combine(open, "inner"));
        foreach (string kind in (string[])["misc", "notify_up", "notify_down", "quorum_down", "fifo"])
        {
            Write(kind, "exit 0");
        }
        string script = Write(Path.Combine("open", "inner", "fails"), "touch \"$0.ran\"; exit 1");
        File.SetUnixFileMode(open, (UnixFileMode)0b111_111_111);

        DirectorProcess director = lan.Start(
            host, DirectorKind.Ours,
            Config().Replace(Path.Combine(_folder, "fails"), script, StringComparison.Ordinal), "-C");
        director.WaitForLog("Startup complete");

        director.WaitForLog($"{open}: writable by all");
        Assert.DoesNotContain(director.Log, line => line.Contains($"{open}/inner:", StringComparison.Ordinal));
        Assert.Equal(0, director.Stop());
        Assert.False(File.Exists(script + ".ran"));
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        return file;
    }

    private string Config() => $$"""
        global_defs {
            script_user root
            enable_script_security
            lvs_notify_fifo {{_folder}}/lvs.fifo
            lvs_notify_fifo_script {{_folder}}/fifo
        }
        virtual_server 192.0.2.1 80 {
            delay_loop 0.5
            warmup 0
            protocol TCP
            lvs_sched rr
            lvs_method NAT
            quorum 2
            quorum_down {{_folder}}/quorum_down
            real_server 10.20.0.2 80 {
                MISC_CHECK {
                    misc_path {{_folder}}/misc
                }
            }
            real_server 10.20.0.3 80 {
                notify_up {{_folder}}/notify_up
                notify_down {{_folder}}/notify_down
                MISC_CHECK {
                    misc_path {{_folder}}/fails
                }
            }
        }
        """;
}
