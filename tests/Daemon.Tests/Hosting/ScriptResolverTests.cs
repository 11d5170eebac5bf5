using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Core.Tests;
using Keepalived.Daemon.Hosting;

namespace Keepalived.Daemon.Tests.Hosting;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ScriptResolverTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ka-script-").FullName;
    private GlobalConfig _global = ConfLines.Global("script_user root");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Path_is_that_behind_the_links_unless_use_symlink_paths_keeps_it()
    {
        string script = Script("real");
        string link = Path.Combine(_directory, "link");
        File.CreateSymbolicLink(link, script);

        Assert.Equal([script, "a b"], Resolve(link)!.Words);
        _global = ConfLines.Global("script_user root\nuse_symlink_paths");
        Assert.Equal([link, "a b"], Resolve(link)!.Words);
    }

    [Fact]
    public void Groups_beyond_the_first_come_with_set_supplementary_groups_only()
    {
        Assert.False(Resolve(Script("one"))!.HasAllGroups);
        _global = ConfLines.Global("script_user root\nset_supplementary_groups");
        Assert.True(Resolve(Script("one"))!.HasAllGroups);
    }

    [Fact]
    public void Script_security_refuses_what_others_could_change_and_names_the_component_its_owner_and_its_mode()
    {
        string script = Script("open");
        Assert.NotNull(Resolve(script));
        _global = ConfLines.Global("script_user root\nenable_script_security");

        Assert.Null(Resolve(script, out string refusal));
        Assert.Matches("^/tmp: writable by all \\(owner 0, group 0, mode 1777\\)$", refusal);
    }

    [Fact]
    public void Default_user_is_refused_under_script_security()
    {
        _global = ConfLines.Global("enable_script_security");

        Assert.Null(Resolve("/bin/true", out string refusal));
        Assert.Contains("script_user", refusal);
    }

    [Theory]
    [InlineData("/no/such/script", "/no/such/script: ")]
    [InlineData("/etc", "/etc: not a regular file")]
    [InlineData("/etc/passwd", "/etc/passwd: not executable")]
    [InlineData("no-such-program-anywhere", "no-such-program-anywhere: not found in PATH")]
    public void What_cannot_run_is_named(string path, string expected)
    {
        Assert.Null(Resolve(path, out string refusal));
        Assert.StartsWith(expected, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("user nobody", 65534)]
    public void A_tracked_script_runs_as_its_user(string line, int user) =>
        Assert.Equal(user, UserOfTracked("script_user root", line));

    [Fact]
    public void A_script_without_a_user_runs_as_that_of_script_user() =>
        Assert.Equal(65534, UserOfTracked("script_user nobody", ""));

    private static int UserOfTracked(string global, string line)
    {
        KeepalivedConfig config = ConfLines.File(
            $"global_defs {{\n{global}\n}}\nvrrp_script s {{\nscript /bin/true\n{line}\n}}\n");

        ScriptCommand? command = new ScriptResolver(() => config.Global).Resolve(config.Scripts[0].Script, out _);

        return command!.UserId;
    }

    private string Script(string name)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllText(path, "#!/bin/sh\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private ScriptCommand? Resolve(string path) => Resolve(path, out _);

    private ScriptCommand? Resolve(string path, out string refusal) =>
        new ScriptResolver(() => _global).Resolve(new NotifyScriptConfig([path, "a b"]), out refusal);
}
