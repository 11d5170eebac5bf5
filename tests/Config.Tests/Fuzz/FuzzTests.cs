using System.Diagnostics;
using Keepalived.Config.Text;

namespace Keepalived.Config.Tests.Fuzz;

/// <summary>
/// Changed files never throw, never hang and take no more memory than the file is worth. CONFIG_MUTATIONS is the
/// number of texts (a million takes half an hour), CONFIG_SEED the seed.
/// </summary>
public sealed class FuzzTests
{
    private const int Few = 5000;
    private const int LinesPerText = 40;

    // A repetition of a repetition can honestly make a million lines; what they take in passing is counted, too.
    private const long MostBytesPerText = 4L << 30;
    private const long MostMemory = 3L << 30;
    private static readonly TimeSpan LongestParse = TimeSpan.FromSeconds(30);

    private static readonly string[] Builtin =
    [
        "vrrp_instance V {\n interface eth0\n virtual_router_id 51\n advert_int 1\n authentication {\n"
            + "  auth_type PASS\n }\n virtual_ipaddress { 10.0.0.1/24 dev eth0 label eth0:1\n }\n virtual_routes {\n"
            + "  default via 10.0.0.1 dev eth0\n }\n}",
        "$B=\\\n vrrp_script S_$i { \\\n script \"/bin/x 'a \\x41\" \\\n }\n~SEQ(i, 1, 3) $B\n@id x\ninclude x*\n"
            + "~LST({a,b},{1,2}) ${a}\n${_RANDOM 1 5}",
        "virtual_server 10.0.0.1 80 {\n real_server 10.0.0.2 80 {\n"
            + "  HTTP_GET { url { path / status_code 200 } }\n }\n}",
    ];

    [Fact]
    public void Changed_files_never_throw_never_hang_and_stay_small()
    {
        int seed = Setting("CONFIG_SEED", 20240511);
        int count = Setting("CONFIG_MUTATIONS", Few);
        ConfigMutator mutator = new(Sources(), seed, mostChanges: 8);
        for (int i = 0; i < count; i++)
        {
            Try(mutator.Make(i), $"seed {seed}, text {i}");
        }
    }

    [Fact]
    public void Lines_thrown_together_never_throw()
    {
        int seed = Setting("CONFIG_SEED", 20240511);
        int count = Setting("CONFIG_MUTATIONS", Few);
        Random random = new(seed);
        string[] lines =
        [
            .. Sources().SelectMany(static text => text.Split('\n')).Where(static l => l.Trim().Length > 0).Distinct(),
        ];
        for (int i = 0; i < count; i++)
        {
            string[] chosen = [.. Enumerable.Range(0, LinesPerText).Select(_ => lines[random.Next(lines.Length)])];
            ConfigMutator mutator = new([string.Join('\n', chosen)], random.Next(), mostChanges: 20);
            Try(mutator.Make(0), $"seed {seed}, text {i}");
        }
    }

    private static void Try(string text, string which)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Exception? problem = Record.Exception(() => ConfigLoader.Parse(text, "/etc/x.conf", new ConfigLoaderOptions
        {
            Environment = new TestEnvironment(),
            Source = new NoFiles(),
            Random = new Random(1),
        }));
        Assert.True(problem is null, $"{which}: {problem}\n{text}");
        Assert.True(Stopwatch.GetElapsedTime(start) < LongestParse, $"{which} took too long\n{text}");
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(bytes < MostBytesPerText, $"{which} took {bytes} bytes\n{text}");
        long memory = Environment.WorkingSet;
        Assert.True(memory < MostMemory, $"{which}: {memory} bytes of memory\n{text}");
    }

    private static List<string> Sources()
    {
        string? corpus = SharedFolder.Of("corpus");
        string samples = Path.Join(Path.GetDirectoryName(Validation.DiagnosticTable.Path), "../../../samples");
        return
        [
            .. Builtin,
            .. Directory.GetFiles(samples, "*.conf").Order(StringComparer.Ordinal).Select(File.ReadAllText),
            .. (corpus is null ? [] : Directory.GetFiles(corpus, "*.conf"))
                .Order(StringComparer.Ordinal).Select(File.ReadAllText),
        ];
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : otherwise;
}
