namespace Keepalived.Config.Model;

/// <summary>A named pipe that receives notifications, and the script that reads it.</summary>
public sealed record NotifyFifoConfig(string Path, string User = "", string Group = "")
{
    public NotifyScriptConfig? Script { get; init; }
}
