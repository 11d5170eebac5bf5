using System.Runtime.CompilerServices;

namespace Keepalived.Core.Tests.Conformance;

/// <summary>
/// The scenarios of this folder, one per clause of the RFCs or documented behaviour of the reference. With
/// <c>CONFORMANCE_REWRITE=1</c> the expectations are written anew into the source files: then read the difference.
/// </summary>
public class ConformanceTests
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("CONFORMANCE_REWRITE") == "1"
        ? Rewritten(SourceFolder())
        : Path.Combine(AppContext.BaseDirectory, "Conformance");

    public static TheoryData<string> Titles
    {
        get
        {
            var titles = new TheoryData<string>();
            foreach (Scenario scenario in All())
            {
                titles.Add(scenario.ToString());
            }

            return titles;
        }
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void The_machine_answers_as_written(string title)
    {
        Scenario scenario = All().Single(one => one.ToString() == title);
        Assert.NotEmpty(scenario.Steps);

        string expected = Print(scenario.Steps);
        string actual = Print(Run(scenario));

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void There_is_a_scenario_for_each_clause()
    {
        Assert.InRange(All().Count(), 60, int.MaxValue);
    }

    private static string Rewritten(string folder)
    {
        foreach (string path in Directory.GetFiles(folder, "*.txt"))
        {
            ScenarioFile.Rewrite(path, Run);
        }

        return folder;
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static IEnumerable<Scenario> All() =>
        Directory.GetFiles(Folder, "*.txt").Order(StringComparer.Ordinal).SelectMany(ScenarioFile.Read);

    private static List<ScenarioStep> Run(Scenario scenario)
    {
        var world = new ScenarioWorld(scenario.Given);
        return [.. scenario.Steps.Select(step => step with { Then = world.When(step.When) })];
    }

    private static string Print(IEnumerable<ScenarioStep> steps) => string.Join('\n', steps.SelectMany(Lines));

    private static IEnumerable<string> Lines(ScenarioStep step) =>
        step.Then.Select(then => "then " + then).Prepend("when " + step.When);
}
