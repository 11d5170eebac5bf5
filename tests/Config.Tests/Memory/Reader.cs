using System.Text;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Memory;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Tests.Memory;

/// <summary>Reads one text after the other with a memory, and each anew beside it: both must be the same.</summary>
internal sealed class Reader
{
    private readonly ConfigMemory _memory = new();

    public int Remembered => _memory.Count;

    /// <summary>Included files.</summary>
    public Dictionary<string, string> Files { get; } = [];

    public KeepalivedConfig Read(string text) => Result(text).Config;

    public ConfigResult Result(string text)
    {
        ReadText collected = new(16), other = new(16);
        ConfigResult result = Parse(text, _memory, collected);
        ConfigResult anew = Parse(text, null, other);
        Assert.True(anew.Config == result.Config, text);
        Assert.Equal(anew.Diagnostics.Select(Text), result.Diagnostics.Select(Text));
        Assert.Equal((anew.TestExitCode, anew.Start), (result.TestExitCode, result.Start));
        Assert.Equal(anew.Config.VirtualServers.Select(Place), result.Config.VirtualServers.Select(Place));
        Assert.True(Again(other) == Again(collected), text);
        return result;
    }

    private KeepalivedConfig Again(ReadText collected) =>
        Parse(Encoding.UTF8.GetString(collected.Utf8.Span), null, null).Config;

    private static string Text(ConfigDiagnostic diagnostic) => diagnostic.ToString();

    private static string Place(VirtualServerConfig server) =>
        $"{server.Source.Span} {server.Source.Span.Context?.Written} {server.Source.Span.Context?.Origin?.At}";

    private ConfigResult Parse(string text, ConfigMemory? memory, ReadText? collected) =>
        ConfigLoader.Parse(text, "keepalived.conf", new ConfigLoaderOptions
        {
            Environment = new TestEnvironment(),
            Source = new Source(Files),
            Memory = memory,
            ReadText = collected,
        });

    private sealed class Source(Dictionary<string, string> files) : IConfigSource
    {
        public string FullPath(string path) => Path.GetFullPath(path, "/etc");

        public ConfigFile Read(string path) => files.TryGetValue(path, out string? text)
            ? new ConfigFile(ConfigFileStatus.Ok, text)
            : ConfigFile.Missing;

        public IReadOnlyList<string> Glob(string pattern) => files.ContainsKey(pattern) ? [pattern] : [];
    }
}
