using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Processes;

/// <summary>Mails to a real server, and what servers that misbehave can do to VRRP: nothing.</summary>
public sealed class MailTests(ITestOutputHelper output)
{
    // Intervals of 0.3 s; a server's silence would cost 30 s if anything waited for it.
    private static readonly TimeSpan _longestSilence = TimeSpan.FromSeconds(4);

    private static string Config(int priority) => $$"""
        global_defs {
            router_id here
            notification_email {
                admin@example.org
            }
            notification_email_from keepalived@example.org
            smtp_server {{MailServer.Address}}
            smtp_connect_timeout 30
            smtp_alert on
        }

        """ + new InstanceText(priority);

    [MailTheory]
    [InlineData(DirectorKind.Ours)]
    [InlineData(DirectorKind.Reference)]
    public void A_mail_of_the_transition_arrives_with_the_subject_of_the_reference(DirectorKind kind)
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        MailServer server = lan.Own(new MailServer(host, MailServerKind.Delivering));
        DirectorProcess director = lan.Start(host, kind, Config(100));

        Eventually.That(
            () => server.Subjects.Contains("[here] VRRP Instance VI_1 - Entering MASTER state"),
            "the mail arrives",
            () => director.Story() + string.Join('\n', server.Lines));
        foreach ((string name, string address) in (ReadOnlySpan<(string, string)>)
            [("From: ", "keepalived@example.org"), ("To: ", "admin@example.org")])
        {
            Assert.Contains(server.Lines, line => line.StartsWith(name, StringComparison.Ordinal)
                && line.Contains(address, StringComparison.Ordinal));
        }
    }

    [MailTheory]
    [InlineData(MailServerKind.Silent)]
    [InlineData(MailServerKind.Refusing)]
    public void A_server_that_misbehaves_delays_no_advert_and_gets_its_mails_later(MailServerKind kind)
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost a = lan.AddHost("a", "10.0.0.1/24");
        LanHost b = lan.AddHost("b", "10.0.0.2/24");
        AdvertCapture capture = lan.Capture();
        var misbehaving = new MailServer(b, kind);
        lan.Own(misbehaving);
        DirectorProcess first = lan.Start(a, DirectorKind.Ours, new InstanceText(150).ToString());
        first.WaitFor("MASTER");
        DirectorProcess second = lan.Start(b, DirectorKind.Ours, Config(100));
        second.WaitFor("BACKUP");

        first.KillHard();
        DateTime last = capture.From(a.AddressOf()).Last().Time;
        CapturedAdvert next = capture.FirstFrom(b.AddressOf(), last);
        Eventually.That(() => misbehaving.Connections > 0, "the mail is on its way", second.Story);
        capture.WaitForMore(b.AddressOf(), 15);

        Assert.True(next.Time - last < _longestSilence, $"taken over after {next.Time - last}");
        DateTime[] times = [.. capture.From(b.AddressOf(), last).Select(advert => advert.Time)];
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First < _longestSilence));

        misbehaving.Dispose();
        MailServer server = lan.Own(new MailServer(b, MailServerKind.Delivering));
        Eventually.That(
            () => server.Subjects.Contains("[here] VRRP Instance VI_1 - Entering MASTER state"),
            "the mail arrives in the end",
            () => second.Story() + string.Join('\n', server.Lines));
    }
}
