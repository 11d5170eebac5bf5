using Keepalived.Config.Model;

namespace Keepalived.Core.Ports;

/// <summary>
/// From a configured script to a command: path, user and group ids, and the security checks (cli-and-runtime 5).
/// </summary>
public interface IScriptResolver
{
    /// <summary>
    /// Null when the script must not or cannot run; <paramref name="refusal"/> names the exact path component.
    /// </summary>
    ScriptCommand? Resolve(NotifyScriptConfig script, out string refusal);

    /// <summary>User and group ids of what belongs to these names, or without a user to the default one.</summary>
    (int UserId, int GroupId) Owner(string user, string group) => (0, 0);
}

/// <summary>Runs what is configured as the daemon's own user: for tests.</summary>
public sealed class UncheckedScripts : IScriptResolver
{
    public ScriptCommand? Resolve(NotifyScriptConfig script, out string refusal)
    {
        refusal = "";
        return new ScriptCommand([.. script.Words]);
    }
}
