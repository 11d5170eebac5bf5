using Keepalived.Config.Diagnostics;

namespace Keepalived.Config.Tests.Validation;

public sealed class DiagnosticTests
{
    private const string Basics = " interface eth0\n virtual_router_id 1\n virtual_ipaddress { 10.0.0.1 }\n";

    private static string Instance(string lines) => "vrrp_instance V {\n" + Basics + lines + "\n}\n";

    /// <summary>Each line as tried with the reference's configuration test.</summary>
    [Theory]
    [InlineData("", 0)]
    [InlineData("interface", 2)]
    [InlineData("state \"MASTER", 2)]
    [InlineData("foo bar", 5)]
    [InlineData("priority 5x", 5)]
    [InlineData("state FOO", 5)]
    [InlineData("advert_int 1.5", 5)]
    [InlineData("version 3\n advert_int 1.555", 5)]
    [InlineData("preempt_delay 1001", 5)]
    [InlineData("preempt_delay 5\n nopreempt", 5)]
    [InlineData("preempt_delay 5\n state MASTER", 5)]
    [InlineData("authentication { auth_type PASS }", 5)]
    [InlineData("authentication { auth_pass foo }", 0)]
    [InlineData("authentication { auth_type PASS\n auth_pass 1234567890 }", 5)]
    [InlineData("track_interface { eth0 }", 5)]
    [InlineData("track_script { nosuch }", 5)]
    [InlineData("unicast_src_ip 10.0.0.5", 5)]
    [InlineData("unicast_peer { 10.0.0.5 }", 0)]
    [InlineData("virtual_routes { 10.0.0.0/8 via 10.0.0.9 }", 5)]
    [InlineData("virtual_rules { from 10.0.0.0/8 table 5 }", 5)]
    [InlineData("notify_master /bin/true", 6)]
    [InlineData("strict_mode\n preempt_delay 4", 5)]
    public void Exit_code_of_a_configuration_test_is_the_references(string lines, int exitCode) =>
        Assert.Equal(exitCode, ConfigText.Read(Instance(lines)).TestExitCode);

    [Theory]
    [InlineData("bogus 5", true, 0)]
    [InlineData("interface", false, 2)]
    [InlineData("", true, 0)]
    public void Start_goes_on_with_what_the_reference_tolerates(string lines, bool runs, int exitCode)
    {
        ConfigResult result = ConfigText.Read(Instance(lines), isTest: false);
        Assert.Equal((runs, exitCode), (result.Start.CanRun, result.Start.ExitCode));
    }

    [Fact]
    public void Missing_interface_lets_the_test_fail_with_5_and_the_start_with_2()
    {
        ConfigLoaderOptions options = new() { Environment = new TestEnvironment { Interfaces = ["eth1"] } };
        ConfigResult result = ConfigLoader.Parse(Instance(""), "x.conf", options);
        Assert.Equal((5, 2), (result.TestExitCode, result.Start.ExitCode));
        ConfigResult dynamic = ConfigLoader.Parse("global_defs { dynamic_interfaces }\n" + Instance(""), "x.conf",
            options);
        Assert.Equal((0, true), (dynamic.TestExitCode, dynamic.Start.CanRun));
    }

    [Fact]
    public void Two_instances_with_one_vrid_do_not_start()
    {
        ConfigResult result = ConfigText.Read(Instance("") + Instance("").Replace("instance V", "instance W"));
        Assert.Equal(2, result.Start.ExitCode);
        Assert.Contains("V and W both use VRID 1 with IPv4 on interface eth0", result.Start.Reason);
    }

    [Fact]
    public void Diagnostic_says_where_what_and_the_nearest_keyword()
    {
        ConfigResult result = ConfigText.Read(Instance("  prioritty 5"));
        Assert.Equal("keepalived.conf:5:3: Unknown keyword 'prioritty' (did you mean 'priority'?)",
            result.Diagnostics[0].ToString());
    }

    [Fact]
    public void Every_problem_is_reported_not_the_first()
    {
        ConfigResult result = ConfigText.Read(Instance("one\n two {\n x\n }\n priority 300\n three"));
        Assert.Equal(["one", "two", "three"],
            result.Diagnostics.Where(static d => d.Status == TestStatus.UnknownKeyword)
            .Select(static d => d.Text.Split('\'')[1]));
        Assert.Equal(100, result.Config.Instances[0].Priority);
        Assert.Contains(result.Diagnostics, static d => d.Line == 9 && d.Text.Contains("outside range [1, 255]"));
    }

    [Theory]
    [InlineData("vrrp_instance V {\n interface eth0\n virtual_router_id 1\n", "There are 1 missing '}'s or extra '{'s")]
    [InlineData("}\n", "Extra '}' found")]
    [InlineData("global_defs\n router_id x\n}\n", "Missing '{' at beginning of configuration block")]
    [InlineData("global_defs {\n router_id x {\n}\n}", "Unexpected '{' - ignoring")]
    public void Braces_that_do_not_match_are_reported(string text, string message) =>
        Assert.Contains(ConfigText.Read(text).Diagnostics, d => d.Text == message && d.Status == TestStatus.Brace);

    [Fact]
    public void Digits_with_text_behind_them_are_taken_when_not_testing()
    {
        Assert.Equal(5, ConfigText.Read(Instance("priority 5x"), isTest: false).Config.Instances[0].Priority);
        Assert.Equal(100, ConfigText.Read(Instance("priority 5x"), isTest: true).Config.Instances[0].Priority);
    }

    [Fact]
    public void Missing_file_passes_the_test_but_does_not_start()
    {
        ConfigResult result = ConfigLoader.Load("/nonexistent/keepalived.conf");
        Assert.Equal((0, 6), (result.TestExitCode, result.Start.ExitCode));
        Assert.Contains(result.Diagnostics, static d => d.Text.Contains("Config files missing"));
    }
}
