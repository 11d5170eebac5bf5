namespace Keepalived.Config.Diagnostics;

/// <summary>
/// How much a diagnostic matters. Those from <see cref="Warning"/> on count under a configuration test.
/// </summary>
public enum DiagnosticSeverity
{
    /// <summary>Legal, and the reference says nothing; but it will probably disappoint.</summary>
    Advice,

    /// <summary>Told, but never changes the exit code of a configuration test.</summary>
    Notice,

    /// <summary>Runs, but probably not as meant.</summary>
    Warning,

    /// <summary>An old spelling or form that works.</summary>
    Deprecated,

    /// <summary>Wrong: the item is ignored or a default is used; the rest runs.</summary>
    Error,

    /// <summary>The daemon does not run with this.</summary>
    Fatal,
}
