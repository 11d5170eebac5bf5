using Keepalived.Config.Model;

namespace Keepalived.Core.Notify;

/// <summary>
/// Whether a change is worth a mail: only if alerts are on for the object (resolved in the configuration), and only if
/// the state differs from the one last mailed. Everything starts as Backup, so the first Backup is silent.
/// </summary>
public sealed class MailPolicy
{
    private readonly Dictionary<string, NotifiedState> _mailed = [];

    public static bool IsPossible(MailConfig mail) => mail.Server.Length > 0 && !mail.To.IsEmpty;

    public bool WantsInstance(VrrpInstanceConfig config, NotifiedState state, MailConfig mail) =>
        config.SmtpAlert && IsPossible(mail) && IsNews("instance " + config.Name, state, mail);

    public bool WantsGroup(VrrpSyncGroupConfig config, NotifiedState state, MailConfig mail) =>
        config.SmtpAlert && IsPossible(mail) && IsNews("group " + config.Name, state, mail);

    /// <param name="server">The server the verdict is about.</param>
    /// <param name="stateChanged">The server's own state changed, not only one checker's verdict.</param>
    /// <param name="mail">Switches and recipients.</param>
    public static bool WantsRealServer(RealServerConfig server, bool stateChanged, MailConfig mail) =>
        server.SmtpAlert && IsPossible(mail) && (stateChanged || !mail.NoCheckers);

    public static bool WantsQuorum(VirtualServerConfig service, MailConfig mail) =>
        service.SmtpAlert && IsPossible(mail);

    private bool IsNews(string key, NotifiedState state, MailConfig mail)
    {
        NotifiedState last = _mailed.GetValueOrDefault(key, NotifiedState.Backup);
        if (state == last || (state == NotifiedState.Fault && mail.NoFaults))
        {
            return false;
        }

        if (state is NotifiedState.Deleted or NotifiedState.Stop)
        {
            _mailed.Remove(key);
        }
        else
        {
            _mailed[key] = state;
        }

        return true;
    }
}
