using Akka.Configuration;

namespace StandIns.Tests;

/// <summary>
/// The dialect of HOCON. Sources in Akka.NET: src/core/Akka/Configuration/Hocon/HoconParser.cs, HoconTokenizer.cs,
/// HoconValue.cs and HoconObject.cs, src/core/Akka/Configuration/Config.cs.
/// </summary>
public sealed class HoconTests
{
    // HoconParser.cs ParseObject, ParseKeyContent.
    [Fact]
    public void Objects_dotted_keys_and_both_assignment_signs_mean_the_same()
    {
        foreach (string text in new[]
        {
            "a { b { c = 1 } }", "a.b.c = 1", "a { b.c : 1 }", "{ a : { b : { c : 1 } } }", "a { b = { c = 1 }\n}",
        })
        {
            Assert.Equal(1, ConfigurationFactory.ParseString(text).GetInt("a.b.c"));
        }
    }

    // HoconParser.cs ParseKeyContent: a later value replaces, a later object merges.
    [Fact]
    public void Later_keys_win_and_objects_merge()
    {
        Config c = ConfigurationFactory.ParseString("""
            a { x = 1, y = 2 }
            a { y = 3 }
            a.z = 4
            b = 1
            b = 2
            o { k = 1 }
            o = plain
            """);
        Assert.Equal((1, 3, 4, 2), (c.GetInt("a.x"), c.GetInt("a.y"), c.GetInt("a.z"), c.GetInt("b")));
        Assert.Equal("plain", c.GetString("o"));
    }

    // HoconTokenizer.cs: comments, quotes, escapes, triple quotes; unquoted text to the end of the line.
    [Fact]
    public void Text_may_be_quoted_or_not_and_comments_are_skipped()
    {
        Config c = ConfigurationFactory.ParseString(""""
            # a comment
            plain = two words   // and another
            quoted = "a \"b\" \t\u0041"
            triple = """no \escapes "here" """
            joined = "a" b "c"
            empty = ""
            nothing = null
            "odd.key" = 1
            """");
        Assert.Equal("two words", c.GetString("plain"));
        Assert.Equal("a \"b\" \tA", c.GetString("quoted"));
        Assert.Equal("""no \escapes "here" """.Trim(), c.GetString("triple"));
        Assert.Equal("a b c", c.GetString("joined"));
        Assert.Equal("", c.GetString("empty"));
        Assert.Null(c.GetString("nothing"));
        Assert.Equal(1, c.GetInt("\"odd.key\""));
    }

    // Config.cs: each getter has a default for what is absent.
    [Fact]
    public void Absent_paths_give_the_default()
    {
        Config c = ConfigurationFactory.ParseString("a = 1");
        Assert.Equal(7, c.GetInt("b", 7));
        Assert.Equal("x", c.GetString("b.c", "x"));
        Assert.True(c.GetBoolean("b", true));
        Assert.Equal(TimeSpan.FromSeconds(3), c.GetTimeSpan("b", TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.Zero, c.GetTimeSpan("b"));
        Assert.Empty(c.GetStringList("b"));
        Assert.Null(c.GetConfig("b"));
        Assert.False(c.HasPath("b"));
        Assert.True(c.HasPath("a"));
    }

    // HoconValue.cs GetTimeSpan: units, a bare number is milliseconds, "infinite".
    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("250 milliseconds", 250)]
    [InlineData("1.5 s", 1500)]
    [InlineData("2 seconds", 2000)]
    [InlineData("3m", 180_000)]
    [InlineData("1 hour", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("500", 500)]
    [InlineData("1000 micros", 1)]
    public void Durations_have_units_and_default_to_milliseconds(string text, double milliseconds)
    {
        Assert.Equal(
            TimeSpan.FromMilliseconds(milliseconds), ConfigurationFactory.ParseString("t = " + text).GetTimeSpan("t"));
    }

    // HoconValue.cs GetTimeSpan.
    [Fact]
    public void Infinite_is_a_duration_where_it_is_allowed_and_nonsense_is_not()
    {
        Config c = ConfigurationFactory.ParseString("t = infinite\nbad = 5 fortnights\nminus = -5");
        Assert.Equal(Timeout.InfiniteTimeSpan, c.GetTimeSpan("t"));
        Assert.Throws<FormatException>(() => c.GetTimeSpan("t", allowInfinite: false));
        Assert.Throws<FormatException>(() => c.GetTimeSpan("bad"));
        Assert.Throws<FormatException>(() => c.GetTimeSpan("minus"));
    }

    // HoconValue.cs GetBoolean and the parsing of numbers.
    [Fact]
    public void Booleans_and_numbers_are_strict()
    {
        Config c = ConfigurationFactory.ParseString(
            "a = on, b = off, c = true, d = false, e = yes, n = 12, f = 1.5, x = one");
        Assert.True(c.GetBoolean("a") && c.GetBoolean("c"));
        Assert.False(c.GetBoolean("b") || c.GetBoolean("d"));
        Assert.Throws<NotSupportedException>(() => c.GetBoolean("e"));
        Assert.Equal((12, 12L, 1.5), (c.GetInt("n"), c.GetLong("n"), c.GetDouble("f")));
        Assert.Throws<FormatException>(() => c.GetInt("x"));
        Assert.Throws<FormatException>(() => c.GetInt("f"));
    }

    // HoconParser.cs ParseArray.
    [Fact]
    public void Lists_are_separated_by_commas_or_lines()
    {
        Config c = ConfigurationFactory.ParseString("a = [one, \"t w o\", 3]\nb = [\n x\n y\n]\nc = []");
        Assert.Equal(["one", "t w o", "3"], c.GetStringList("a"));
        Assert.Equal(["x", "y"], c.GetStringList("b"));
        Assert.Empty(c.GetStringList("c"));
    }

    // HoconParser.cs ParseText: substitutions are resolved in the same text, after all of it was read.
    [Fact]
    public void Substitution_sees_later_values_and_joins_text()
    {
        Config c = ConfigurationFactory.ParseString("""
            base = old
            path = ${base}"/sub"
            copy = ${section}
            section { x = 1 }
            base = new
            """);
        Assert.Equal("new/sub", c.GetString("path"));
        Assert.Equal(1, c.GetInt("copy.x"));
    }

    // HoconParser.cs ParseText: unresolved substitutions throw at once, whatever a fallback might hold.
    [Fact]
    public void Unresolved_substitution_throws_when_parsed()
    {
        var e = Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString("a = ${nowhere.b}"));
        Assert.Contains("nowhere.b", e.Message, StringComparison.Ordinal);
    }

    // Config.cs WithFallback, HoconObject.cs MergeImmutable.
    [Fact]
    public void Fallback_completes_objects_and_never_overrides()
    {
        Config c = ConfigurationFactory.ParseString("a { x = 1, list = [1] }\np = plain")
            .WithFallback(ConfigurationFactory.ParseString("a { x = 9, y = 2, list = [8, 9] }\np { k = 1 }\nq = 3"));
        Assert.Equal((1, 2, 3), (c.GetInt("a.x"), c.GetInt("a.y"), c.GetInt("q")));
        Assert.Equal(["1"], c.GetStringList("a.list"));
        Assert.Equal("plain", c.GetString("p"));
        Assert.Equal(2, c.GetConfig("a").GetInt("y"));
    }

    // Config.cs WithFallback.
    [Fact]
    public void Empty_configuration_is_neutral()
    {
        Config c = ConfigurationFactory.ParseString("a = 1");
        Assert.True(ConfigurationFactory.Empty.IsEmpty);
        Assert.False(c.IsEmpty);
        Assert.Equal(1, ConfigurationFactory.Empty.WithFallback(c).GetInt("a"));
        Assert.Equal(1, c.WithFallback(ConfigurationFactory.Empty).GetInt("a"));
        Assert.Equal(1, c.WithFallback(null).GetInt("a"));
    }

    // HoconTokenizer.cs PickErrorLine: the message shows the line and points at the character.
    [Fact]
    public void Errors_show_the_line_and_point_into_it()
    {
        var e = Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString("good = 1\n%{\n  @bad = 2\n}"));
        Assert.Contains("@bad = 2", e.Message, StringComparison.Ordinal);
        Assert.Contains("^", e.Message, StringComparison.Ordinal);
    }

    // HoconTokenizer.cs PullUnquotedText.
    [Fact]
    public void Assignment_sign_in_unquoted_text_is_an_error()
    {
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString("a = akka.tcp://host"));
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString("a = b=c"));
    }
}
