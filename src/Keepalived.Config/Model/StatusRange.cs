namespace Keepalived.Config.Model;

/// <summary>A range of HTTP status codes.</summary>
public readonly record struct StatusRange(int First, int Last)
{
    public bool Contains(int status) => status >= First && status <= Last;
}
