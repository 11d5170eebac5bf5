using Keepalived.Config.Host;
using Keepalived.Core.Ports;
using Keepalived.Linux.Host;
using Keepalived.Linux.Processes;
using Linux.Tests.Support;

namespace Linux.Tests.Host;

/// <summary>Each component of a script's path, as root sees it. A private /root is where only root can write.</summary>
public sealed class ScriptSecurityTests : IDisposable
{
    private readonly string _root = Path.Combine("/root", $"ka-script-{Environment.ProcessId}-{Guid.NewGuid():N}");
    private readonly string _script;

    public ScriptSecurityTests()
    {
        _script = Path.Combine(_root, "a", "b", "script");
        if (Privileges.IsRoot)
        {
            Directory.CreateDirectory(Path.Combine(_root, "a", "b"));
            File.WriteAllText(_script, "#!/bin/sh\n");
            Mode(_script, 0x1ED);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    [PrivilegedFact]
    public void Path_that_only_root_can_change_is_secure() => Expect(ScriptStanding.Secure, "", "");

    [PrivilegedFact]
    public void Script_that_its_group_can_write_is_named()
    {
        Command.Run("/bin/chgrp", "1", _script);
        Mode(_script, 0x1FD);

        Expect(ScriptStanding.Insecure, _script, "writable by its group (owner 0, group 1, mode 0775)");
    }

    [PrivilegedFact]
    public void Script_that_all_can_write_is_named()
    {
        Mode(_script, 0x1EF);

        Expect(ScriptStanding.Insecure, _script, "writable by all (owner 0, group 0, mode 0757)");
    }

    [PrivilegedFact]
    public void Script_of_another_user_is_named()
    {
        Command.Run("/bin/chown", "1", _script);

        Expect(ScriptStanding.Insecure, _script, "not owned by root (owner 1, group 0, mode 0755)");
    }

    [PrivilegedFact]
    public void Directory_in_the_middle_is_named()
    {
        string middle = Path.Combine(_root, "a");
        Mode(middle, 0x1FF);

        Expect(ScriptStanding.Insecure, middle, "writable by all (owner 0, group 0, mode 0777)");
    }

    [PrivilegedFact]
    public void Directory_that_a_link_leads_through_is_named()
    {
        string open = Path.Combine(_root, "open");
        Directory.CreateDirectory(open);
        Mode(open, 0x1FF);
        string target = Path.Combine(open, "target");
        File.Move(_script, target);
        File.CreateSymbolicLink(_script, target);

        Expect(ScriptStanding.Insecure, open, "writable by all (owner 0, group 0, mode 0777)");
    }

    [PrivilegedFact]
    public void Link_of_another_user_is_named()
    {
        string link = Path.Combine(_root, "link");
        File.CreateSymbolicLink(link, _script);
        Command.Run("/bin/chown", "-h", "1", link);

        ScriptVerdict verdict = ScriptSecurity.Check(link, null);

        Assert.Equal((ScriptStanding.Insecure, link), (verdict.Standing, verdict.Component));
    }

    [PrivilegedFact]
    public void Real_path_has_no_links()
    {
        string link = Path.Combine(_root, "link");
        File.CreateSymbolicLink(link, Path.Combine(_root, "a"));

        Assert.Equal(_script, ScriptSecurity.RealPath(Path.Combine(link, "b", "script")));
        Assert.Null(ScriptSecurity.RealPath(Path.Combine(link, "none")));
    }

    [Theory]
    [InlineData(true, "--init-groups")]
    [InlineData(false, "--clear-groups")]
    public void Groups_of_the_user_are_asked_for_or_left_out(bool all, string option)
    {
        List<string> line = [];

        ScriptSpawner.AddUser(line, new ScriptCommand(["/bin/true"], 65534, 65534) { HasAllGroups = all });

        Assert.Equal(["--reuid=65534", "--regid=65534", option], line);
    }

    [PrivilegedFact]
    public async Task Script_has_its_first_group_alone_and_descriptors_0_to_2()
    {
        string report = Path.Combine(Path.GetTempPath(), $"ka-groups-{Guid.NewGuid():N}");
        using FileStream leaked = File.OpenRead("/dev/null");
        using ScriptSpawner spawner = new();
        TaskCompletionSource<ScriptResult> done = new();
        File.WriteAllText(report, "");
        Mode(report, 0x1B6);
        string text = $"{{ id -G; ls /proc/self/fd | tr '\\n' ' '; }} >{report}";
        spawner.Run(
            new ScriptCommand(["/bin/sh", "-c", text], 65534, 65534), TimeSpan.FromSeconds(20), done.SetResult);
        ScriptResult result = await done.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(0, result.ExitStatus);
        // Descriptor 3 is the directory that ls itself reads.
        Assert.Equal("65534\n0 1 2 3 ", await File.ReadAllTextAsync(report));
        File.Delete(report);
    }

    private static void Mode(string path, int mode) => File.SetUnixFileMode(path, (UnixFileMode)mode);

    private void Expect(ScriptStanding standing, string component, string text)
    {
        ScriptVerdict verdict = ScriptSecurity.Check(_script, null);

        Assert.Equal(new ScriptVerdict(standing, component, text), verdict);
    }
}
