using Interop.Tests.Harness;

namespace Interop.Tests.Checkers;

/// <summary>
/// The reference ends where the kernel has no IPVS. There a small library, the one of the benchmarks, takes its IPVS
/// requests for done; nothing of its checkers is touched.
/// </summary>
internal static class IpvsAnswers
{
    private static readonly Lazy<string?> _library = new(Build);

    /// <summary>Why the reference cannot run here, or null.</summary>
    public static string? Missing =>
        HasIpvs || _library.Value is not null
            ? null
            : "missing component: a C compiler, for the reference without IPVS";

    /// <summary>The words before the reference's command line.</summary>
    public static IReadOnlyList<string> Launcher => HasIpvs ? [] : ["env", "LD_PRELOAD=" + _library.Value];

    private static bool HasIpvs => File.Exists("/proc/net/ip_vs");

    private static string? Build()
    {
        string library = Path.Combine(AppContext.BaseDirectory, "answer-ipvs.so");
        string source = Path.Combine(Machine.Root, "tests", "Benchmarks", "Stub", "answer-ipvs.c");
        return Machine.FindOnPath("gcc") is { } compiler
            && Shell.Try(compiler, "-shared", "-fPIC", "-O2", "-o", library, source).Code == 0 ? library : null;
    }
}
