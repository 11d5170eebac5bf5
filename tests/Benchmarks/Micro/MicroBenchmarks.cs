using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Benchmarks.Micro;

/// <summary>
/// The hot paths one by one: time and, above all, bytes allocated for each packet, which have to be none or the one
/// object that carries it to its actor.
/// </summary>
internal static class MicroBenchmarks
{
    /// <summary>Runs what the options of BenchmarkDotNet select; everything if there are none.</summary>
    public static int Run(string[] args)
    {
        // In this process: a generated project would not find the repository's central package versions.
        Job job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        ManualConfig config = ManualConfig.Create(DefaultConfig.Instance).AddJob(job);
        string[] effective = args.Length == 0 ? ["--filter", "*"] : args;
        BenchmarkSwitcher.FromAssembly(typeof(MicroBenchmarks).Assembly).Run(effective, config);
        return 0;
    }
}
