namespace Keepalived.Config.Model;

/// <summary>Where mails go.</summary>
public sealed record MailConfig
{
    /// <summary>Relay; empty: no mails.</summary>
    public string Server { get; init; } = "";

    public int Port { get; init; } = 25;

    public string HeloName { get; init; } = "";

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public string From { get; init; } = "";

    public EquatableArray<string> To { get; init; }

    public bool NoFaults { get; init; }

    public bool NoCheckers { get; init; }

    /// <summary>The three levels as written; null: unset. Effective values stand at each object.</summary>
    public bool? Alert { get; init; }

    public bool? AlertVrrp { get; init; }

    public bool? AlertChecker { get; init; }
}
