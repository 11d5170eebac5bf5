using System.Runtime.CompilerServices;

// Namespaces, signals and modes of files: nothing here means anything on another system.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace Interop.Tests.Harness;

internal static class Platform
{
    // Reading a pipe takes a pool thread for as long as the process lives; more of them come one by one otherwise,
    // and what a director says would be heard a second late.
    private const int PoolThreads = 300;

    [ModuleInitializer]
    internal static void PrepareThreadPool() => ThreadPool.SetMinThreads(PoolThreads, PoolThreads);
}
