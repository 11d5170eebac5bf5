namespace Akka;

/// <summary>A value that says only that something is done.</summary>
public sealed class Done
{
    private Done()
    {
    }

    /// <summary>The one there is.</summary>
    public static Done Instance { get; } = new();
}
