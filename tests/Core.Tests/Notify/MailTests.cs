using System.Net;
using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Tests.Notify;

public sealed class MailTests
{
    private static readonly MailConfig Relay = new() { Server = "127.0.0.1", To = ["root@localhost"] };

    private static readonly VirtualServerConfig Service = new()
    {
        Key = new VirtualServerKey.Address(IPAddress.Parse("10.0.0.1"), 80, ServiceProtocol.Tcp),
        Protocol = ServiceProtocol.Tcp,
        SmtpAlert = true,
        Quorum = 3,
        Hysteresis = 1,
    };

    private static readonly RealServerConfig Server = new() { Address = IPAddress.Parse("192.168.0.2"), Port = 8080 };

    [Theory]
    [InlineData(NotifiedState.Master, "[r] VRRP Instance A - Entering MASTER state")]
    [InlineData(NotifiedState.Backup, "[r] VRRP Instance A - Entering BACKUP state")]
    [InlineData(NotifiedState.Fault, "[r] VRRP Instance A - Entering FAULT state")]
    [InlineData(NotifiedState.Stop, "[r] VRRP Instance A - Stopping")]
    [InlineData(NotifiedState.Deleted, "[r] VRRP Instance A - Deleted")]
    public void Subjects_of_instances_are_the_references(NotifiedState state, string subject)
    {
        MailText text = MailText.ForInstance("r", "A", state, 100, VrrpReason.MasterDown);

        Assert.Equal(subject, text.Subject);
        Assert.StartsWith("=> ", text.Body, StringComparison.Ordinal);
        Assert.EndsWith(" <=\n", text.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Subjects_of_servers_name_both_ends()
    {
        Assert.Equal(
            "[r] Realserver [192.168.0.2]:tcp:8080 of virtual server [10.0.0.1]:tcp:80 - DOWN",
            MailText.ForRealServer("r", Server, Service, isUp: false, "x").Subject);
        Assert.Equal("[r] Virtualserver [10.0.0.1]:tcp:80 - UP", Quorum(isUp: true, stopping: false).Subject);
    }

    [Fact]
    public void A_quorum_mail_shows_its_arithmetic()
    {
        Assert.Equal("=> Gained quorum 3+1=4 <= 5 <=\n", Quorum(isUp: true, stopping: false).Body);
        Assert.Equal("=> Lost quorum 3-1=2 > 5 <=\n", Quorum(isUp: false, stopping: false).Body);
        Assert.Equal("=> Shutting down <=\n", Quorum(isUp: true, stopping: true).Body);
    }

    [Theory]
    [InlineData("smtp_alert", "")]
    [InlineData("", "smtp_alert_vrrp true")]
    public void The_first_backup_is_silent_and_no_state_is_mailed_twice(string line, string global)
    {
        MailPolicy policy = new();
        VrrpInstanceConfig config = ConfLines.Instance(line, global);

        Assert.False(policy.WantsInstance(config, NotifiedState.Backup, Relay));
        Assert.True(policy.WantsInstance(config, NotifiedState.Master, Relay));
        Assert.False(policy.WantsInstance(config, NotifiedState.Master, Relay));
        Assert.True(policy.WantsInstance(config, NotifiedState.Backup, Relay));
    }

    [Fact]
    public void A_group_mails_where_it_was_asked_to()
    {
        Assert.True(new MailPolicy().WantsGroup(ConfLines.Group("smtp_alert"), NotifiedState.Master, Relay));
        Assert.False(new MailPolicy().WantsGroup(ConfLines.Group(""), NotifiedState.Master, Relay));
    }

    [Fact]
    public void Switches_and_missing_recipients_silence_mails()
    {
        VrrpInstanceConfig config = ConfLines.Instance("smtp_alert");
        const string relay = "smtp_server 127.0.0.1\nnotification_email {\nroot@localhost\n}\n";
        MailConfig silent = ConfLines.Global(relay + "no_email_faults").Mail;
        MailConfig speaking = ConfLines.Global(relay).Mail;

        Assert.False(new MailPolicy().WantsInstance(config, NotifiedState.Fault, silent));
        Assert.True(new MailPolicy().WantsInstance(config, NotifiedState.Fault, speaking));
        Assert.False(new MailPolicy().WantsInstance(config, NotifiedState.Master, Relay with { To = [] }));
        Assert.False(new MailPolicy().WantsInstance(config, NotifiedState.Master, Relay with { Server = "" }));
        Assert.False(new MailPolicy().WantsInstance(
            config with { SmtpAlert = false }, NotifiedState.Master, Relay));
        MailConfig changes = ConfLines.Global(relay + "no_checker_emails").Mail;
        Assert.False(MailPolicy.WantsRealServer(Server, stateChanged: false, changes));
        Assert.True(MailPolicy.WantsRealServer(Server, stateChanged: true, changes));
        Assert.True(MailPolicy.WantsRealServer(Server, stateChanged: false, speaking));
    }

    [Theory]
    [InlineData("", false, true)]
    [InlineData("smtp_alert", true, true)]
    [InlineData("smtp_alert_checker", true, true)]
    [InlineData("smtp_alert_checker off", false, false)]
    [InlineData("smtp_alert\nsmtp_alert_checker off", false, false)]
    public void Servers_mail_as_the_global_defaults_say(string global, bool quorum, bool server)
    {
        VirtualServerConfig service = ConfLines.File($$"""
            global_defs {
            {{global}}
            }
            virtual_server 198.51.100.1 80 {
                protocol TCP
                lvs_sched rr
                real_server 192.0.2.1 80 {
                }
            }
            """).VirtualServers[0];

        Assert.Equal(quorum, MailPolicy.WantsQuorum(service, Relay));
        Assert.Equal(server, MailPolicy.WantsRealServer(service.RealServers[0], stateChanged: true, Relay));
    }

    [Fact]
    public void A_failing_relay_is_asked_after_1_2_4_seconds_and_then_the_mail_is_lost()
    {
        MailQueue queue = new(MailQueueLimits.Default with { Attempts = 4 });
        queue.Add(Mail("a"));
        TimeSpan now = TimeSpan.Zero;
        List<double> delays = [];
        while (queue.TakeNext(now) is not null)
        {
            if (queue.Failed(now))
            {
                break;
            }

            delays.Add((queue.NextDeadline!.Value - now).TotalSeconds);
            now = queue.NextDeadline!.Value;
        }

        Assert.Equal([1, 2, 4], delays);
        Assert.Equal(1, queue.Lost);
        Assert.Equal(0, queue.Waiting);
    }

    [Fact]
    public void A_retry_never_waits_for_more_than_60_seconds()
    {
        MailQueue queue = new(MailQueueLimits.Default with { Attempts = 100 });
        queue.Add(Mail("a"));
        TimeSpan now = TimeSpan.Zero;
        for (int i = 0; i < 50; i++)
        {
            Assert.NotNull(queue.TakeNext(now));
            queue.Failed(now);
            Assert.InRange(queue.NextDeadline!.Value - now, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
            now = queue.NextDeadline.Value;
        }
    }

    [Fact]
    public void A_full_queue_loses_the_oldest_and_counts_it()
    {
        MailQueue queue = new(MailQueueLimits.Default with { Capacity = 2 });

        Assert.False(queue.Add(Mail("a")));
        Assert.False(queue.Add(Mail("b")));
        Assert.True(queue.Add(Mail("c")));
        Assert.Equal(1, queue.Lost);
        Assert.Equal("b", queue.TakeNext(TimeSpan.Zero)!.Subject);
    }

    [Fact]
    public void Only_one_mail_is_on_its_way()
    {
        MailQueue queue = new(MailQueueLimits.Default);
        queue.Add(Mail("a"));
        queue.Add(Mail("b"));

        Assert.Equal("a", queue.TakeNext(TimeSpan.Zero)!.Subject);
        Assert.Null(queue.TakeNext(TimeSpan.Zero));
        queue.Succeeded();
        Assert.Equal("b", queue.TakeNext(TimeSpan.Zero)!.Subject);
        Assert.Equal(1, queue.Abandon());
    }

    private static MailText Quorum(bool isUp, bool stopping) => MailText.ForQuorum("r", Service, isUp, 5, stopping);

    private static MailMessage Mail(string subject) => new("a@b", ["c@d"], subject, "");
}
