using Keepalived.Config.Host;

namespace Keepalived.Config.Tests.Validation;

/// <summary>A configuration and every diagnostic it gets, word for word.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="Text">The configuration.</param>
/// <param name="Expected">One diagnostic after the other, as <c>severity: file:line:column: text (hint)</c>.</param>
internal sealed record DiagnosticCase(string Name, string Text, string Expected);

/// <summary>
/// diagnostics.txt: cases of "== NAME", the configuration, "--" and what is said. DIAGNOSTICS_UPDATE=1 writes down
/// what is said today, to be read before it is kept.
/// </summary>
internal static class DiagnosticTable
{
    private const string Begin = "== ";
    private const string Said = "--";

    public static string Path { get; } = System.IO.Path.Join(Folder(), "diagnostics.txt");

    public static IReadOnlyList<DiagnosticCase> Read() =>
    [
        .. ("\n" + File.ReadAllText(Path)).Split("\n" + Begin).Skip(1).Select(static part =>
        {
            string[] lines = part.TrimEnd('\n').Split('\n');
            int said = Array.LastIndexOf(lines, Said);
            int end = said < 0 ? lines.Length : said;
            return new DiagnosticCase(
                lines[0], string.Join('\n', lines[1..end]) + "\n",
                said < 0 ? "" : string.Join('\n', lines[(said + 1)..]));
        }),
    ];

    public static void Write(IEnumerable<DiagnosticCase> cases) => File.WriteAllText(
        Path,
        string.Concat(cases.Select(static c => $"{Begin}{c.Name}\n{c.Text}{Said}\n{Say(c)}\n\n")));

    /// <summary>What is said about a case now; keywords without effect yet are no matter of this table.</summary>
    public static string Say(DiagnosticCase c)
    {
        ConfigResult result = ConfigLoader.Parse(c.Text, "keepalived.conf", new ConfigLoaderOptions
        {
            IsTest = true,
            ConfigId = "one",
            Random = new Random(1),
            Environment = new TestEnvironment { Interfaces = ["eth0", "eth1"], Scripts = Standing },
            Source = new NoFiles(),
        });
        return string.Join('\n', result.Diagnostics
            .Where(static d => !d.Text.EndsWith("is not in effect yet", StringComparison.Ordinal))
            .Select(static d => $"{Diagnostics.DiagnosticText.Word(d.Severity)}: {d}"));
    }

    private static ScriptStanding Standing(string path) =>
        path.Contains("missing", StringComparison.Ordinal) ? ScriptStanding.Missing
        : path.Contains("writable", StringComparison.Ordinal) ? ScriptStanding.Insecure
        : ScriptStanding.Secure;

    private static string Folder()
    {
        string at = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Join(at, "Keepalived.Actors.sln")))
        {
            at = System.IO.Path.GetDirectoryName(at) ?? throw new DirectoryNotFoundException("the repository");
        }

        return System.IO.Path.Join(at, "tests", "Config.Tests", "Validation");
    }

    private sealed class NoFiles : Config.Text.IConfigSource
    {
        public string FullPath(string path) => System.IO.Path.GetFullPath(path, "/etc");

        public Config.Text.ConfigFile Read(string path) => new(
            path.EndsWith("runnable", StringComparison.Ordinal) ? Config.Text.ConfigFileStatus.Executable
                : Config.Text.ConfigFileStatus.NotFound, "");

        public IReadOnlyList<string> Glob(string pattern) =>
            pattern.EndsWith("runnable", StringComparison.Ordinal) ? [pattern] : [];
    }
}
