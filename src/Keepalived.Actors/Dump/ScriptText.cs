using Keepalived.Config.Model;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Dump;

/// <summary>Scripts as the data file shows them: each word in single quotes, then the user.</summary>
internal static class ScriptText
{
    public static string Words(NotifyScriptConfig script) =>
        string.Join(' ', script.Words.Select(word => $"'{word}'"));

    public static string WithOwner(NotifyScriptConfig script, IScriptResolver resolver) =>
        $"{Words(script)}, uid:gid {Owner(script, resolver)}";

    /// <summary>User and group that it runs as.</summary>
    public static string Owner(NotifyScriptConfig script, IScriptResolver resolver)
    {
        ScriptCommand? command = resolver.Resolve(script, out _);
        int user = Math.Max(command?.UserId ?? 0, 0);
        int group = Math.Max(command?.GroupId ?? 0, 0);
        return $"{user}:{group}";
    }

    /// <summary>The transition scripts of an instance or a group.</summary>
    public static void Write(DumpText text, NotifyScriptsConfig scripts, IScriptResolver resolver)
    {
        Write(text, "Backup state transition", scripts.Backup, resolver);
        Write(text, "Master state transition", scripts.Master, resolver);
        Write(text, "Fault state transition", scripts.Fault, resolver);
        Write(text, "Stop state transition", scripts.Stop, resolver);
        Write(text, "Deleted state transition", scripts.Deleted, resolver);
        Write(text, "Generic state transition", scripts.Any, resolver);
        Write(text, "Master rx lower pri", scripts.MasterReceivesLowerPriority, resolver);
    }

    private static void Write(DumpText text, string name, NotifyScriptConfig? script, IScriptResolver resolver)
    {
        if (script is not null)
        {
            text.Value(3, $"{name} script", WithOwner(script, resolver));
        }
    }
}
