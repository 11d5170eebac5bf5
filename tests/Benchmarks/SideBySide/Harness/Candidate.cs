namespace Benchmarks.SideBySide.Harness;

/// <summary>One of the two daemons that are compared; both understand the same command line.</summary>
/// <param name="Preload">A library that the daemon is started with, or "".</param>
/// <param name="GlobalDefs">A line more in global_defs, or "".</param>
internal sealed record Candidate(string Name, string Program, string Preload = "", string GlobalDefs = "")
{
    public const string Ours = "ours";
    public const string Reference = "reference";
}
