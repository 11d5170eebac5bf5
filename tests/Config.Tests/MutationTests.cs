using Keepalived.Config.Text;

namespace Keepalived.Config.Tests;

public sealed class MutationTests
{
    private const int Count = 200_000;
    private const int LinesPerFile = 40;

    private static readonly string[] Builtin =
    [
        "vrrp_instance V {", " interface eth0", " virtual_router_id 51", " advert_int 1", " authentication {",
            "  auth_type PASS",
        " virtual_ipaddress { 10.0.0.1/24 dev eth0 label eth0:1", "}", "~SEQ(i, 1, 3) $B", "$B=\\", "@id x",
            "include x*",
        "virtual_server 10.0.0.1 80 {", " real_server 10.0.0.2 80 {", "  HTTP_GET { url { path / status_code 200 } }",
        "${_RANDOM 1 5}", "~LST({a,b},{1,2}) ${a}", "notify_master \"/bin/x 'a \\x41\" root", "virtual_routes {",
            " default via 10.0.0.1 dev eth0",
    ];

    [Fact]
    public void Mutated_lines_never_throw_and_never_hang()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("CONFIG_SEED"), out int given) ? given : 20240511;
        Random random = new(seed);
        string[] lines = Lines();
        ConfigLoaderOptions options = new() { Environment = new TestEnvironment(), Source = new NoFiles(),
            Random = random };
        for (int done = 0; done < Count; done += LinesPerFile)
        {
            string text = string.Join('\n', Enumerable.Range(0, LinesPerFile).Select(_ => Mutate(random, lines)));
            Exception? problem = Record.Exception(() => ConfigLoader.Parse(text, "/etc/x.conf", options));
            Assert.True(problem is null, $"seed {seed}: {problem}\n{text}");
        }
    }

    private static string[] Lines()
    {
        string? folder = SharedFolder.Of("corpus");
        return folder is null
            ? Builtin
            : [.. Builtin, .. Directory.EnumerateFiles(folder,
                "*.conf").Order(StringComparer.Ordinal).SelectMany(File.ReadLines)
                .Where(static l => l.Trim().Length > 0).Distinct()];
    }

    private static string Mutate(Random random, string[] lines)
    {
        const string alphabet = "{}\"'\\$~@#!=,()-/.:0123456789abcxyz_ \t\0";
        char[] line = lines[random.Next(lines.Length)].ToCharArray();
        string text = new(line);
        int edits = random.Next(4);
        for (int i = 0; i < edits; i++)
        {
            int at = random.Next(text.Length + 1);
            char c = alphabet[random.Next(alphabet.Length)];
            text = random.Next(3) switch
            {
                0 => text.Insert(at, c.ToString()),
                1 when at < text.Length => text.Remove(at, 1),
                _ when at < text.Length => text[..at] + c + text[(at + 1)..],
                _ => text + c,
            };
        }

        return text;
    }

    private sealed class NoFiles : IConfigSource
    {
        public string FullPath(string path) => Path.GetFullPath(path, "/etc");

        public ConfigFile Read(string path) => ConfigFile.Missing;

        public IReadOnlyList<string> Glob(string pattern) => [];
    }
}
