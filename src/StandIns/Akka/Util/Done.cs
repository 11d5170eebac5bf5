namespace Akka;

/// <summary>A value that says only that something is done.</summary>
public sealed class Done
{
    private Done() { }

    public static Done Instance { get; } = new();
}
