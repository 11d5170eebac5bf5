using System.Text;
using Keepalived.Config.Model;
using Keepalived.Linux.Checks.Regex;

namespace Keepalived.Linux.Tests.Checks;

public sealed class PageScanTests
{
    [Theory]
    [InlineData("wor.d", "", "hello world", true)]
    [InlineData("WOR.D", "", "hello world", false)]
    [InlineData("WOR.D", "caseless", "hello world", true)]
    [InlineData("^world$", "multiline", "hello\nworld\n!", true)]
    [InlineData("^world$", "", "hello\nworld\n!", false)]
    [InlineData("o.w", "", "hello\nworld", false)]
    [InlineData("o.w", "dotall", "hello\nworld", true)]
    [InlineData("a b # c", "extended", "xabx", true)]
    [InlineData("^$", "", "", true)]
    [InlineData("x", "", "", false)]
    [InlineData("\\x00", "", "a\0b", true)]
    [InlineData("^.{3}$", "utf", "äöü", true)]
    [InlineData("^.{3}$", "", "äöü", false)]
    [InlineData("Ä", "utf caseless", "äöü", true)]
    [InlineData("a.+?c", "", "abcc", true)]
    [InlineData("^abcc$", "dollar_endonly", "abcc\n", false)]
    [InlineData("^abcc$", "", "abcc\n", true)]
    [InlineData("^x*", "firstline", "\nx", true)]
    [InlineData("(?<a>1)|(?<a>2)", "dupnames", "2", true)]
    [InlineData("[]a", "allow_empty_class", "a", false)]
    [InlineData("\\u0061", "alt_bsux", "a", true)]
    [InlineData("(a)?\\2|(b)", "match_unset_backref", "c", true)]
    [InlineData("^c", "multiline alt_circumflex", "a\n", false)]
    [InlineData("(*MARK:a)b", "alt_verbnames", "b", true)]
    [InlineData("b", "auto_callout no_auto_capture no_auto_possess no_dotstar_anchor no_start_optimize", "abc", true)]
    [InlineData("\\w", "ucp utf", "ä", true)]
    [InlineData("b", "ungreedy never_ucp never_utf never_backslash_c use_offset_limit", "abc", true)]
    public void Options_are_those_of_the_library(string pattern, string options, string page, bool found)
    {
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        HttpRegexConfig config = new(pattern) { Options = [.. words] };

        PageScanResult result = Scan(config, Encoding.UTF8.GetBytes(page));

        Assert.Equal(found ? PageScanResult.Found : PageScanResult.NotFound, result);
    }

    [Theory]
    [InlineData("never_utf", "(*UTF)a")]
    [InlineData("never_ucp", "(*UCP)a")]
    [InlineData("never_backslash_c", "\\C")]
    [InlineData("", "a(b")]
    public void Pattern_that_cannot_be_compiled_is_told_with_its_place(string option, string pattern)
    {
        HttpRegexConfig config = new(pattern) { Options = option.Length > 0 ? [option] : [] };

        Assert.Null(PagePattern.TryCompile(config, out string failure));
        Assert.StartsWith($"Invalid regex: '{pattern}' at offset ", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null, true)]
    [InlineData(6, null, true)]
    [InlineData(7, null, false)]
    [InlineData(0, 7L, true)]
    [InlineData(0, 6L, false)]
    public void Match_begins_between_the_offsets(long min, long? max, bool found)
    {
        HttpRegexConfig config = new("world") { MinOffset = min, MaxOffset = max };
        byte[] page = Encoding.ASCII.GetBytes("hello world");

        Assert.Equal(found ? PageScanResult.Found : PageScanResult.NotFound, Scan(config, page));
        // The same, far behind the first window.
        const int far = 300_000;
        config = config with { MinOffset = min + far, MaxOffset = max + far };
        Assert.Equal(
            found ? PageScanResult.Found : PageScanResult.NotFound, Scan(config, [.. new byte[far], .. page]));
    }

    [Theory]
    [InlineData("needle")]
    [InlineData("(?<=x)needle")]
    [InlineData("\\bneedle\\b")]
    [InlineData("x n?eedle")]
    public void Match_is_found_wherever_the_windows_are_cut(string pattern)
    {
        for (int at = PageScan.WindowSize - 12; at < PageScan.WindowSize + 3; at++)
        {
            byte[] page = Encoding.ASCII.GetBytes(new string('.', at) + "x needle .x" + new string('.', 70_000));
            bool found = pattern != "(?<=x)needle";
            Assert.Equal(
                found ? PageScanResult.Found : PageScanResult.NotFound, Scan(new HttpRegexConfig(pattern), page));
        }
    }

    [Fact]
    public void Characters_cut_by_a_window_are_whole_again()
    {
        for (int at = PageScan.WindowSize - 6; at < PageScan.WindowSize + 2; at++)
        {
            byte[] page = Encoding.UTF8.GetBytes(new string('.', at) + "a€😀b" + new string('.', 10));
            HttpRegexConfig config = new("a€.b") { Options = ["utf"] };
            Assert.Equal(PageScanResult.Found, Scan(config, page));
        }
    }

    [Fact]
    public void Octets_that_are_no_characters_do_not_end_the_search()
    {
        byte[] page = [0xFF, 0xC0, 0x80, 0xE2, (byte)'o', (byte)'k', 0xE2, 0x82];

        Assert.Equal(PageScanResult.Found, Scan(new HttpRegexConfig("ok") { Options = ["utf"] }, page));
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|a)*b")]
    [InlineData("(?:a?){60}a{60}x")]
    public void Pattern_that_explodes_is_given_up(string pattern)
    {
        byte[] page = Encoding.ASCII.GetBytes(new string('a', 200_000) + "!");
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(PageScanResult.LimitExceeded, Scan(new HttpRegexConfig(pattern), page));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1024 * 1024);
    }

    [Fact]
    public void Match_that_never_ends_is_given_up_at_the_window()
    {
        byte[] page = Encoding.ASCII.GetBytes("begin" + new string('x', 3 * PageScan.WindowSize));

        Assert.Equal(PageScanResult.LimitExceeded, Scan(new HttpRegexConfig("begin.*end"), page));
    }

    [Fact]
    public void Stack_of_its_own_is_used_and_its_end_is_the_end_of_the_search()
    {
        byte[] page = Encoding.ASCII.GetBytes(new string('a', 20_000));
        HttpRegexConfig config = new("^(?:a|ab)*+$");
        HttpRegexConfig deep = new("^(a|b)*c?$");

        Assert.Equal(PageScanResult.Found, Scan(config with { StackStart = 4096, StackMax = 1 << 20 }, page));
        Assert.Equal(PageScanResult.LimitExceeded, Scan(deep with { StackStart = 1, StackMax = 4096 }, page));
        Assert.Equal(PageScanResult.Found, Scan(deep with { StackStart = 4096, StackMax = 16 << 20 }, page));
    }

    [Fact]
    public void Cutting_the_page_into_pieces_changes_nothing()
    {
        int seed = Environment.GetEnvironmentVariable("REGEX_SEED") is { Length: > 0 } given ? int.Parse(given) : 4711;
        Random random = new(seed);
        string[] patterns = ["a+b", "(?<=b)c", "\\bab\\b", "^b", "c$", "a.{2,5}c", "(ab|bc)+d"];
        for (int round = 0; round < 300; round++)
        {
            byte[] page = new byte[random.Next(200_000)];
            for (int i = 0; i < page.Length; i++)
            {
                page[i] = (byte)(random.Next(3000) == 0 ? "abcd \n"[random.Next(6)] : '.');
            }

            HttpRegexConfig config = new(patterns[round % patterns.Length]) { Options = ["dotall", "multiline"] };
            PageScanResult whole = Expected(config, page);
            Assert.True(Scan(config, page, random) == whole, $"seed {seed}, round {round}, {config.Pattern}");
        }
    }

    /// <summary>An engine that sees the whole page at once.</summary>
    private static PageScanResult Expected(HttpRegexConfig config, byte[] page) =>
        System.Text.RegularExpressions.Regex.IsMatch(
            Encoding.Latin1.GetString(page),
            config.Pattern,
            System.Text.RegularExpressions.RegexOptions.Singleline
            | System.Text.RegularExpressions.RegexOptions.Multiline)
            ? PageScanResult.Found
            : PageScanResult.NotFound;

    private static PageScanResult Scan(HttpRegexConfig config, byte[] page, Random? cuts = null)
    {
        using PagePattern? pattern = PagePattern.TryCompile(config, out string failure);
        Assert.True(pattern is not null, failure);
        using PageScan scan = new(pattern, config, TimeProvider.System);
        for (int at = 0; at < page.Length;)
        {
            int count = Math.Min(page.Length - at, cuts?.Next(1, 5000) ?? page.Length);
            scan.Feed(page.AsSpan(at, count));
            at += count;
        }

        return scan.Finish();
    }
}
