using Keepalived.Config.Diagnostics;
using Keepalived.Config.Text;

namespace Keepalived.Config.Tests.Text;

/// <summary>The language below keywords, seen through what becomes unknown keywords: one word each.</summary>
public sealed class PreprocessorTests
{
    private static string[] Unknown(string text, string? id = null, IConfigSource? source = null) =>
        [.. Result(text, id, source).Diagnostics.Where(static d => d.Status == TestStatus.UnknownKeyword)
            .Select(static d => d.Text.Split('\'')[1])];

    private static ConfigResult Result(string text, string? id = null, IConfigSource? source = null) =>
        ConfigLoader.Parse(text, "/etc/keepalived/keepalived.conf", new ConfigLoaderOptions
        {
            Environment = new TestEnvironment(),
            ConfigId = id,
            Source = source,
            Random = new Random(1),
        });

    [Theory]
    [InlineData("foo # bar", "foo")]
    [InlineData("foo!bar", "foo")]
    [InlineData("foo\\#bar", "foo#bar")]
    [InlineData("\"foo # ! bar\"", "foo # ! bar")]
    [InlineData("foo\"bar baz\"", "foo")]
    [InlineData("   foo\r", "foo")]
    public void Comments_and_quotes_decide_where_a_word_ends(string line, string word) =>
        Assert.Equal([word], Unknown(line));

    [Fact]
    public void Password_ends_at_an_exclamation_mark()
    {
        ConfigResult result = Result("vrrp_instance V {\n interface eth0\n virtual_router_id 1\n authentication {\n"
            + "  auth_type PASS\n  auth_pass k@l!ve1\n }\n virtual_ipaddress { 10.0.0.1 }\n}");
        Assert.Equal("k@l", System.Text.Encoding.ASCII.GetString(
            result.Config.Instances[0].AuthenticationPassword.AsSpan()));
    }

    [Fact]
    public void Definition_is_replaced_as_a_word_or_in_braces_anywhere() =>
        Assert.Equal(["x1", "a1b", "$Ab", "$C"], Unknown("$A=1\nx${A}\na${A}b\n$Ab\n$C"));

    [Fact]
    public void Definition_holds_from_its_line_on_and_may_use_others() =>
        Assert.Equal(["b2", "b3"], Unknown("$A=2\n$B=b${A}\n$B\n$A=3\n$B"));

    [Fact]
    public void Several_line_definition_makes_whole_blocks()
    {
        ConfigResult result = Result("""
            $B=\
            vrrp_instance V_${i} { \
              interface eth0 \
              virtual_router_id $i \
              virtual_ipaddress { 10.0.${i}.1 } \
            }
            ~SEQ(i, 3) $B
            """);
        Assert.Equal(0, result.TestExitCode);
        Assert.Equal(["V_1 1 10.0.1.1/32", "V_2 2 10.0.2.1/32", "V_3 3 10.0.3.1/32"],
            result.Config.Instances.Select(static i => $"{i.Name} {i.VirtualRouterId} {i.VirtualAddresses[0]}"));
    }

    [Theory]
    [InlineData("~SEQ(e, -2) x${e}", "x-1 x-2")]
    [InlineData("~SEQ(e,3,1) x${e}", "x3 x2 x1")]
    [InlineData("~SEQx(d, 9, 17, 41) x${d}", "x9 x1a")]
    [InlineData("~SEQ(a,2) ~SEQ(b,2) x${a}${b}", "x11 x12 x21 x22")]
    [InlineData("~LST(a, p, q) x${a}", "xp xq")]
    [InlineData("~LST({a,b}, {1,2}, {3,4}) x${a}${b}", "x12 x34")]
    [InlineData("$N=2\n~SEQ(e, $N) x${e}", "x1 x2")]
    public void Sequences_and_lists_repeat_their_line(string text, string words) =>
        Assert.Equal(words.Split(' '), Unknown(text));

    [Theory]
    [InlineData("~SEQ foo")]
    [InlineData("~SEQ(a,x) foo")]
    [InlineData("~SEQ(a,1,0,5) foo")]
    [InlineData("~SEQ(a,99999999999) foo")]
    [InlineData("~LST(a) foo")]
    [InlineData("~LST({a,b},{1}) foo")]
    public void Senseless_repetition_is_an_error(string text)
    {
        Assert.Empty(Unknown(text));
        Assert.Equal(5, Result(text).TestExitCode);
    }

    [Fact]
    public void Conditional_lines_follow_the_configuration_id()
    {
        const string text = "@a one\n@^a two\n@b three\nfour";
        Assert.Equal(["one", "four"], Unknown(text, "a"));
        Assert.Equal(["two", "three", "four"], Unknown(text, "b"));
        Assert.Equal(["two", "four"], Unknown(text));
    }

    [Fact]
    public void Predefined_names_are_replaced() =>
        Assert.Equal(["/etc/keepalived", "me", "a#b!c"], Unknown("${_PWD}\n${_INSTANCE}\na${_HASH}b${_BANG}c", "me"));

    [Fact]
    public void Endless_definition_ends() => Assert.Equal(
        "Definition $A grows without end - ignoring the line", Assert.Single(Result("$A=x${A}\n$A").Diagnostics).Text);

    [Fact]
    public void Included_files_come_in_order_and_name_their_own_lines()
    {
        MemorySource source = new()
        {
            ["/etc/keepalived/conf.d/b.conf"] = "bee",
            ["/etc/keepalived/conf.d/a.conf"] = "\nay\ninclude sub/*",
            ["/etc/keepalived/conf.d/sub/x"] = "ex",
        };
        ConfigResult result = Result("include conf.d/*.conf\nlast", source: source);
        Assert.Equal(["ay", "ex", "bee", "last"], Unknown("include conf.d/*.conf\nlast", source: source));
        Assert.Equal("/etc/keepalived/conf.d/a.conf:2:1: Unknown keyword 'ay'", result.Diagnostics[0].ToString());
    }

    [Theory]
    [InlineData("include none.conf", 0)]
    [InlineData("global_defs {\n include_check\n}\ninclude none.conf", 6)]
    [InlineData("global_defs {\n include_check match\n}\ninclude none.conf", 6)]
    [InlineData("global_defs {\n include_check\n include_check -match\n}\ninclude none.conf", 0)]
    [InlineData("includer none.conf", 0)]
    [InlineData("includem none.conf", 6)]
    [InlineData("includew none*", 6)]
    [InlineData("includem none*", 0)]
    [InlineData("includeb {none,there}.conf", 6)]
    [InlineData("includea {none,there}.conf", 6)]
    [InlineData("include {none,there}.conf", 0)]
    public void Strict_includes_fail_when_files_are_missing(string line, int exitCode)
    {
        MemorySource source = new() { ["/etc/keepalived/there.conf"] = "" };
        Assert.Equal(exitCode, Result(line, source: source).TestExitCode);
    }

    [Fact]
    public void File_that_includes_itself_ends()
    {
        MemorySource source = new() { ["/etc/keepalived/self.conf"] = "include self.conf" };
        Assert.Contains(Result("include self.conf", source: source).Diagnostics, static d => d.Text.Contains("nested"));
    }

    [Fact]
    public void Over_long_lines_and_nul_bytes_are_reported_and_dropped()
    {
        ConfigResult result = Result(new string('x', 1024) + "\na\0b\n");
        Assert.Equal(["too long", "NUL"], result.Diagnostics.Select(static d => d.Text.Contains("too long")
            ? "too long" : "NUL"));
        Assert.Equal(5, result.TestExitCode);
    }

    private sealed class MemorySource : Dictionary<string, string>, IConfigSource
    {
        public string FullPath(string path) => Path.GetFullPath(path, "/");

        public ConfigFile Read(string path) =>
            TryGetValue(path, out string? text) ? new ConfigFile(ConfigFileStatus.Ok, text) : ConfigFile.Missing;

        public IReadOnlyList<string> Glob(string pattern)
        {
            string[] parts = pattern.Split('/');
            return [.. Keys.Where(key => Matches(key.Split('/'), parts)).Order(StringComparer.Ordinal)];
        }

        private static bool Matches(string[] names, string[] parts) =>
            names.Length == parts.Length && names.Zip(parts)
                .All(static pair => GlobPattern.Matches(pair.First, pair.Second));
    }
}
