using Keepalived.Config.Model;
using Keepalived.Core.Tracking;

namespace Keepalived.Core.Tests.Tracking;

/// <summary>The matches are those that keepalived 2.2.7 counts for the same processes.</summary>
public class ProcessPatternTests
{
    [Theory]
    // Without a command line: what the kernel calls it, whole.
    [InlineData("sleep", "", "", false, "sleep|1000.5", true)]
    [InlineData("sleep", "", "", false, "/usr/bin/sleep|1000", true)]
    [InlineData("slee", "", "", false, "sleep|1000", false)]
    [InlineData("/usr/bin/sleep", "", "", false, "/usr/bin/sleep|1000", false)]
    // With it: the first word, as it was written.
    [InlineData("/usr/bin/sleep", "", "", true, "/usr/bin/sleep|1000", true)]
    [InlineData("sleep", "", "", true, "/usr/bin/sleep|1000", false)]
    // Parameters alone are compared exactly, and so is none with param_match.
    [InlineData("sleep", "1000", "", false, "sleep|1000", true)]
    [InlineData("sleep", "1000", "", false, "sleep|1000.5", false)]
    [InlineData("sleep", "1000", "", false, "sleep|1000|2", false)]
    [InlineData("sleep", "", "Exact", false, "sleep|1000", false)]
    [InlineData("sleep", "", "Exact", false, "sleep", true)]
    // The first ones.
    [InlineData("sh", "-c", "Initial", false, "sh|-c|true", true)]
    [InlineData("sh", "-c|tru", "Initial", false, "sh|-c|true", false)]
    [InlineData("sh", "-c|true", "Initial", false, "sh|-c", false)]
    // The last one of them cut.
    [InlineData("sh", "-c|tru", "Partial", false, "sh|-c|true|x", true)]
    [InlineData("sh", "-|true", "Partial", false, "sh|-c|true", false)]
    public void Matches_what_the_reference_matches(
        string name, string parameters, string match, bool fullCommand, string command, bool expected)
    {
        ProcessPattern pattern = ProcessPattern.Of(new TrackProcessConfig
        {
            Name = "p",
            ProcessPath = name,
            Parameters = [.. parameters.Split('|', StringSplitOptions.RemoveEmptyEntries)],
            ParameterMatch = match.Length == 0 ? ProcessParameterMatch.None : Enum.Parse<ProcessParameterMatch>(match),
            FullCommand = fullCommand,
        });
        string[] words = command.Split('|');

        Assert.Equal(expected, pattern.Matches(words[0].Split('/')[^1], [.. words]));
    }

    [Fact]
    public void A_name_longer_than_the_kernel_keeps_matches_its_first_fifteen_characters()
    {
        ProcessPattern pattern = ProcessPattern.Of(new() { Name = "p", ProcessPath = "a-very-long-program" });

        Assert.True(pattern.Matches("a-very-long-pro", []));
        Assert.False(pattern.Matches("a-very-long-prog", []));
    }

    [Fact]
    public void A_thread_of_the_kernel_has_no_command_line_to_match()
    {
        ProcessPattern pattern = ProcessPattern.Of(
            new() { Name = "p", ProcessPath = "kthreadd", FullCommand = true });

        Assert.False(pattern.Matches("kthreadd", []));
    }
}
