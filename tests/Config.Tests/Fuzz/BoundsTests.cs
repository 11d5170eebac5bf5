using Keepalived.Config.Diagnostics;
using Keepalived.Config.Text;

namespace Keepalived.Config.Tests.Fuzz;

/// <summary>What would go on without end stops with a message that says where.</summary>
public sealed class BoundsTests
{
    [Fact]
    public void Repetitions_in_repetitions_end()
    {
        ConfigResult result = ConfigText.Read("~SEQ(a,65536) ~SEQ(b,65536) @other x");
        Assert.Equal("More than 1000000 generated lines - ignoring the rest", Assert.Single(result.Diagnostics).Text);
        Assert.Equal((5, false), (result.TestExitCode, result.Start.CanRun));
    }

    [Fact]
    public void Definitions_that_double_each_other_end_with_the_place()
    {
        string text = "$D0=\\\nx \\\ny\n" + string.Concat(Enumerable.Range(1, 40).Select(static i =>
            $"$D{i}=\\\n$D{i - 1} \\\n$D{i - 1}\n")) + "$D40\n";
        ConfigResult result = ConfigText.Read(text);
        Assert.Equal(5, result.TestExitCode);
        ConfigDiagnostic end = Assert.Single(result.Diagnostics, static d => d.Text.StartsWith("More than 1000000"));
        Assert.Equal("More than 1000000 generated lines - ignoring the rest", end.Text);
        Assert.True(end.Line is > 0 and <= 124, end.ToString());
    }

    [Fact]
    public void Definitions_that_grow_in_every_line_end()
    {
        ConfigResult result = ConfigText.Read(
            $"$A={new string('x', 900)} $A\n" + string.Concat(Enumerable.Repeat("$A\n", 50_000)));
        Assert.Equal(5, result.TestExitCode);
        Assert.Equal("Definition $A grows without end - ignoring the line", result.Diagnostics[0].Text);
        Assert.Contains(result.Diagnostics, static d => d.Text.EndsWith("generated lines - ignoring the rest"));
    }

    [Fact]
    public void Files_that_include_themselves_twice_end()
    {
        ConfigResult result = ConfigLoader.Parse("include self", "/etc/x.conf", new ConfigLoaderOptions
        {
            Environment = new TestEnvironment(),
            Source = new SelfSource(),
        });
        Assert.Contains(result.Diagnostics, static d =>
            d.Text == "Includes are nested more than 64 deep - ignoring 'self'");
        Assert.Contains(result.Diagnostics, static d =>
            d.Text == "More than 65536 included files - ignoring the rest");
        Assert.Equal(5, result.TestExitCode);
    }

    [Fact]
    public void Messages_end_but_what_changes_the_verdict_is_never_lost()
    {
        string notices = string.Concat(Enumerable.Repeat("include absent\n", 12_000));
        ConfigResult result = ConfigText.Read(notices + "nonsense\nnonsense\n");
        Assert.Equal(5, result.TestExitCode);
        Assert.Equal("Unknown keyword 'nonsense'", result.Diagnostics[^2].Text);
        Assert.Equal("More than 10000 messages - 2001 are not shown", result.Diagnostics[^1].Text);
        Assert.Equal(10_002, result.Diagnostics.Length);
    }

    private sealed class SelfSource : IConfigSource
    {
        public string FullPath(string path) => Path.GetFullPath(path, "/etc");

        public ConfigFile Read(string path) => new(ConfigFileStatus.Ok, "include self\ninclude self\n");

        public IReadOnlyList<string> Glob(string pattern) => [pattern];
    }
}
