using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Twins;

/// <summary>Something done to a twin, and what has to be seen before the next thing is done.</summary>
internal sealed record TwinStep(string Name, Action<TwinWorld> Do, Func<TwinWorld, bool> Until);

/// <summary>A file and a script of faults that we and the reference go through side by side.</summary>
internal sealed record TwinCase(string Name, string Config, params TwinStep[] Steps)
{
    /// <summary>Runs both twins at the same time, and fails on any difference that the list does not explain.</summary>
    public void Run(ITestOutputHelper output)
    {
        using var ours = new TwinWorld(DirectorKind.Ours, Config, output);
        Task<List<IReadOnlyDictionary<TwinAspect, string>>> task = Task.Run(() => Play(ours));
        List<IReadOnlyDictionary<TwinAspect, string>> expected = PlayReference(output);
        List<IReadOnlyDictionary<TwinAspect, string>> actual = task.GetAwaiter().GetResult();

        List<string> unexplained = [];
        for (int index = 0; index < Steps.Length; index++)
        {
            foreach (TwinAspect aspect in Enum.GetValues<TwinAspect>())
            {
                (string theirs, string mine) = (expected[index][aspect], actual[index][aspect]);
                output.WriteLine($"{Steps[index].Name}: {aspect}: {theirs}");
                if (theirs != mine)
                {
                    Difference? known = Differences.Find(Name, Steps[index].Name, aspect);
                    string text = $"step \"{Steps[index].Name}\", {aspect}\n  reference: {theirs}\n  ours:      {mine}";
                    output.WriteLine(known is null ? text : $"{text}\n  because {known.Reason}");
                    unexplained.AddRange(known is null ? [text] : []);
                }
            }
        }
        Assert.True(unexplained.Count == 0, string.Join('\n', unexplained));
    }

    private List<IReadOnlyDictionary<TwinAspect, string>> PlayReference(ITestOutputHelper output)
    {
        const int mostPlays = 6;
        for (int play = 1; ; play++)
        {
            using var reference = new TwinWorld(DirectorKind.Reference, Config, output);
            List<IReadOnlyDictionary<TwinAspect, string>> records = Play(reference);
            if (!reference.Subject.KilledItsChild || play == mostPlays)
            {
                return records;
            }
        }
    }

    private List<IReadOnlyDictionary<TwinAspect, string>> Play(TwinWorld world)
    {
        var records = new List<IReadOnlyDictionary<TwinAspect, string>>();
        foreach (TwinStep step in Steps)
        {
            step.Do(world);
            Eventually.That(() => step.Until(world), $"{Name}: {step.Name}", () => world.Subject.Story());
            world.Settle();
            records.Add(world.TakeRecord());
        }
        return records;
    }
}
