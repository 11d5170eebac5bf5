namespace Linux.Tests.Support;

/// <summary>A test that needs a C compiler. Without one it is skipped, except in CI, where it fails.</summary>
public sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute()
    {
        if (Compiler is null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "needs a C compiler (cc)";
        }
    }

    public static string? Compiler { get; } =
        Array.Find(["/usr/bin/cc", "/usr/bin/gcc", "/usr/bin/clang"], File.Exists);
}
