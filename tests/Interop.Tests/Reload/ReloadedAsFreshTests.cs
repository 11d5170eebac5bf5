using System.Text.RegularExpressions;
using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Reload;

/// <summary>
/// However a configuration came about, the kernel holds what it says and nothing else: after each of a series of
/// random reloads it looks as after a fresh start with the same file, and after the stop as before the start.
/// INTEROP_STEPS is the number of reloads, INTEROP_SEED replays a run.
/// </summary>
public sealed partial class ReloadedAsFreshTests(ITestOutputHelper output)
{
    private const int DefaultSteps = 6;
    private const int DefaultSeed = 2;

    [NamespaceFact]
    public void What_reloads_lead_to_is_what_a_fresh_start_makes()
    {
        if (Machine.OursIsReference)
        {
            output.WriteLine("The reference leaves some of what was there before.");
            return;
        }

        int steps = Machine.Setting("INTEROP_STEPS", DefaultSteps);
        int seed = Machine.Setting("INTEROP_SEED", DefaultSeed);
        output.WriteLine($"INTEROP_SEED={seed} INTEROP_STEPS={steps}");
        RandomRouters file = new(new Random(seed));
        using NetworkNamespaceLan lan = new(output);
        LanHost host = AddHost(lan);
        string before = State(host);
        output.WriteLine(file.Change());
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, file.ToString());
        ExpectMasters(director, file);

        for (int n = 0; n < steps; n++)
        {
            output.WriteLine(file.Change());
            director.WriteConfig(file.ToString());
            director.Signal("HUP");
            ExpectAsFresh(director, file);
        }

        Assert.Equal(0, director.Stop());
        Assert.Equal(before, State(host));
    }

    private static LanHost AddHost(NetworkNamespaceLan lan)
    {
        LanHost host = lan.AddHost("a", "10.0.0.1/24", "10.1.0.1/24");
        lan.EnableV6(host);
        return host;
    }

    private static void ExpectMasters(DirectorProcess director, RandomRouters file) => Eventually.That(
        () => file.Names.All(name => director.Is("MASTER", name)), "all are Master", director.Story);

    private void ExpectAsFresh(DirectorProcess director, RandomRouters file)
    {
        using NetworkNamespaceLan lan = new(output);
        LanHost host = AddHost(lan);
        string empty = State(host);
        DirectorProcess fresh = lan.Start(host, DirectorKind.Ours, file.ToString());
        ExpectMasters(fresh, file);
        string wanted = "", found = "";
        Eventually.That(
            () => (wanted = State(host)) == (found = State(director.Host)),
            $"as after a fresh start with\n{file}",
            () => Difference(wanted, found) + director.Story());
        Assert.Equal(0, fresh.Stop());
        Assert.Equal(empty, State(host));
    }

    private static string Difference(string wanted, string found)
    {
        string[] one = wanted.Split('\n'), two = found.Split('\n');
        return string.Join('\n', [.. one.Except(two).Select(static l => "- " + l),
            .. two.Except(one).Select(static l => "+ " + l), ""]);
    }

    /// <summary>
    /// Sorted lines without the numbers and addresses that the machine chose. Which address of a network is the first
    /// one follows from the order in which they came; and chains of the firewall stay until its table goes.
    /// </summary>
    private static string State(LanHost host)
    {
        string[] lines = Shell.Run("ip", "netns", "exec", host.Namespace, "sh", "-c", """
            ip -o addr; ip -o link; ip route show table all; ip -6 route show table all; ip rule; ip -6 rule
            nft -s list ruleset | tr -d '\n\t' | grep -o 'elements = {[^}]*}' | grep -v nd-neighbor
            cd /proc/sys/net/ipv4/conf
            grep -H . */arp_ignore */arp_filter */rp_filter */promote_secondaries */accept_local
            """).Split('\n');
        // Link-local addresses of the kernel's own come by themselves, and not at once.
        return string.Join('\n', lines.Where(static l => !l.Contains("fe80:", StringComparison.Ordinal))
            .Select(Plain).Where(static l => l.Length > 0).Distinct().Order(StringComparer.Ordinal));
    }

    private static string Plain(string line)
    {
        string plain = Chosen().Replace(line, "").Trim();
        Match elements = Elements().Match(plain);
        return elements.Success
            ? string.Join(',', elements.Groups[1].Value.Split(',').Select(static e => e.Trim()).Order()) : plain;
    }

    // Interface numbers, and MAC addresses that are none of a virtual router.
    [GeneratedRegex(@"^\d+: |@if\d+| link-netns\S* \S+|link/ether (?!00:00:5e)\S+|qdisc \S+|qlen \d+"
        + @"| tentative| secondary| src 10\S+")]
    private static partial Regex Chosen();

    [GeneratedRegex(@"elements = \{(.*)\}")]
    private static partial Regex Elements();
}
