using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Processes;

/// <summary>
/// The unit of samples/ under a real systemd: installed by the two lines in its head, then reloaded, refused, killed,
/// frozen and uninstalled. systemd runs inside User-Mode Linux, because it is not process 1 of every test machine.
/// </summary>
[Trait("Needs", "Uml")]
public sealed class SystemdTests(ITestOutputHelper output)
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(400);

    private static readonly string[] _expected =
    [
        "install: 0",
        "enabled: enabled",
        "active: active",
        "status: running",
        "address: yes",
        "script: yes",
        "dump: yes",
        "reload: 0",
        "reloaded: yes",
        "refused: yes",
        "kept: yes",
        "killed: yes",
        "recovered: yes",
        "cleaned: yes",
        "watchdog: yes",
        "result: 1",
        "uninstall: 0",
        "stopped: inactive 0",
        "withdrawn: yes",
    ];

    [SystemdFact]
    public void The_unit_lives_under_systemd_as_its_head_says()
    {
        string uml = Path.Combine(Machine.Root, "tests", "lib", "uml.sh");
        string[] arguments =
        [
            "-t", "380", Path.Combine(Machine.Root, "tests", "lib", "systemd-guest.sh"),
            Path.Combine(Machine.Root, "tests", "lib", "unit-under-systemd.sh"),
        ];
        string text = Shell.RunLong(_limit, Machine.Root, uml, arguments);
        output.WriteLine(text);

        string[] said = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(_expected, said);
    }
}

/// <summary>A test under systemd inside User-Mode Linux; skipped with the reason where one of them is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SystemdFactAttribute : FactAttribute
{
    public SystemdFactAttribute()
    {
        (int code, string reason) =
            Shell.Try(Path.Combine(Machine.Root, "tests", "lib", "uml.sh"), "--check");
        Skip = Machine.MissingForNamespaces
            ?? (code != 0 ? "missing component: " + reason.Trim() : null)
            ?? (File.Exists("/lib/systemd/systemd") ? null : "missing component: systemd");
    }
}
