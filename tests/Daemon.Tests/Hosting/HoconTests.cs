using Keepalived.Daemon.Hosting;
using Keepalived.Daemon.Logging;

namespace Keepalived.Daemon.Tests.Hosting;

public sealed class HoconTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void The_defaults_are_complete()
    {
        HoconSettings settings = HoconSettings.From(HoconFiles.Load(null, "/nonexistent"));

        // The log begins before these are read.
        Assert.Equal(LogSetup.DefaultQueue, settings.LogQueue);

        Assert.Equal(TimeSpan.FromSeconds(5), settings.StopTimeout);
        Assert.Equal(64, settings.Mail.Capacity);
    }

    [Fact]
    public void Own_values_win_over_the_sites_and_those_over_the_defaults()
    {
        string site = Path.GetTempFileName();
        File.WriteAllText(site, "keepalived.stop-timeout = 7s\nkeepalived.mail.attempts = 3\n");
        File.WriteAllText(_file, "keepalived { stop-timeout = 9s }\n");

        HoconSettings settings = HoconSettings.From(HoconFiles.Load(_file, site));
        File.Delete(site);

        Assert.Equal(TimeSpan.FromSeconds(9), settings.StopTimeout);
        Assert.Equal(3, settings.Mail.Attempts);
        Assert.Equal(64, settings.Mail.Capacity);
    }

    [Theory]
    [InlineData("keepalived {\n stop-timeout = 5s\n", ":1: '{' is never closed")]
    [InlineData("a = 1\n}\n", ":2: '}' closes nothing")]
    [InlineData("a = \"x\n", ":1: a string is not closed on its line")]
    [InlineData("\n\nfoo bar\n", ":3: 'foo bar' is no setting")]
    [InlineData("keepalived.stop-timeout = soon", "keepalived.stop-timeout = soon: expected a duration")]
    [InlineData("keepalived.stop-timeout = 5", "keepalived.stop-timeout = 5: expected a duration with its unit")]
    [InlineData("keepalived.mail.capacity = -1", "keepalived.mail.capacity = -1: expected a whole number")]
    [InlineData("keepalived.supervision.instance.max-restarts = x", "max-restarts = x: expected a whole number")]
    [InlineData("akka.actor.default-mailbox = Bounded", "akka.actor.default-mailbox = Bounded: expected a block")]
    [InlineData(
        "akka.actor.default-mailbox { mailbox-type = \"Akka.Dispatch.BoundedMailbox, Akka\" }",
        "akka.actor.default-mailbox.mailbox-type = Akka.Dispatch.BoundedMailbox: the actors need")]
    [InlineData("keepalived.dispatchers.vrrp.mailbox-type = x", "keepalived.dispatchers.vrrp.mailbox-type = x: the")]
    [InlineData("keepalived.dispatchers.checks = x", "keepalived.dispatchers.checks = x: expected a block")]
    public void A_bad_file_is_named_with_its_place(string text, string complaint)
    {
        File.WriteAllText(_file, text);

        HoconException e = Assert.Throws<HoconException>(() => HoconFiles.Load(_file, "/nonexistent"));
        Assert.StartsWith(_file, e.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_that_says_it_is_named()
    {
        string site = Path.GetTempFileName();
        File.WriteAllText(site, "akka.actor.default-mailbox.mailbox-type = Bounded\n");
        File.WriteAllText(_file, "keepalived { stop-timeout = 9s }\n");

        HoconException e = Assert.Throws<HoconException>(() => HoconFiles.Load(_file, site));
        File.Delete(site);

        Assert.StartsWith(site, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("akka.actor.default-mailbox.mailbox-type = \"Akka.Dispatch.UnboundedMailbox, Akka\"")]
    [InlineData("keepalived.dispatchers.checks { type = Dispatcher, throughput = 5 }")]
    public void The_mailbox_that_there_is_anyway_and_other_dispatchers_pass(string text)
    {
        File.WriteAllText(_file, text);

        Assert.NotNull(HoconFiles.Load(_file, "/nonexistent"));
    }

    [Fact]
    public void Only_settings_that_somebody_wrote_are_read_before_all_else()
    {
        Assert.True(HoconFiles.AreDelivered(null, "/nonexistent"));
        Assert.False(HoconFiles.AreDelivered(null, _file));
        Assert.False(HoconFiles.AreDelivered(_file, "/nonexistent"));
        Assert.False(HoconFiles.AreDelivered("/nonexistent/own.conf", "/nonexistent"));
    }

    [Fact]
    public void A_missing_file_is_an_error() =>
        Assert.Throws<HoconException>(() => HoconFiles.Load("/nonexistent/own.conf", "/nonexistent"));

    [Theory]
    [InlineData("a { b = [1,\n 2\n] }  # comment }\n// { also\nc : \"{ not open\"\n")]
    [InlineData("")]
    public void Good_structure_passes(string text) => Assert.Null(HoconStructure.Complaint(text));

    public void Dispose() => File.Delete(_file);
}
