using System.Text;
using System.Text.Json;

namespace Keepalived.Config.Tests.Corpus;

public sealed class CorpusValueTests
{
    [Fact]
    public void Instances_have_the_references_values_but_for_listed_differences() =>
        Compare("vrrp_run", CorpusExceptions.Instances, static (file, run, config) =>
            (ExpectedValues.InstancesOf(run).ToList(), config.Instances.Select(ExpectedValues.Instance).ToList()));

    [Fact]
    public void Virtual_servers_have_the_references_values_but_for_listed_differences() =>
        Compare("check_run", CorpusExceptions.Servers, static (file, run, config) =>
        {
            string dump = Path.ChangeExtension(file.Path, ".check.dump.txt");
            return File.Exists(dump)
                ? (ExpectedValues.Servers(File.ReadAllText(dump)), ExpectedValues.Servers(config).ToList())
                : ([], []);
        });

    private static void Compare(
        string stage,
        Dictionary<string, string> exceptions,
        Func<CorpusFile, JsonElement, Model.KeepalivedConfig, (List<string> Expected, List<string> Actual)> read)
    {
        string? folder = SharedFolder.Of("corpus");
        if (folder is null)
        {
            Console.WriteLine("skipped: no shared/corpus");
            return;
        }

        StringBuilder report = new();
        foreach (string path in CorpusFile.All(folder))
        {
            using CorpusFile file = new(path);
            bool random = File.ReadAllText(path).Contains("${_RANDOM", StringComparison.Ordinal);
            if (random || !file.Root.TryGetProperty(stage, out JsonElement run)
                || file.Root.TryGetProperty("nondeterministic", out _))
            {
                continue;
            }

            (List<string> expected, List<string> actual) = read(file, run, file.Load(isTest: false).Config);
            if (expected.Count == 0 || expected.SequenceEqual(actual) != exceptions.ContainsKey(file.Name[..3]))
            {
                continue;
            }

            report.AppendLine(file.Name);
            for (int i = 0; i < Math.Max(expected.Count, actual.Count); i++)
            {
                string e = i < expected.Count ? expected[i] : "(none)";
                string a = i < actual.Count ? actual[i] : "(none)";
                if (e != a)
                {
                    report.AppendLine($"   reference: {e}").AppendLine($"   here:      {a}");
                }
            }
        }

        Assert.True(report.Length == 0, report.ToString());
    }
}
