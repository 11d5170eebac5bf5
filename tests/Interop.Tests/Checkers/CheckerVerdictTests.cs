using System.Globalization;
using System.Text.RegularExpressions;
using Interop.Tests.Harness;
using Interop.Tests.Scenarios;
using Xunit.Abstractions;

namespace Interop.Tests.Checkers;

/// <summary>
/// Every checker against servers that are healthy, broken or hostile: the verdict, its reason, time and memory, and the
/// reference beside it. The table is <c>checkers.txt</c>.
/// </summary>
public sealed partial class CheckerVerdictTests(ITestOutputHelper output)
{
    /// <summary>Octets of memory that the daemon had at most; the runtime alone takes a third of it.</summary>
    private const long MostMemory = 320L << 20;

    private static readonly IReadOnlyList<CheckerCase> _cases = CheckerCase.ReadAll();

    /// <summary>Those that fail at once: an attempt that hangs when they heal would only be waited for.</summary>
    private static readonly HashSet<string> _quick = new(StringComparer.Ordinal)
    {
        "refused", "absent", "reset", "closes", "not-found", "garbage", "no-tls", "exit-1", "exit-7", "signal",
    };

    [NamespaceFact]
    public void Each_server_gets_its_verdict_in_bounded_time_and_memory_and_so_says_the_reference()
    {
        string[] absent = [.. CheckerPeers.Needed.Where(program => Machine.FindOnPath(program) is null)];
        Assert.True(absent.Length == 0, $"missing component: {string.Join(", ", absent)}");
        Assert.True(IpvsAnswers.Missing is null, IpvsAnswers.Missing);
        using CheckerWorld world = new(output, _cases);

        Settle(world.Ours, _cases, each => each.IsUp, _ => false);
        string dump = CheckerWorld.Dump(world.Ours, _cases.Count);
        string[] flaws = [.. _cases.SelectMany(each => Flaws(each, dump))];
        Assert.True(flaws.Length == 0, string.Join('\n', flaws));
        CheckerCase[] comparable = [.. _cases.Where(each => !each.ReferenceIsByChance)];
        Settle(world.Reference, comparable, each => each.ReferenceIsUp, each => each.ReferenceNeverEnds);
        Assert.InRange(PeakMemory(world.Ours), 1, MostMemory);
        // Lines and nothing between them, from both: not a NUL either.
        Assert.DoesNotContain("\0", CheckerWorld.FifoText(world.Reference), StringComparison.Ordinal);
        Assert.DoesNotContain("\0", CheckerWorld.FifoText(world.Ours), StringComparison.Ordinal);

        world.Heal();
        ExpectRecovery(world.Ours, [.. _cases.Where(
            each => !each.IsUp && !each.StaysDown && _quick.Contains(each.Behaviour))]);
        Assert.Equal(0, world.Ours.Stop());
    }

    /// <summary>Of every kind of checker some were down; all of these come up.</summary>
    private static void ExpectRecovery(DirectorProcess director, CheckerCase[] cases)
    {
        Assert.Equal(_cases.Select(each => each.Kind).Distinct().Order(StringComparer.Ordinal),
            cases.Select(each => each.Kind).Distinct().Order(StringComparer.Ordinal));
        string fifo = "";
        Eventually.That(
            () => cases.All(each => Told(each, fifo = CheckerWorld.FifoText(director), "UP")),
            $"{director.Kind}: all that failed are up again",
            () => string.Join('\n', cases.Where(each => !Told(each, fifo, "UP")).Select(each => each.Name)));
    }

    /// <summary>Waits for every verdict, and then says which are others.</summary>
    private static void Settle(
        DirectorProcess director,
        IReadOnlyList<CheckerCase> cases,
        Func<CheckerCase, bool> isUp,
        Func<CheckerCase, bool> neverEnds)
    {
        string fifo = "", dump = "";
        string[] Missing() => [.. cases
            .Where(each => isUp(each) ? !HasRun(each, dump) && !neverEnds(each) : !Told(each, fifo, "DOWN"))
            .Where(each => !neverEnds(each) || Told(each, fifo, "DOWN"))
            .Select(each => $"{each.Name}: no verdict yet, up = {Field(Section(each, dump), "Up")}")];
        Eventually.That(
            () =>
            {
                fifo = CheckerWorld.FifoText(director);
                dump = CheckerWorld.Dump(director, _cases.Count);
                return Missing().Length == 0;
            },
            $"{director.Kind}: a verdict on each",
            () => string.Join('\n', Missing()));
        string[] wrong = [.. cases
            .Where(each => (isUp(each) || neverEnds(each)) && Told(each, fifo, "DOWN"))
            .Select(each => $"{director.Kind}: {each.Name} is down")];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<string> Flaws(CheckerCase each, string dump)
    {
        string section = Section(each, dump);
        string result = Field(section, "Last result");
        if (!each.Words.Any(words => result.Contains(words, StringComparison.Ordinal)))
        {
            yield return $"{each.Name}: \"{result}\" instead of \"{string.Join('/', each.Words)}\"";
        }
        if (Field(section, "Up") != (each.IsUp ? "yes" : "no") || Field(section, "Has run") != "yes")
        {
            yield return $"{each.Name}: {section}";
        }
        double microseconds = double.Parse(
            Field(section, "Last duration").Split(' ')[0], CultureInfo.InvariantCulture);
        if (microseconds <= 0 || microseconds > each.Limit.TotalMicroseconds)
        {
            yield return $"{each.Name}: took {microseconds} us";
        }
    }

    private static bool Told(CheckerCase each, string fifo, string state) => fifo.Contains(
        string.Create(
            CultureInfo.InvariantCulture,
            $"RS [{each.Address}]:{each.Protocol}:{each.Port} [{each.VirtualAddress}]:{each.Protocol}:80 {state}\n"),
        StringComparison.Ordinal);

    private static bool HasRun(CheckerCase each, string dump) => Field(Section(each, dump), "Has run") == "yes";

    /// <summary>The checker's part of a dump, ours or the reference's.</summary>
    private static string Section(CheckerCase each, string dump)
    {
        string head = string.Create(
            CultureInfo.InvariantCulture, $"[{each.VirtualAddress}]:{each.Protocol}:80 -> ");
        int start = dump.IndexOf(head, StringComparison.Ordinal);
        int end = start < 0 ? -1 : dump.IndexOf(" -> ", start + head.Length, StringComparison.Ordinal);
        return start < 0 ? "" : end < 0 ? dump[start..] : dump[start..end];
    }

    private static string Field(string section, string name)
    {
        Match match = Regex.Match(section, $@"^ +{Regex.Escape(name)} = (?<value>.*)$", RegexOptions.Multiline);
        return match.Groups["value"].Value;
    }

    private static long PeakMemory(DirectorProcess director)
    {
        string status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{director.Pid}/status"));
        return long.Parse(Peak().Match(status).Groups[1].Value, CultureInfo.InvariantCulture) << 10;
    }

    [GeneratedRegex(@"VmHWM:\s+(\d+) kB")]
    private static partial Regex Peak();
}
