namespace Keepalived.Config.Model;

/// <summary>How the parameters of a process are compared.</summary>
public enum ProcessParameterMatch
{
    None,
    Exact,
    Initial,
    Partial,
}
