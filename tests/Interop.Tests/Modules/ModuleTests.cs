using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Modules;

/// <summary>
/// VRRP on ipvlan, in a VRF and on VLANs, with and without a virtual MAC address: what neither every machine's kernel
/// nor that of a container has. tests/run.sh runs them inside User-Mode Linux. Ours and the reference each live the
/// same life beside the other one, and have to be seen doing the same.
/// </summary>
[Trait("Needs", "Modules")]
public sealed class ModuleTests(PlayedModules played, ITestOutputHelper output) : IClassFixture<PlayedModules>
{
    public static TheoryData<DirectorKind, string> Rows
    {
        get
        {
            TheoryData<DirectorKind, string> rows = [];
            foreach (DirectorKind kind in Enum.GetValues<DirectorKind>())
            {
                foreach (ModuleCase one in ModuleCases.All)
                {
                    rows.Add(kind, one.Name);
                }
            }

            return rows;
        }
    }

    [ModuleTheory]
    [MemberData(nameof(Rows))]
    public void An_instance_lives_where_its_interface_is(DirectorKind kind, string name)
    {
        ModuleCase one = ModuleCases.All.Single(it => it.Name == name);
        ModulePlay play = played.By(kind);
        string sender = $"with its {(one.HasVirtualMac ? "virtual" : "own")} MAC in VLAN {one.Vlan}";
        string master = $"MASTER | {one.OwnLinkIs} | {one.Device} | a {sender}";
        (string Step, string Seen)[] expected =
        [
            ("alone", $"{master} | answers"),
            ("beside a better one", $"BACKUP | {one.OwnLinkIs} |  | b {sender}"),
            ("after its death", master),
            ("without cables", $"FAULT | {one.OwnLinkIs} |  | a {sender}"),
            ("with cables", master),
            ("stopped", "exit 0 | none |  | left "),
        ];

        (string Step, string Seen)[] seen =
            [.. expected.Select(it => (it.Step, play.Seen.GetValueOrDefault((it.Step, name), "never came to this")))];

        output.WriteLine(string.Join('\n', seen));
        output.WriteLine(play.Story);
        Assert.Equal(expected, seen);
    }
}

/// <summary>Plays each life once, for all rows.</summary>
public sealed class PlayedModules
{
    private readonly Dictionary<DirectorKind, Lazy<ModulePlay>> _plays =
        Enum.GetValues<DirectorKind>().ToDictionary(kind => kind, kind => new Lazy<ModulePlay>(() => Play(kind)));

    internal ModulePlay By(DirectorKind kind) => _plays[kind].Value;

    private static ModulePlay Play(DirectorKind kind)
    {
        using var play = new ModulePlay(kind);
        play.Run();
        return play;
    }
}

/// <summary>A theory that needs ipvlan, VRF and VLAN devices; skipped with the reason where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ModuleTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<string?> _missing = new(FindMissing);

    public ModuleTheoryAttribute() => Skip = Machine.MissingForNamespaces ?? _missing.Value;

    private static string? FindMissing()
    {
        string name = NetworkNamespaceLan.NewName("m");
        Shell.Run("ip", "netns", "add", name);
        (int code, string text) = Shell.TryWithInput(
            "link add name v type veth peer name w\nlink add link v name v.1 type vlan id 1\n"
            + "link add name ip1 link w type ipvlan mode l2\nlink add name vrf9 type vrf table 9\n",
            "ip", "-n", name, "-batch", "-");
        Leftovers.Delete(name);
        return code == 0 ? null : "missing component: ipvlan, vrf or 8021q of the kernel: " + text.Trim();
    }
}
