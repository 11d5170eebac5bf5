using System.Diagnostics;
using System.Globalization;
using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Recovery;

/// <summary>
/// kill -9 at random instants of start, election, fail-over and stop, then a restart: what the dead daemon left is
/// gone or in use again, and what was never its own is untouched. INTEROP_KILLS sets the number, INTEROP_SEED others.
/// </summary>
public sealed class RandomKillTests(ITestOutputHelper output)
{
    private const string Foreign = "10.0.0.200/32";
    private const int DefaultKills = 10;

    private static readonly string[] _virtual = ["10.0.0.100/32", "10.0.0.101/24", "10.0.0.102/32"];

    private enum Moment
    {
        Start,
        Election,
        FailOver,
        Stop,
    }

    [NamespaceFact]
    public void A_restart_after_kill_leaves_no_orphaned_address_or_process()
    {
        int kills = Machine.Setting("INTEROP_KILLS", DefaultKills);
        int seed = Machine.Setting("INTEROP_SEED", 1);
        output.WriteLine($"INTEROP_SEED={seed} INTEROP_KILLS={kills}");
        var random = new Random(seed);
        (Moment Moment, TimeSpan Delay)[] plan = [.. Enumerable.Range(0, kills).Select(n => (
            (Moment)(n % Enum.GetValues<Moment>().Length), TimeSpan.FromMilliseconds(random.Next(0, 500))))];

        Parallel.ForEach(plan, new ParallelOptions { MaxDegreeOfParallelism = 3 }, kill =>
        {
            output.WriteLine($"kill {kill.Delay.TotalMilliseconds} ms after {kill.Moment}");
            KillAndRestart(kill.Moment, kill.Delay);
        });
    }

    private void KillAndRestart(Moment moment, TimeSpan delay)
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost a = lan.AddHost("a", "10.0.0.1/24");
        LanHost b = lan.AddHost("b", "10.0.0.2/24");
        a.Ip("addr", "add", Foreign, "dev", "eth0");
        string config = Config(a);
        string[] others = Pids(a);
        DirectorProcess director = lan.Start(a, DirectorKind.Ours, config);
        Reach(moment, lan, director, b);
        // The random instant is what is tested; nothing is expected to have happened by then.
        Thread.Sleep(delay);
        KillOnlyTheDaemon(director);
        string[] orphans = [.. Pids(a).Except(others)];

        DirectorProcess next = lan.Start(a, DirectorKind.Ours, config);

        next.WaitFor("MASTER");
        Eventually.That(
            () => a.Addresses.HasAll([.. _virtual, Foreign, "10.0.0.1/24"]),
            "all addresses, ours and others",
            next.Story);
        Eventually.That(
            () => !orphans.Any(pid => Directory.Exists("/proc/" + pid)),
            "no process of the killed daemon is left",
            () => Describe(orphans) + next.Story());
        Assert.Equal(0, next.Stop());
        Eventually.That(() => a.Addresses.HasNone(_virtual), "no virtual address after the stop", next.Story);
        Assert.True(a.Addresses.HasAll(Foreign, "10.0.0.1/24"), a.Addresses.ToString());
        Eventually.That(
            () => !Pids(a).Except(others).Any(), "no process after the stop", () => Describe(Pids(a)));
    }

    private static void Reach(Moment moment, NetworkNamespaceLan lan, DirectorProcess director, LanHost peerHost)
    {
        switch (moment)
        {
            case Moment.Start:
                break;
            case Moment.Election:
                director.WaitFor("BACKUP");
                break;
            case Moment.FailOver:
                DirectorProcess peer = lan.Start(
                    peerHost, DirectorKind.Reference, new InstanceText(150) { Addresses = Plain }.ToString());
                peer.WaitFor("MASTER");
                director.WaitFor("BACKUP");
                peer.KillHard();
                break;
            case Moment.Stop:
                director.WaitFor("MASTER");
                director.Signal("TERM");
                break;
            default:
                throw new UnreachableException(moment.ToString());
        }
    }

    private static string[] Plain => [.. _virtual];

    // Scripts of each kind that are likely to be running at any instant.
    private static string Config(LanHost host)
    {
        string linger = Path.Combine(host.Directory, "linger.sh");
        File.WriteAllText(linger, "#!/bin/sh\nexec sleep 300\n");
        string check = Path.Combine(host.Directory, "check.sh");
        File.WriteAllText(check, "#!/bin/sh\nexec sleep 0.3\n");
        File.SetUnixFileMode(linger, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetUnixFileMode(check, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string script = $$"""
            vrrp_script check {
                script "{{check}}"
                interval 1
                timeout 5
            }

            """;
        string more = $"track_script {{\ncheck\n}}\nnotify_backup \"{linger}\"\nnotify_master \"{linger}\"";
        return script + new InstanceText(100) { Addresses = Plain, More = more };
    }

    // What an administrator does: one signal to the process whose id is in the pid file. The reference's children
    // are told by the system then, and get a moment to end.
    private static void KillOnlyTheDaemon(DirectorProcess director)
    {
        if (!Machine.OursIsReference)
        {
            _ = Shell.Try("kill", "-KILL", director.Pid.ToString(CultureInfo.InvariantCulture));
            director.WaitForExit();
        }
        else
        {
            director.KillHard();
        }
    }

    private static string[] Pids(LanHost host)
    {
        string all = Shell.Run("ip", "netns", "pids", host.Namespace);
        return [.. all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(pid => !Zombie(pid))];
    }

    private static string Describe(string[] pids) =>
        Shell.Try("ps", "-o", "pid,ppid,pgid,stat,args", "-p", string.Join(',', pids)).Output;

    private static bool Zombie(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
