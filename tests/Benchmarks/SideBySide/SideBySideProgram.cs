using System.Globalization;
using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide;

/// <summary>
/// Measures our daemon and the reference by turns (A B A B), so that what else the machine does hits both, and prints
/// one table. Everything happens in network namespaces that it makes and removes.
/// </summary>
internal static class SideBySideProgram
{
    private const string Help = """
        usage: run.sh [--rounds N] [--quick] [--out FILE] [--list] [CASE...]

        A CASE is a name or its beginning; without one all of them run. --rounds (2) are turns of each daemon.
        --quick measures for shorter times. BENCH_OURS and BENCH_REFERENCE name other daemons.
        """;

    public static int Run(string[] args)
    {
        var words = new List<string>();
        int rounds = 2;
        bool isQuick = false;
        string? file = null;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--list":
                    List();
                    return 0;
                case "--quick":
                    isQuick = true;
                    break;
                case "--rounds" when i + 1 < args.Length && int.TryParse(args[i + 1], out rounds):
                    i++;
                    break;
                case "--out" when i + 1 < args.Length:
                    file = args[++i];
                    break;
                case [not '-', ..]:
                    words.Add(args[i]);
                    break;
                default:
                    Console.Error.WriteLine(Help);
                    return 2;
            }
        }
        return Run(CaseCatalog.Select(words), rounds, isQuick, file);
    }

    private static int Run(IReadOnlyList<IBenchmarkCase> cases, int rounds, bool isQuick, string? file)
    {
        string ours = Environment.GetEnvironmentVariable("BENCH_OURS") ?? "artifacts/publish/keepalived-actors";
        string? reference = Environment.GetEnvironmentVariable("BENCH_REFERENCE") ?? Shell.Find("keepalived");
        if (Missing(cases, ours, reference) is { } missing)
        {
            Console.Error.WriteLine(missing);
            return 1;
        }
        Lan.RemoveLeftovers();
        Console.CancelKeyPress += (_, _) => Lan.DisposeAll();
        using var output = new Tee(Console.Out, file);
        var table = new ResultTable(output);
        table.WriteHeader();
        bool isComplete = true;
        foreach (IBenchmarkCase benchmark in cases)
        {
            Candidate[] candidates = Candidates(benchmark, Path.GetFullPath(ours), reference, table);
            isComplete &= Measure(benchmark, candidates, rounds, isQuick, table);
        }
        return isComplete ? 0 : 1;
    }

    /// <summary>Ours and, where it can do this case, the reference.</summary>
    private static Candidate[] Candidates(
        IBenchmarkCase benchmark, string ours, string? reference, ResultTable table)
    {
        var first = new Candidate(Candidate.Ours, ours);
        if (reference is null)
        {
            return [first];
        }
        var second = new Candidate(Candidate.Reference, reference);
        if (!benchmark.NeedsIpvs || Directory.Exists("/proc/sys/net/ipv4/vs"))
        {
            return [first, second];
        }
        if (IpvsAnswers.Library is not { } library)
        {
            table.WriteNote($"# {benchmark.Name}: the reference stops without IPVS, and no compiler makes it believe");
            return [first];
        }
        // BENCH_OURS may be the reference too, to try out the benchmark itself.
        bool isReferenceTwice = Path.GetFullPath(ours) == Path.GetFullPath(reference);
        first = isReferenceTwice
            ? first with { Preload = library }
            : first with { GlobalDefs = "lvs_backend ipvs" };
        return [first, second with { Preload = library }];
    }

    private static bool Measure(
        IBenchmarkCase benchmark, Candidate[] candidates, int rounds, bool isQuick, ResultTable table)
    {
        var figures = new Figures();
        var idle = new MachineIdle();
        bool isComplete = true;
        for (int round = 0; round < rounds; round++)
        {
            foreach (Candidate candidate in candidates)
            {
                try
                {
                    benchmark.Measure(new BenchmarkRun(candidate, candidates[^1], isQuick, figures));
                }
                catch (InvalidOperationException e)
                {
                    isComplete = false;
                    table.WriteNote($"# {benchmark.Name}, {candidate.Name}: {e.Message}");
                }
            }
        }
        table.Write(benchmark, figures);
        string share = idle.Percent.ToString("F0", CultureInfo.InvariantCulture);
        table.WriteNote($"# {benchmark.Name}: the machine was {share} % idle meanwhile");
        return isComplete;
    }

    private static string? Missing(IReadOnlyList<IBenchmarkCase> cases, string ours, string? reference)
    {
        if (cases.Count == 0)
        {
            return "no such case; --list shows them";
        }
        if (Environment.UserName != "root")
        {
            return "network namespaces need root";
        }
        string[] absent = [.. ((string[])["ip", "tcpdump", "bash"]).Where(program => Shell.Find(program) is null)];
        if (absent.Length > 0)
        {
            return $"missing: {string.Join(", ", absent)} (apt-get install iproute2 tcpdump)";
        }
        if (reference is null)
        {
            Console.Error.WriteLine("no keepalived to compare with (apt-get install keepalived): ours alone");
        }
        return File.Exists(ours)
            ? null
            : $"no {ours}: dotnet publish src/Keepalived.Daemon -c Release -o artifacts/publish";
    }

    private static void List()
    {
        foreach (IBenchmarkCase benchmark in CaseCatalog.All)
        {
            Console.WriteLine($"{benchmark.Name,-20} {benchmark.Description}");
        }
    }
}
