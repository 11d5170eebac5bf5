namespace Keepalived.Config.Model;

/// <summary>Checks added to `include` (include_check).</summary>
[Flags]
public enum IncludeChecks
{
    None = 0,
    Read = 1,
    Match = 2,
    WildcardMatch = 4,
    BraceMatch = 8,
    All = Read | Match | WildcardMatch | BraceMatch,
}
