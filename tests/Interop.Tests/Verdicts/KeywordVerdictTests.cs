using System.Text;
using Interop.Tests.Harness;
using Keepalived.Config;
using Keepalived.Config.Grammar;
using Keepalived.Config.Tests.Grammar;

namespace Interop.Tests.Verdicts;

/// <summary>
/// Every keyword that Debian's keepalived knows, with a good value, without one, with a wrong one, twice and with a
/// word too many: the exit codes of the configuration test are the same.
/// </summary>
public sealed class KeywordVerdictTests
{
    // The whole inventory without what is newer than 2.2.7, or was left out of Debian's build.
    private const int LeastKnown = 490;

    private sealed record Case(KeywordInfo Row, string Kind, string Text)
    {
        public string Name => $"{Row.Path} [{Kind}]";
    }

    [NamespaceFact]
    public void Good_and_bad_lines_of_every_keyword_are_judged_as_the_reference_judges_them()
    {
        KeywordInfo[] known = [.. GrammarTables.All.Where(IsKnownToTheReference)];
        Assert.True(known.Length >= LeastKnown, $"{known.Length} keywords");
        Case[] cases = [.. known.SelectMany(Cases)];
        IReadOnlyList<ReferenceVerdict> verdicts = ReferenceJudge.Judge([.. cases.Select(c => c.Text)]);
        StringBuilder report = new();
        for (int i = 0; i < cases.Length; i++)
        {
            ConfigResult ours = OurVerdict.Of(cases[i].Text);
            bool listed = KeywordDifferences.Find(cases[i].Row.Path, cases[i].Kind) is not null;
            if (ours.TestExitCode != verdicts[i].ExitCode && !listed)
            {
                report.AppendLine($"{cases[i].Name}: the reference {verdicts[i].ExitCode}, ours {ours.TestExitCode}")
                    .AppendLine(cases[i].Text).AppendLine(verdicts[i].Messages)
                    .AppendLine(string.Join('\n', ours.Diagnostics));
            }
            Assert.True(!listed || ours.TestExitCode != 0 || verdicts[i].ExitCode == 0,
                $"{cases[i].Name} passes here, and the reference refuses it");
        }
        Assert.True(report.Length == 0, report.ToString());
    }

    private static bool IsKnownToTheReference(KeywordInfo row) =>
        row is { Since: "", IsOldDialect: false, IsAddition: false }
        && row.Name is not ("vrrp_iptables" or "vrrp_ipsets")
        && row.Block != "vrrp_instance/auth_hmac";

    private static IEnumerable<Case> Cases(KeywordInfo row)
    {
        string good = KeywordSamples.GoodLine(row);
        yield return new Case(row, "good", KeywordSamples.File(row, good));
        if (KeywordSamples.BadLine(row) is { } none)
        {
            yield return new Case(row, "none", KeywordSamples.File(row, none));
        }
        if (KeywordSamples.WrongValue(row) is { } wrong)
        {
            yield return new Case(row, "wrong", KeywordSamples.File(row, wrong));
        }
        if (!good.Contains('\n', StringComparison.Ordinal))
        {
            yield return new Case(row, "twice", KeywordSamples.File(row, good + "\n" + good));
            yield return new Case(row, "extra", KeywordSamples.File(row, good + " extraword"));
        }
    }
}
