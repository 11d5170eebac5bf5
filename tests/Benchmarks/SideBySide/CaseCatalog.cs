using Benchmarks.SideBySide.Cases;
using Benchmarks.SideBySide.Harness;

namespace Benchmarks.SideBySide;

/// <summary>Every case, in the order in which they run.</summary>
internal static class CaseCatalog
{
    public static IReadOnlyList<IBenchmarkCase> All { get; } =
    [
        new StartCase(),
        new TakeoverCase("takeover-v2-1s", new Instances(1, 1, 100)),
        new TakeoverCase("takeover-v3-100ms", new Instances(1, 0.1, 100)),
        new TakeoverCase("takeover-v3-10ms", new Instances(1, 0.01, 100)),
        new TakeoverCase("takeover-warm-100ms", new Instances(1, 0.1, 100), isWarm: true),
        new TakeoverCase("takeover-255-1s", new Instances(255, 1, 100), kills: 2),
        new SteadyCase("steady-1-1s", new Instances(1, 1, 255)),
        new SteadyCase("steady-50-1s", new Instances(50, 1, 255)),
        new SteadyCase("steady-255-1s", new Instances(255, 1, 255)),
        new SteadyCase("steady-255-100ms", new Instances(255, 0.1, 255)),
        new SteadyCase("steady-255-10ms", new Instances(255, 0.01, 255)),
        new BackupCase("backup-255-1s", new Instances(255, 1, 100)),
        new BackupCase("backup-255-100ms", new Instances(255, 0.1, 100)),
        new JitterCase("jitter-50-100ms", new Instances(50, 0.1, 255)),
        new JitterCase("jitter-255-100ms", new Instances(255, 0.1, 255)),
        new JitterCase("jitter-50-10ms", new Instances(50, 0.01, 255)),
        new JitterCase("jitter-255-10ms", new Instances(255, 0.01, 255)),
        new OwnerCase("owner-idle", new Instances(50, 0.01, 100), busyLoops: 0),
        new OwnerCase("owner-2-busy", new Instances(50, 0.01, 100), busyLoops: 2),
        new OwnerCase("owner-16-busy", new Instances(50, 0.01, 100), busyLoops: 16),
        new GarbageCase("garbage-255-100ms", new Instances(255, 0.1, 100)),
        new ParseCase("parse-vrrp-255", 255, 0),
        new ParseCase("parse-rs-1000", 1, 1000),
        new ParseCase("check-10000", 1, 10_000),
        new ParseCase("check-one-service-10000", 1, 10_000, perService: int.MaxValue),
        new LoadCase("load-rs-1000", 1000),
        new LoadCase("load-rs-5000", 5000),
        new LoadCase("load-rs-5000-nftables", 5000, onNftables: true),
        new MemoryCase("memory-rs", 1000, 10_000),
        new ChecksCase("checks-1000", interval: 0.1),
        new ChecksCase("checks-1000-beside-10ms", interval: 0.01),
        new ChecksCase("checks-http-1000", interval: 0.1, isWeb: true),
        new ReloadCase("reload-255", 255, 0),
        new ReloadCase("reload-1000", 1, 1000),
        new ReloadCase("reload-10000", 1, 10_000),
        new ReloadCase("reload-50000", 1, 50_000),
        new ReloadCase("reload-one-service-1000", 1, 1000, perService: int.MaxValue),
        new ReloadCase("reload-one-service-10000", 1, 10_000, perService: int.MaxValue),
        new ReloadCase("reload-one-service-50000", 1, 50_000, perService: int.MaxValue),
    ];

    /// <summary>The cases whose names begin with one of the words; all without words.</summary>
    public static IReadOnlyList<IBenchmarkCase> Select(IReadOnlyCollection<string> words) =>
        [.. All.Where(benchmark => words.Count == 0
            || words.Any(word => benchmark.Name.StartsWith(word, StringComparison.Ordinal)))];
}
