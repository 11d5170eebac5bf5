using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;

namespace Keepalived.Config.Tests.Grammar;

public sealed class InEffectTests
{
    [Fact]
    public void Keyword_without_effect_is_told_once_and_never_changes_the_verdict()
    {
        KeywordInfo? row = GrammarTables.All.FirstOrDefault(static r =>
            r is { InEffect: false, Shape: KeywordShape.Flag, Block: "global_defs" });
        if (row is null)
        {
            Console.WriteLine("skipped: every flag of global_defs is in effect");
            return;
        }

        ConfigResult result = ConfigText.Read($"global_defs {{\n {row.Name}\n {row.Name}\n}}\n");
        ConfigDiagnostic told = Assert.Single(result.Diagnostics);
        Assert.Equal($"Keyword '{row.Name}' is not in effect yet", told.Text);
        Assert.Equal(0, result.TestExitCode);
    }

    [Fact]
    public void Every_entry_of_the_list_is_a_keyword()
    {
        HashSet<string> paths = [.. GrammarTables.All.Select(static row => row.Path)];
        Assert.All(InEffect.Entries, entry => Assert.True(paths.Contains(entry.Replace("/*", "")), entry));
    }

    [Fact]
    public void Core_keywords_are_in_effect()
    {
        string[] core = ["vrrp_instance", "vrrp_instance/virtual_ipaddress", "virtual_server", "global_defs/router_id"];
        Assert.All(core, static path => Assert.True(GrammarTables.All.First(row => row.Path == path).InEffect, path));
    }
}
