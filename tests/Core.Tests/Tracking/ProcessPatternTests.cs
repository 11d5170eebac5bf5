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
    [InlineData("sleep", "", "exact", false, "sleep|1000", false)]
    [InlineData("sleep", "", "exact", false, "sleep", true)]
    // The first ones.
    [InlineData("sh", "-c", "initial", false, "sh|-c|true", true)]
    [InlineData("sh", "-c|tru", "initial", false, "sh|-c|true", false)]
    [InlineData("sh", "-c|true", "initial", false, "sh|-c", false)]
    // The last one of them cut.
    [InlineData("sh", "-c|tru", "partial", false, "sh|-c|true|x", true)]
    [InlineData("sh", "-|true", "partial", false, "sh|-c|true", false)]
    public void Matches_what_the_reference_matches(
        string name, string parameters, string match, bool fullCommand, string command, bool expected)
    {
        string line = parameters.Length == 0 ? name : $"\"{name} {parameters.Replace('|', ' ')}\"";
        ProcessPattern pattern = ProcessPattern.Of(ConfLines.File($$"""
            vrrp_track_process p {
                process {{line}}
                {{(match.Length == 0 ? "" : "param_match " + match.Replace("exact", ""))}}
                {{(fullCommand ? "full_command" : "")}}
            }
            """).TrackProcesses[0]);
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
