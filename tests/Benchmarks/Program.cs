using Benchmarks.Micro;
using Benchmarks.SideBySide;

namespace Benchmarks;

/// <summary>Entry of both kinds of benchmark; run.sh builds what they need and calls this.</summary>
internal static class Program
{
    // Reading a pipe takes a pool thread for as long as the process behind it lives.
    private const int PoolThreads = 32;

    private static int Main(string[] args)
    {
        ThreadPool.SetMinThreads(PoolThreads, PoolThreads);
        return args switch
        {
            ["micro", .. string[] rest] => MicroBenchmarks.Run(rest),
            ["side-by-side", .. string[] rest] => SideBySideProgram.Run(rest),
            _ => Usage(),
        };
    }

    private static int Usage()
    {
        Console.Error.WriteLine("usage: Benchmarks micro [OPTION...] | side-by-side [OPTION...] [CASE...]");
        return 2;
    }
}
