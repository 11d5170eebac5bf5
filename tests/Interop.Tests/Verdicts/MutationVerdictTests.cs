using System.Text;
using Interop.Tests.Harness;
using Keepalived.Config;
using Keepalived.Config.Tests;
using Keepalived.Config.Tests.Fuzz;
using Xunit.Abstractions;

namespace Interop.Tests.Verdicts;

/// <summary>
/// Samples and real files, each with one thing changed: what the reference refuses, we refuse too. VERDICT_SAMPLES is
/// their number (2,000 takes half a minute), VERDICT_SEED the seed.
/// </summary>
public sealed class MutationVerdictTests(ITestOutputHelper output)
{
    private const int Few = 300;

    // A shell adds 128 to the number of the signal that ended a process.
    private const int FirstCrash = 129;

    [NamespaceFact]
    public void Nothing_is_valid_here_that_the_reference_refuses()
    {
        int count = Machine.Setting("VERDICT_SAMPLES", Few);
        int seed = Machine.Setting("VERDICT_SEED", 20251);
        var mutator = new ConfigMutator(Sources(), seed, mostChanges: 1);
        string[] texts = [.. Enumerable.Range(0, count).Select(mutator.Make)];
        IReadOnlyList<ReferenceVerdict> verdicts = ReferenceJudge.Judge(texts);
        StringBuilder holes = new();
        int equal = 0;
        int crashes = 0;
        SortedDictionary<string, int> explained = [];
        for (int i = 0; i < texts.Length; i++)
        {
            ConfigResult ours = OurVerdict.Of(texts[i]);
            (int theirs, string said) = verdicts[i];
            crashes += theirs >= FirstCrash ? 1 : 0;
            equal += ours.TestExitCode == theirs ? 1 : 0;
            if (ours.TestExitCode == 0 && theirs is not 0 and < FirstCrash)
            {
                string? reason = MutationDifferences.Explain(texts[i], said);
                if (reason is null)
                {
                    holes.AppendLine($"number {i}, the reference {theirs}: {said}").AppendLine(texts[i]);
                }
                explained[reason ?? "not explained"] = explained.GetValueOrDefault(reason ?? "not explained") + 1;
            }
        }
        output.WriteLine($"seed {seed}: {equal} of {count} equal, {crashes} crashes of the reference");
        foreach ((string reason, int times) in explained)
        {
            output.WriteLine($"{times} x {reason}");
        }
        Assert.True(holes.Length == 0, $"seed {seed}\n{holes}");
    }

    // Only what passes: in a file with a flaw a further one changes nothing.
    private static string[] Sources()
    {
        string? corpus = SharedFolder.Of("corpus");
        IEnumerable<string> files = Directory.GetFiles(Path.Combine(Machine.Root, "samples"), "*.conf")
            .Concat(corpus is null ? [] : Directory.GetFiles(corpus, "*.conf"));
        return
        [
            .. files.Order(StringComparer.Ordinal).Select(File.ReadAllText).Where(static text =>
                !text.Contains("_RANDOM", StringComparison.Ordinal)
                && !text.Contains("net_namespace", StringComparison.Ordinal)
                && OurVerdict.Of(text).TestExitCode == 0),
        ];
    }
}
