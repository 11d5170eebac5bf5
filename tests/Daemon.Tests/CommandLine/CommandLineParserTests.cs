using Keepalived.Daemon.CommandLine;

namespace Keepalived.Daemon.Tests.CommandLine;

public sealed class CommandLineParserTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void Short_options_cluster_and_the_last_one_takes_its_argument()
    {
        CommandLineVerdict verdict = Parse("-nlDDf/etc/a.conf", "-p", "/run/a.pid");

        Assert.Null(verdict.ExitCode);
        Assert.True(verdict.Options.DontFork);
        Assert.True(verdict.Options.LogConsole);
        Assert.Equal(2, verdict.Options.LogDetail);
        Assert.Equal("/etc/a.conf", verdict.Options.ConfigFile);
        Assert.Equal("/run/a.pid", verdict.Options.PidFile);
    }

    [Theory]
    [InlineData("--use=/a")]
    [InlineData("--use-file=/a")]
    [InlineData("--us", "/a")]
    [InlineData("-f", "/a")]
    [InlineData("-f", "/b", "-f", "/a")]
    [InlineData("-f", "/a", "--", "-f", "/b")]
    public void A_file_is_named_in_any_way_that_getopt_understands(params string[] arguments) =>
        Assert.Equal("/a", Parse(arguments).Options.ConfigFile);

    [Theory]
    [InlineData("Unknown option --log", "--log")]
    [InlineData("Unknown option -Q", "-nQ")]
    [InlineData("Unknown option --bogus=3", "--bogus=3")]
    [InlineData("Unknown option --version=3", "--version=3")]
    [InlineData("Unknown option --dont-r", "--dont-r")]
    [InlineData("Missing parameter for option --use-file", "--use-file=")]
    [InlineData("Missing parameter for option -f", "-f")]
    [InlineData("Missing parameter for option --pid", "--pid=")]
    [InlineData("Unknown sigfunc FOO", "--signum", "FOO")]
    public void Mistakes_are_told_on_standard_error_with_exit_code_1(string message, params string[] arguments)
    {
        Assert.Equal(1, Parse(arguments).ExitCode);
        Assert.Equal(message, _error.ToString().TrimEnd());
    }

    [Fact]
    public void Version_before_a_mistake_still_prints_the_version_and_exits_0()
    {
        Assert.Equal(0, Parse("-vQ").ExitCode);
        Assert.StartsWith("Keepalived", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("STOP", "15")]
    [InlineData("RELOAD", "1")]
    [InlineData("DATA", "10")]
    [InlineData("STATS", "12")]
    [InlineData("STATS_CLEAR", "63")]
    [InlineData("JSON", "36")]
    public void Signum_prints_the_number(string name, string number)
    {
        Assert.Equal(0, Parse("--signum=" + name).ExitCode);
        Assert.Equal(number, _output.ToString().TrimEnd());
    }

    [Theory]
    [InlineData(null, "-t")]
    [InlineData("/tmp/log", "-t/tmp/log")]
    [InlineData("/tmp/log", "--config-test=/tmp/log")]
    public void A_config_test_takes_its_log_only_attached_and_never_forks(string? log, params string[] arguments)
    {
        CommandLineOptions options = Parse(arguments).Options;

        Assert.True(options.ConfigTest);
        Assert.Equal(log, options.ConfigTestLog);
        Assert.True(options is { DontFork: true, DontRespawn: true, NoSyslog: true });
    }

    [Fact]
    public void Further_words_are_only_printed()
    {
        Assert.Null(Parse("one", "-n", "two").ExitCode);
        Assert.Equal("Unexpected argument(s): one two", _error.ToString().TrimEnd());
    }

    [Theory]
    [InlineData("3", 19)]
    [InlineData("local7", 23)]
    [InlineData("user", 1)]
    [InlineData("daemon", 3)]
    public void Facilities_have_their_syslog_numbers(string name, int number) =>
        Assert.Equal(number, Parse("-S", name).Options.LogFacility);

    [Fact]
    public void A_wrong_facility_is_told_and_the_default_stays()
    {
        CommandLineVerdict verdict = Parse("-S9");

        Assert.Null(verdict.ExitCode);
        Assert.Equal(SyslogFacility.Daemon, verdict.Options.LogFacility);
        Assert.Equal("Invalid log facility '9'", _error.ToString().TrimEnd());
    }

    [Theory]
    [InlineData("022", 18)]
    [InlineData("0x1f", 31)]
    [InlineData("18", 18)]
    public void A_umask_is_read_as_strtol_does(string text, int mask) =>
        Assert.Equal(mask, Parse("-u", text).Options.Umask);

    [Fact]
    public void What_has_no_effect_is_accepted_and_said()
    {
        CommandLineVerdict verdict = Parse("-xm", "--perf=end", "-a");

        Assert.Null(verdict.ExitCode);
        Assert.Equal(["-x", "-m", "--perf", "-a"], verdict.Options.WithoutEffect);
        Assert.Equal(4, _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void After_genhash_everything_is_genhashs() =>
        Assert.Equal(["-s", "10.0.0.1", "-Q"], Parse("--genhash", "-s", "10.0.0.1", "-Q").GenhashArguments);

    [Fact]
    public void Every_letter_and_name_of_the_table_is_unique()
    {
        Assert.Distinct(OptionTable.All.Select(option => option.Long));
        Assert.Distinct(OptionTable.All.Where(option => option.Short != '\0').Select(option => option.Short));
        Assert.Distinct(OptionTable.All.Select(option => option.Id));
    }

    [Fact]
    public void Usage_names_every_short_option_of_the_table()
    {
        Assert.Equal(0, Parse("-h").ExitCode);
        foreach (OptionDefinition option in OptionTable.All.Where(option => option.Short != '\0'))
        {
            Assert.Contains("-" + option.Short, _output.ToString(), StringComparison.Ordinal);
        }
    }

    private CommandLineVerdict Parse(params string[] arguments) =>
        CommandLineParser.Parse(arguments, _output, _error);
}
