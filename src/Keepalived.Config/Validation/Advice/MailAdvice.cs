using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Validation.Advice;

/// <summary>Mail that will never leave.</summary>
internal static class MailAdvice
{
    public static void Apply(AdviceContext context)
    {
        MailConfig mail = context.Config.Global.Mail;
        bool wanted = mail.Alert == true || mail.AlertVrrp == true || mail.AlertChecker == true
            || context.Config.Instances.Any(static i => i.SmtpAlert)
            || context.Config.SyncGroups.Any(static g => g.SmtpAlert)
            || context.Config.VirtualServers.Any(static s => s.SmtpAlert);
        if (mail.Server.Length == 0 && (wanted || !mail.To.IsEmpty))
        {
            string what = mail.To.IsEmpty ? "smtp_alert is set" : $"mail goes to {mail.To[0]}";
            context.Advise(SourceSpan.None, $"{what}, but there is no relay: no mail will be sent",
                "smtp_server HOST [PORT] in global_defs");
        }
        else if (mail.Server.Length > 0 && wanted && mail.To.IsEmpty)
        {
            context.Advise(SourceSpan.None, "smtp_alert is set, but nobody gets the mail",
                "notification_email { ADDRESS } in global_defs");
        }
    }
}
