using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Processes;

/// <summary>
/// Mails of real servers and of the quorum, to a real mail server. The running kernel may be without IPVS: checks and
/// mails do not need it.
/// </summary>
public sealed class CheckerMailTests(ITestOutputHelper output)
{
    private const string Service = "[10.0.0.100]:tcp:80";
    private const string Down = $"[here] Realserver [10.0.0.9]:tcp:80 of virtual server {Service} - DOWN";
    private const string Up = $"[here] Realserver [10.0.0.9]:tcp:80 of virtual server {Service} - UP";
    private const string QuorumLost = $"[here] Virtualserver {Service} - DOWN";
    private const string QuorumGained = $"[here] Virtualserver {Service} - UP";
    private const string Unwanted = "[10.0.0.8]";

    [MailTheory]
    [InlineData(MailServerKind.Delivering)]
    public void Mails_of_servers_and_quorum_reach_a_real_server(MailServerKind kind)
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost host = lan.AddHost("a", "10.0.0.1/24");
        MailServer server = lan.Own(new MailServer(host, kind));
        string broken = Path.Combine(lan.Directory, "broken");
        File.WriteAllText(broken, "");
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, Config(broken), "-C");

        Expect(server, director, Down);
        Expect(server, director, QuorumLost);
        File.Delete(broken);
        ExpectAfter(server, director, Down, Up);
        ExpectAfter(server, director, QuorumLost, QuorumGained);
        Assert.DoesNotContain(server.Subjects, subject => subject.Contains(Unwanted, StringComparison.Ordinal));
    }

    private static void Expect(MailServer server, DirectorProcess director, string subject) => Eventually.That(
        () => server.Subjects.Contains(subject),
        subject,
        () => director.Story() + string.Join('\n', server.Lines));

    /// <summary>The same mail may have come before.</summary>
    private static void ExpectAfter(MailServer server, DirectorProcess director, string before, string subject) =>
        Eventually.That(
            () => server.Subjects.ToList().LastIndexOf(subject) > server.Subjects.ToList().LastIndexOf(before),
            subject,
            () => director.Story() + string.Join('\n', server.Lines));

    private static string Config(string broken) => $$"""
        global_defs {
            router_id here
            notification_email {
                admin@example.org
            }
            notification_email_from keepalived@example.org
            smtp_server {{MailServer.Address}}
            script_user root
            enable_script_security
        }
        virtual_server 10.0.0.100 80 {
            delay_loop 1
            lvs_sched rr
            protocol TCP
            smtp_alert
            real_server 10.0.0.9 80 {
                smtp_alert
                MISC_CHECK {
                    misc_path "/usr/bin/test ! -e {{broken}}"
                    retry 0
                }
            }
            real_server 10.0.0.8 80 {
                weight 0
                smtp_alert off
                MISC_CHECK {
                    misc_path "/usr/bin/test ! -e {{broken}}"
                    retry 0
                }
            }
        }

        """;
}
