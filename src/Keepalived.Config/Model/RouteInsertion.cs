namespace Keepalived.Config.Model;

/// <summary>How a route is put beside others of the same metric.</summary>
public enum RouteInsertion
{
    Prepend,
    Append,
    Add,
}
