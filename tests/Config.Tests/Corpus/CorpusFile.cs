using System.Text.Json;
using Keepalived.Config.Host;

namespace Keepalived.Config.Tests.Corpus;

/// <summary>A real configuration with what the reference daemon made of it.</summary>
internal sealed class CorpusFile : IDisposable
{
    // Commands that were in the search path of the machine the verdicts were taken on.
    private static readonly HashSet<string> KnownCommands =
        ["killall", "pidof", "pkill", "pgrep", "true", "false", "sh", "bash", "curl", "ip", "kill", "echo", "test",
            "nc", "cat"];

    private readonly JsonDocument _expected;

    public CorpusFile(string path)
    {
        Path = path;
        _expected = JsonDocument.Parse(File.ReadAllText(System.IO.Path.ChangeExtension(path, ".expected.json")));
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public JsonElement Root => _expected.RootElement;

    public string TestExitCode => Root.GetProperty("config_test").GetProperty("exit_code").ToString();

    public IEnumerable<string> Messages => Root.GetProperty("config_test").TryGetProperty("messages", out JsonElement m)
        ? m.EnumerateArray().Select(static e => e.GetString() ?? "")
        : [];

    public static IEnumerable<string> All(string folder) =>
        Directory.EnumerateFiles(folder, "*.conf").Order(StringComparer.Ordinal);

    public ConfigResult Load(bool isTest, string? id = null)
    {
        JsonElement environment = Root.GetProperty("environment");
        HashSet<string> interfaces = [.. environment.GetProperty("interfaces").EnumerateArray()
            .Select(static i => i[0].GetString() ?? "")];
        HashSet<string> present = environment.TryGetProperty("named_paths_present", out JsonElement paths)
            ? [.. paths.EnumerateArray().Select(static p => p.GetString() ?? "")]
            : [];
        TestEnvironment host = new()
        {
            Interfaces = interfaces,
            Scripts = path => present.Contains(path) || KnownCommands.Contains(path)
                ? ScriptStanding.Secure
                : ScriptStanding.Missing,
        };
        string text = File.ReadAllText(Path);
        string directory = System.IO.Path.ChangeExtension(Path, ".inc");
        string file = Directory.Exists(directory) ? System.IO.Path.Join(directory, "keepalived.conf") : Path;
        return ConfigLoader.Parse(text, file, new ConfigLoaderOptions { Environment = host, IsTest = isTest,
            ConfigId = id });
    }

    public void Dispose() => _expected.Dispose();
}
