namespace Keepalived.Config.Model;

/// <summary>What concerns reloading.</summary>
public sealed record ReloadConfig
{
    public bool CheckConfig { get; init; }

    public string CheckLog { get; init; } = "";

    public string TimeFile { get; init; } = "";

    public bool Repeat { get; init; }

    /// <summary>Null: not used; empty: the default path.</summary>
    public string? File { get; init; }
}
