namespace Keepalived.Config.Model;

/// <summary>The notify scripts of an instance or a sync group; null where none is set.</summary>
public sealed record NotifyScriptsConfig
{
    public static NotifyScriptsConfig None { get; } = new();

    public NotifyScriptConfig? Master { get; init; }

    public NotifyScriptConfig? Backup { get; init; }

    public NotifyScriptConfig? Fault { get; init; }

    public NotifyScriptConfig? Stop { get; init; }

    public NotifyScriptConfig? Deleted { get; init; }

    /// <summary>Called for every change with four more arguments: kind, name, state, priority.</summary>
    public NotifyScriptConfig? Any { get; init; }

    public NotifyScriptConfig? MasterReceivesLowerPriority { get; init; }

    public bool IsEmpty => this == None;
}
