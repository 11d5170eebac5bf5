using Keepalived.Config.Host;
using Keepalived.Config.Model;
using Keepalived.Core.Ports;
using Keepalived.Linux.Host;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// From a configured script to what is run: its user (own, <c>script_user</c>, <c>keepalived_script</c>, else the
/// daemon's),
/// its path, and with <c>enable_script_security</c> the check that nobody but root can change what root runs.
/// </summary>
internal sealed class ScriptResolver(Func<GlobalConfig> global) : IScriptResolver
{
    private const string DefaultUser = "keepalived_script";
    public const int DaemonsOwn = -1;

    public ScriptCommand? Resolve(NotifyScriptConfig script, out string refusal)
    {
        GlobalConfig settings = global();
        if (!TryFindUser(script.User, script.Group, settings, out UserEntry? user, out int group, out refusal))
        {
            return null;
        }

        ScriptVerdict verdict = ScriptSecurity.Check(script.Path, WithGroups(user, group, settings));
        if (verdict.Standing == ScriptStanding.Missing
            || (verdict.Standing == ScriptStanding.Insecure && settings.EnableScriptSecurity))
        {
            refusal = $"{verdict.Component}: {verdict.Text}";
            return null;
        }

        string path = ScriptSecurity.Resolve(script.Path) ?? script.Path;
        if (!settings.UseSymlinkPaths)
        {
            // What was checked is what runs; but a program that goes by its name (busybox) then loses it.
            path = ScriptSecurity.RealPath(path) ?? path;
        }

        return new ScriptCommand([path, .. script.Words.Skip(1)], user?.UserId ?? DaemonsOwn, group)
        {
            HasAllGroups = settings.SetSupplementaryGroups,
        };
    }

    /// <summary>The user as the script will be it: with the groups that it gets.</summary>
    private static UserEntry? WithGroups(UserEntry? user, int group, GlobalConfig settings) => user is null
        ? null
        : user with { Groups = settings.SetSupplementaryGroups ? [group, .. user.Groups] : [group] };

    public (int UserId, int GroupId) Owner(string user, string group) =>
        TryFindUser(user, group, global(), out UserEntry? entry, out int groupId, out _)
            ? (Math.Max(entry?.UserId ?? 0, 0), Math.Max(groupId, 0))
            : (0, 0);

    /// <summary>Who owns what has no user of its own; null: the daemon's user.</summary>
    public static bool TryFindUser(
        string ownName,
        string ownGroup,
        GlobalConfig settings,
        out UserEntry? user,
        out int group,
        out string refusal)
    {
        bool own = ownName.Length > 0;
        string name = own ? ownName : settings.ScriptUser;
        string groupName = own ? ownGroup : settings.ScriptGroup;
        (group, refusal) = (DaemonsOwn, "");
        user = UserDatabase.FindUser(name.Length > 0 ? name : DefaultUser);
        if (user is null && name.Length > 0)
        {
            refusal = $"there is no user {name}";
            return false;
        }

        if (user is null && settings.EnableScriptSecurity)
        {
            refusal = $"enable_script_security needs script_user or a user {DefaultUser}";
            return false;
        }

        group = user?.GroupId ?? DaemonsOwn;
        if (groupName.TrimStart(':') is { Length: > 0 } plain)
        {
            if (UserDatabase.FindGroup(plain) is not int found)
            {
                refusal = $"there is no group {plain}";
                return false;
            }

            group = found;
        }

        return true;
    }
}
