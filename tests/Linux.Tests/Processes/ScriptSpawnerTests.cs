using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Keepalived.Core.Ports;
using Keepalived.Linux.Host;
using Keepalived.Linux.Processes;
using Linux.Tests.Sockets;
using Linux.Tests.Support;

namespace Linux.Tests.Processes;

public sealed partial class ScriptSpawnerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly BlockingCollection<ScriptResult> _results = [];
    private readonly ScriptSpawner _spawner;

    public ScriptSpawnerTests() =>
        _spawner = new ScriptSpawner(new ScriptSpawnerOptions { RecordPath = Path.Combine(_directory.Path, "groups") });

    public void Dispose()
    {
        _spawner.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("exit 0", 0, 0)]
    [InlineData("exit 3", 3, 0)]
    [InlineData("exit 255", 255, 0)]
    [InlineData("kill -9 $$", -1, 9)]
    [InlineData("kill -PIPE $$", -1, 13)]
    public void The_way_a_script_ends_is_told(string text, int status, int signal) =>
        Assert.Equal(new ScriptResult(status, signal, false, 0), Run(text));

    [Fact]
    public void Words_arrive_as_they_are()
    {
        Run("for word in \"$@\"; do echo \"<$word>\"; done > " + _directory["words"], "a b", "", "ü'\"$HOME");
        Assert.Equal("<a b>\n<>\n<ü'\"$HOME>\n", File.ReadAllText(_directory["words"]));
    }

    [Fact]
    public void A_script_has_its_own_group_no_descriptor_of_ours_and_nothing_withheld()
    {
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", "/nowhere");
        Environment.SetEnvironmentVariable("KA_TEST", "handed on");
        using FileStream leak = File.Create(_directory["leak"]);
        int raw = dup((int)leak.SafeFileHandle.DangerousGetHandle());
        try
        {
            // The group before anything else: "ls" in a pipe would not change it, but reads its own directory of /proc.
            Run($"ls -l /proc/self/fd > {_directory["fds"]}; cut -d' ' -f5 /proc/$$/stat > {_directory["group"]}; "
                + $"echo $$ >> {_directory["group"]}; env > {_directory["env"]}; "
                + $"grep Sig /proc/self/status > {_directory["signals"]}");
        }
        finally
        {
            close(raw);
            Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
            Environment.SetEnvironmentVariable("KA_TEST", null);
        }

        string descriptors = File.ReadAllText(_directory["fds"]);
        Assert.Contains("0 -> /dev/null", descriptors, StringComparison.Ordinal);
        Assert.Contains("2 -> /dev/null", descriptors, StringComparison.Ordinal);
        Assert.DoesNotContain("leak", descriptors, StringComparison.Ordinal);
        Assert.DoesNotContain("eventfd", descriptors, StringComparison.Ordinal);
        Assert.DoesNotContain("socket", descriptors, StringComparison.Ordinal);
        string[] group = File.ReadAllLines(_directory["group"]);
        Assert.Equal(group[1], group[0]);
        string environment = File.ReadAllText(_directory["env"]);
        Assert.Contains("KA_TEST=handed on", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("NOTIFY_SOCKET", environment, StringComparison.Ordinal);
        // Signals 32 and 33 are the C library's own, and its posix_spawn ignores them in the child.
        Assert.Equal(0ul, SignalsOf("SigIgn") & ~0x1_8000_0000ul);
        Assert.Equal(0ul, SignalsOf("SigBlk"));
    }

    [PrivilegedFact]
    public void A_script_runs_as_the_user_that_was_asked_for_with_its_groups()
    {
        UserEntry user = UserDatabase.FindUser("nobody")!;
        string file = _directory["id"];
        File.WriteAllText(file, "");
        File.SetUnixFileMode(file, (UnixFileMode)0x1B6);
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0x1ED);
        string script = Script($"id -u > {file}; id -G >> {file}; ls /root >> {file} 2>&1");
        _spawner.Run(new ScriptCommand([script], user.UserId, user.GroupId), Waits.Long, _results.Add);
        Next();
        string[] lines = File.ReadAllLines(file);
        Assert.Equal(user.UserId.ToString(CultureInfo.InvariantCulture), lines[0]);
        Assert.Equal(user.Groups.Order(), lines[1].Split(' ').Select(int.Parse).Order());
        Assert.Contains("Permission denied", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_cannot_run_is_a_start_error()
    {
        _spawner.Run(new ScriptCommand(["/no/such/program"]), Waits.Long, _results.Add);
        Assert.Equal(new ScriptResult(-1, 0, false, 2), Next());
        _spawner.Run(new ScriptCommand(["/etc/passwd"]), Waits.Long, _results.Add);
        Assert.Equal(13, Next().StartError);
        _spawner.Run(new ScriptCommand([]), Waits.Long, _results.Add);
        Assert.Equal(2, Next().StartError);
    }

    [Fact]
    public void A_time_out_ends_the_whole_group_even_what_ignores_SIGTERM()
    {
        string child = _directory["child"];
        string stubborn = $"trap \"\" TERM; echo $$ > {child}.new; mv {child}.new {child}; while :; do sleep 1; done";
        string script = Script($"sh -c '{stubborn}' & wait");
        _spawner.Run(new ScriptCommand([script]), TimeSpan.FromSeconds(5), _results.Add);
        ScriptResult result = Next();
        Assert.True(result.TimedOut);
        Assert.False(result.Succeeded);
        int pid = WaitForPid(child);
        while (ProcessFacts.StartTimeOf(pid) != 0 && !ProcessFacts.IsZombie(pid))
        {
            Thread.Yield();
        }
    }

    [Fact]
    public void Ending_a_script_by_hand_tells_the_signal_and_comes_too_late_only_once()
    {
        string child = _directory["child"];
        string script = Script($"echo $$ > {child}.new; mv {child}.new {child}; exec sleep 300");
        IScriptRun run = _spawner.Run(new ScriptCommand([script]), TimeSpan.FromMinutes(1), _results.Add);
        WaitForPid(child);
        run.Kill(TimeSpan.FromSeconds(1));
        Assert.Equal(new ScriptResult(-1, 15, false, 0), Next());
        run.Kill(TimeSpan.Zero);
        Assert.Equal(0, Run("exit 0").ExitStatus);
        Assert.Empty(_results);
    }

    [Fact]
    public void Many_at_once_end_each_with_their_own_status()
    {
        string script = Script("exit $1");
        var seen = new ConcurrentDictionary<int, int>();
        using var all = new CountdownEvent(40);
        for (int i = 0; i < 40; i++)
        {
            int number = i;
            string word = number.ToString(CultureInfo.InvariantCulture);
            _spawner.Run(new ScriptCommand([script, word]), Waits.Long, result =>
            {
                seen[number] = result.ExitStatus;
                all.Signal();
            });
        }

        Assert.True(all.Wait(Waits.Long));
        Assert.All(seen, pair => Assert.Equal(pair.Key, pair.Value));
    }

    [Fact]
    public void Disposal_kills_what_runs_and_tells_of_it()
    {
        string child = _directory["child"];
        using var spawner = new ScriptSpawner();
        string script = Script($"echo $$ > {child}.new; mv {child}.new {child}; exec sleep 300");
        spawner.Run(new ScriptCommand([script]), TimeSpan.FromMinutes(1), _results.Add);
        int pid = WaitForPid(child);
        spawner.Dispose();
        Assert.Equal(9, Next().Signal);
        Assert.Equal(0ul, ProcessFacts.StartTimeOf(pid));
    }

    [Fact]
    public void Leftovers_of_a_killed_daemon_are_ended_and_foreign_processes_are_not()
    {
        string child = _directory["child"];
        string script = Script($"sleep 300 & echo $! > {child}.new; mv {child}.new {child}; wait");
        _spawner.Run(new ScriptCommand([script]), TimeSpan.FromMinutes(1), _results.Add);
        int orphan = WaitForPid(child);
        string record;
        while (string.IsNullOrWhiteSpace(record = File.ReadAllText(_directory["groups"])))
        {
            // It is written when the script runs already.
            Thread.Yield();
        }

        int group = int.Parse(record.Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.Equal(group, ProcessFacts.GroupOf(orphan));

        // The same group with another start time belongs to somebody else.
        string[] words = record.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        byte[] forged = System.Text.Encoding.ASCII.GetBytes($"{group} 1 {words[2]}\nrubbish\n1 2 3\n");
        Assert.True(SafeFile.TryWrite(_directory["forged"], forged, out _));
        Assert.Equal(0, ScriptLeftovers.EndAll(_directory["forged"]));
        Assert.False(File.Exists(_directory["forged"]));
        Assert.NotEqual(0ul, ProcessFacts.StartTimeOf(orphan));

        File.Copy(_directory["groups"], _directory["left"]);
        Assert.Equal(1, ScriptLeftovers.EndAll(_directory["left"]));
        Assert.Equal(9, Next().Signal);
    }

    [Fact]
    public void The_record_is_empty_when_nothing_runs()
    {
        Run("exit 0");
        Assert.Equal(0, Run("exit 0").ExitStatus);
        _spawner.Dispose();
        Assert.False(File.Exists(_directory["groups"]));
    }

    [Fact]
    public void Only_orphans_are_reaped_not_the_children_that_somebody_waits_for()
    {
        int known = ProcessStarter.Start("/bin/true", ["true"], []);
        int unknown = ProcessStarter.Start("/bin/true", ["true"], []);
        while (!ProcessFacts.IsZombie(known) || !ProcessFacts.IsZombie(unknown))
        {
            Thread.Yield();
        }

        Assert.Equal(1, OrphanReaper.Reap(pid => pid != unknown));
        Assert.Equal(0ul, ProcessFacts.StartTimeOf(unknown));
        Assert.True(ProcessFacts.IsZombie(known));
        Assert.Equal(1, OrphanReaper.Reap(pid => pid != known));
    }

    private ulong SignalsOf(string name)
    {
        string line = File.ReadAllLines(_directory["signals"])
            .Single(one => one.StartsWith(name, StringComparison.Ordinal));
        return ulong.Parse(line.AsSpan(name.Length + 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private ScriptResult Run(string text, params string[] words)
    {
        _spawner.Run(new ScriptCommand([Script(text), .. words]), Waits.Long, _results.Add);
        return Next();
    }

    private ScriptResult Next() => _results.TryTake(out ScriptResult result, Waits.Long)
        ? result
        : throw new TimeoutException("the script never ended");

    private string Script(string text)
    {
        string path = _directory[$"script-{Guid.NewGuid():N}"];
        File.WriteAllText($"{path}.text", $"#!/bin/sh\n{text}\n");
        // Another process makes the file that is run: of ours, a child that another test starts right now may hold a
        // copy of the descriptor for a moment, and what is open for writing cannot be run (ETXTBSY).
        Command.Run("/usr/bin/install", "-m", "755", $"{path}.text", path);
        return path;
    }

    private static int WaitForPid(string file)
    {
        while (!File.Exists(file))
        {
            Thread.Yield();
        }

        return int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);
    }

    // Without close-on-exec, as a careless library would leave it.
    [LibraryImport("libc")]
    private static partial int dup(int fd);

    [LibraryImport("libc")]
    private static partial int close(int fd);
}
