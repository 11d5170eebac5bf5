using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Processes;

/// <summary>How the daemon ends when it cannot run, and what it answers to short questions.</summary>
public sealed class ExitCodeTests(ITestOutputHelper output)
{
    private static readonly string _good = new InstanceText(100).ToString();

    /// <summary>Files with a verdict each: name and text; what they name is judged by the reference.</summary>
    private static readonly (string Name, string Text)[] _judged =
    [
        ("good", _good),
        ("interface that is missing", _good.Replace("eth0", "nowhere0")),
        ("unknown keyword", _good.Replace("priority 100", "priority 100\n    no_such_keyword 1")),
        ("unknown top level keyword", _good + "\nno_such_keyword at_all\n"),
        ("priority out of range", _good.Replace("priority 100", "priority 300")),
        ("router out of range", _good.Replace("virtual_router_id 51", "virtual_router_id 256")),
        ("address that is none", _good.Replace("10.0.0.100", "10.0.0.300")),
        ("brace that is missing", _good + "vrrp_instance VI_2 {\n"),
        ("old dialect", "global_defs {\n    lvs_id here\n}\n" + _good),
        ("script that is missing", "vrrp_script S {\n    script \"/nowhere/at/all\"\n}\n" + _good),
        ("two instances with one router", _good + _good.Replace("VI_1", "VI_2")),
        ("nothing", "\n"),
    ];

    [NamespaceFact]
    public void A_configuration_test_ends_with_the_code_of_the_reference()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        foreach ((string name, string text) in _judged)
        {
            string file = ShortRun.Write(host, "judged.conf", text);
            (int reference, string said) = ShortRun.Of(host, DirectorKind.Reference, "-t", "-f", file);
            (int ours, string weSaid) = ShortRun.Of(host, DirectorKind.Ours, "-t", "-f", file);
            output.WriteLine($"{name}: {reference}\n{said}{weSaid}");
            Assert.True(reference == ours, $"{name}: the reference {reference}, ours {ours}\n{said}---\n{weSaid}");
        }
        Assert.Equal(
            ShortRun.Of(host, DirectorKind.Reference, "-t", "-f", "/nowhere/at/all.conf").Code,
            ShortRun.Of(host, DirectorKind.Ours, "-t", "-f", "/nowhere/at/all.conf").Code);
    }

    [NamespaceFact]
    public void A_daemon_that_cannot_run_says_why_and_ends_with_the_code_for_it()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        string good = ShortRun.Write(host, "good.conf", _good);
        string elsewhere = ShortRun.Write(host, "elsewhere.conf", _good.Replace("eth0", "nowhere0"));

        Expect(6, "/nowhere.conf", Run("-f", "/nowhere.conf"));
        Expect(2, "nowhere0", Run("-f", elsewhere));
        Expect(1, "--no-such-option", Run("-f", good, "--no-such-option"));
        // The reference ends with 0 here, as if all were well: whoever restarts what fails would leave it down.
        Expect(1, "Cannot write a pid file: /nowhere/x.pid: ", ShortRun.Of(
            host, DirectorKind.Ours, "-n", "-l", "-f", good, "-p", "/nowhere/x.pid"));
        Assert.Equal(0, ShortRun.Of(host, DirectorKind.Reference, "-n", "-l", "-f", good, "-p", "/nowhere/x.pid").Code);

        host.Launcher = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"];
        Expect(4, "NET_ADMIN", Run("-f", good));

        (int Code, string Output) Run(params string[] options) =>
            ShortRun.Of(host, DirectorKind.Ours, ["-n", "-l", "-p", "/run/short.pid", .. options]);
    }

    [NamespaceTheory]
    [InlineData("keepalived {\n  stop-timeout = 5s\n  mail {\n", "akka.conf:")]
    [InlineData("keepalived {\n  stop-timeout = soon\n}\n", "akka.conf")]
    [InlineData("akka.actor.default-mailbox.mailbox-type = x", "akka.actor.default-mailbox.mailbox-type = x: ")]
    [InlineData("akka.scheduler.implementation = x", "akka.conf: the actor system does not start with ")]
    [InlineData("akka.actor.deployment./keepalived.dispatcher = x", "akka.conf: the actor system does not start")]
    public void A_flawed_hocon_file_is_an_error_with_its_place(string hocon, string place)
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        string good = ShortRun.Write(host, "good.conf", _good);
        string file = ShortRun.Write(host, "akka.conf", hocon);

        Expect(1, place, ShortRun.Of(host, DirectorKind.Ours, "-n", "-l", "-f", good, "--hocon=" + file));
    }

    [NamespaceTheory]
    [InlineData("STOP", 15)]
    [InlineData("RELOAD", 1)]
    [InlineData("DATA", 10)]
    [InlineData("STATS", 12)]
    [InlineData("JSON", 36)]
    [InlineData("STATS_CLEAR", 63)]
    public void Signum_prints_the_number_that_the_reference_prints(string name, int number)
    {
        (int code, string text) = Shell.Try(Machine.OurDaemon, "--signum=" + name);

        Assert.Equal((0, number.ToString(System.Globalization.CultureInfo.InvariantCulture)), (code, text.Trim()));
        Assert.Equal(text, Shell.Run(Machine.ReferenceDaemon, "--signum=" + name));
    }

    [NamespaceFact]
    public void Version_and_help_answer_and_end_with_0()
    {
        (int code, string text) = Shell.Try(Machine.OurDaemon, "-v");
        string[] words = text.Split('\n')[0].Split(' ');

        Assert.Equal((0, "Keepalived", "v2.2.7"), (code, words[0], words[1]));
        Assert.Contains("Keepalived.Actors", text);

        (code, text) = Shell.Try(Machine.OurDaemon, "-h");
        Assert.Equal(0, code);
        Assert.Contains("--use-file", text);
        Assert.Equal(1, Shell.Try(Machine.OurDaemon, "--signum=NOTHING").Code);
    }

    private void Expect(int code, string word, (int Code, string Output) run)
    {
        output.WriteLine(run.Output);
        Assert.True(run.Code == code, $"ended with {run.Code}, not {code}: {run.Output}");
        Assert.Contains(word, run.Output);
    }
}
