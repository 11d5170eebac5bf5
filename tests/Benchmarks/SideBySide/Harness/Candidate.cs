namespace Benchmarks.SideBySide.Harness;

/// <summary>One of the two daemons that are compared; both understand the same command line.</summary>
/// <param name="Preload">A library that the daemon is started with, or "".</param>
internal sealed record Candidate(string Name, string Program, string Preload = "")
{
    public const string Ours = "ours";
    public const string Reference = "reference";
}
