using System.Text;
using Keepalived.Config.Diagnostics;

namespace Keepalived.Config.Tests.Corpus;

public sealed class CorpusVerdictTests
{
    [Fact]
    public void Exit_codes_of_a_configuration_test_equal_the_references_but_for_listed_differences()
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
            ConfigResult result = file.Load(isTest: true);
            bool equal = result.TestExitCode.ToString() == file.TestExitCode;
            bool listed = CorpusExceptions.Verdicts.ContainsKey(file.Name[..3]);
            if (equal == listed)
            {
                Describe(report, file, result);
            }
        }

        Assert.True(report.Length == 0, report.ToString());
    }

    [Fact]
    public void Files_that_stop_the_references_VRRP_process_stop_the_start_too()
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
            if (!file.Root.TryGetProperty("vrrp_run", out System.Text.Json.JsonElement run)
                || !run.TryGetProperty("alive_after_wait", out System.Text.Json.JsonElement alive))
            {
                continue;
            }

            int expected = alive.GetBoolean() ? 0 : run.GetProperty("exit_code").GetInt32();
            ConfigResult result = file.Load(isTest: false);
            if ((expected == result.Start.ExitCode) == CorpusExceptions.Starts.ContainsKey(file.Name[..3]))
            {
                report.AppendLine($"{file.Name}: expected {expected}, was {result.Start.ExitCode} " +
                    $"{result.Start.Reason}");
            }
        }

        Assert.True(report.Length == 0, report.ToString());
    }

    private static void Describe(StringBuilder report, CorpusFile file, ConfigResult result)
    {
        report.AppendLine($"{file.Name}: expected {file.TestExitCode}, was {result.TestExitCode}");
        foreach (string message in file.Messages.Take(6))
        {
            report.AppendLine($"   reference: {message}");
        }

        foreach (ConfigDiagnostic diagnostic in result.Diagnostics.Where(d => d.Status != TestStatus.Ok).Take(6))
        {
            report.AppendLine($"   here: {diagnostic}");
        }
    }
}
