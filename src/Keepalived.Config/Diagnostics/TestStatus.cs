namespace Keepalived.Config.Diagnostics;

/// <summary>
/// What a diagnostic means for a configuration test. The order is the reference's: the highest one decides the exit
/// code, so a complaint about script security hides all others.
/// </summary>
public enum TestStatus
{
    Ok,
    FileNotFound,
    BadInterface,
    Fatal,
    MultipleFiles,
    UnknownKeyword,
    Brace,
    UnterminatedQuote,
    MissingParameter,
    InvalidNumber,
    General,
    Warning,
    Deprecated,
    Security,

    /// <summary>A failed check of includer, includem, includew, includeb or includea.</summary>
    FileCheck,
}
