namespace Keepalived.Core.Tests.Conformance;

/// <summary>One scenario: a title, what is given, and steps of one event with the effects it must have.</summary>
internal sealed record Scenario(string File, string Title, string Given, IReadOnlyList<ScenarioStep> Steps)
{
    public override string ToString() => $"{File}: {Title}";
}

internal sealed record ScenarioStep(string When, IReadOnlyList<string> Then);

/// <summary>
/// Reads and writes the files of this folder. A line <c>== title</c> begins a scenario; then <c>given</c>,
/// <c>when</c> and
/// <c>then</c>. Everything before the first title, and lines that begin with <c>#</c>, are for people and are kept.
/// </summary>
internal static class ScenarioFile
{
    private const int WordWidth = 7;

    public static IEnumerable<Scenario> Read(string path)
    {
        string file = Path.GetFileNameWithoutExtension(path);
        string? title = null;
        string given = string.Empty;
        var steps = new List<ScenarioStep>();
        foreach (string line in File.ReadLines(path))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal))
            {
                if (title is not null)
                {
                    yield return new Scenario(file, title, given, [.. steps]);
                }

                (title, given) = (line[3..].Trim(), string.Empty);
                steps.Clear();
            }
            else if (title is not null && line.Length > 0 && line[0] != '#')
            {
                Take(line, ref given, steps);
            }
        }

        if (title is not null)
        {
            yield return new Scenario(file, title, given, [.. steps]);
        }
    }

    /// <summary>The file again, with new expectations for every scenario.</summary>
    public static void Rewrite(string path, Func<Scenario, IReadOnlyList<ScenarioStep>> run)
    {
        Dictionary<string, Scenario> scenarios = Read(path).ToDictionary(scenario => scenario.Title);
        var output = new List<string>();
        Queue<ScenarioStep> steps = [];
        foreach (string line in File.ReadAllLines(path))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal))
            {
                steps = new Queue<ScenarioStep>(run(scenarios[line[3..].Trim()]));
            }

            if (!line.StartsWith("then", StringComparison.Ordinal))
            {
                output.Add(line);
            }

            if (line.StartsWith("when", StringComparison.Ordinal))
            {
                output.AddRange(steps.Dequeue().Then.Select(text => "then".PadRight(WordWidth) + text));
            }
        }

        File.WriteAllLines(path, output);
    }

    private static void Take(string line, ref string given, List<ScenarioStep> steps)
    {
        string[] parts = line.Split(' ', 2, StringSplitOptions.TrimEntries);
        switch (parts[0])
        {
            case "given":
                given += " " + parts[1];
                break;
            case "when":
                steps.Add(new ScenarioStep(parts[1], []));
                break;
            case "then":
                steps[^1] = steps[^1] with { Then = [.. steps[^1].Then, parts[1]] };
                break;
            default:
                throw new FormatException($"a line begins with given, when, then or #: {line}");
        }
    }
}
