using Keepalived.Config.Grammar;

namespace Keepalived.Config.Tests.Grammar;

public sealed class KeywordHelpTests
{
    [Fact]
    public void Help_says_where_a_keyword_stands_what_it_takes_and_what_it_means() =>
        Assert.Equal(
            "in vrrp_instance:\n  advert_int SECS\n    Time from advert to advert.\n"
            + "    Allowed: 0.01..255; version 2: whole; version 3: to 40.95\n    Default: 1\n",
            KeywordHelp.Of("advert_int"));

    [Fact]
    public void A_keyword_of_several_blocks_is_told_for_each_and_a_path_names_one()
    {
        Assert.Contains("in virtual_server:", KeywordHelp.Of("delay_loop"));
        Assert.Contains("in virtual_server/real_server:", KeywordHelp.Of("delay_loop"));
        Assert.DoesNotContain("in virtual_server:", KeywordHelp.Of("virtual_server/real_server/delay_loop"));
    }

    [Fact]
    public void An_unknown_one_is_answered_with_those_that_look_like_it()
    {
        Assert.Null(KeywordHelp.Of("advert_itn"));
        Assert.Equal("advert_int", KeywordHelp.Near("advert_itn")[0]);
        Assert.Contains("garp_master_delay", KeywordHelp.Near("garp_master"));
    }

    [Fact]
    public void Every_keyword_has_a_meaning_and_stands_in_the_manual_page_under_its_block()
    {
        string page = KeywordHelp.ManualPage();

        Assert.All(GrammarTables.All, row => Assert.NotEqual("", row.Meaning));
        Assert.All(
            GrammarTables.All,
            row => Assert.Contains(Line(row), page));
        Assert.DoesNotContain("\n'", page);
    }

    /// <summary>Where the inventory has a range or a default, help has one.</summary>
    [Fact]
    public void Help_lacks_no_range_and_no_default()
    {
        string? folder = SharedFolder.Of("reference");
        if (folder is null)
        {
            Console.WriteLine("skipped: no shared/reference");
            return;
        }

        List<string> lacking = [];
        string block = "";
        int rows = 0;
        foreach (string line in File.ReadLines(Path.Join(folder, "config-keywords.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                block = line.Split('`') is [_, string name, ..] ? name == "top level" ? "" : name + "/" : "-";
            }
            else if (block != "-" && line.StartsWith("| `", StringComparison.Ordinal))
            {
                string[] cells = line.Split('|');
                string path = block + line.Split('`')[1];
                string help = KeywordHelp.Of(path)!;
                lacking.AddRange(Lacks(help, "Default: ", cells[3]).Select(_ => $"{path} default {cells[3]}"));
                lacking.AddRange(Lacks(help, "Allowed: ", cells[4]).Select(_ => $"{path} range {cells[4]}"));
                rows++;
            }
        }

        Assert.Equal(531, rows);
        Assert.True(lacking.Count == 0, string.Join('\n', lacking));
    }

    private static IEnumerable<string> Lacks(string help, string label, string cell) =>
        cell.Trim() is "" or "–" or "none" or "quoted" || help.Contains(label, StringComparison.Ordinal)
            ? []
            : [label];

    private static string Line(KeywordInfo row) =>
        $"\n.B {$"{row.Name} {row.Arguments}".Trim()}\n".Replace("\\", "\\e").Replace("-", "\\-");
}
