namespace Benchmarks.SideBySide.Harness;

/// <summary>The library that answers the reference's IPVS requests where the kernel cannot.</summary>
internal static class IpvsAnswers
{
    private static readonly Lazy<string?> _library = new(Build);

    /// <summary>Its path, or null without a C compiler.</summary>
    public static string? Library => _library.Value;

    private static string? Build()
    {
        if (Shell.Find("cc") is not { } compiler)
        {
            return null;
        }
        string source = Path.Combine(AppContext.BaseDirectory, "Stub", "answer-ipvs.c");
        string library = Path.Combine(AppContext.BaseDirectory, "answer-ipvs.so");
        return Shell.Try(compiler, "-shared", "-fPIC", "-O2", "-o", library, source) ? library : null;
    }
}
