using Keepalived.Config.Text;

namespace Keepalived.Config.Tests.Fuzz;

/// <summary>A disk without files.</summary>
internal sealed class NoFiles : IConfigSource
{
    public string FullPath(string path) => Path.GetFullPath(path, "/etc");

    public ConfigFile Read(string path) => ConfigFile.Missing;

    public IReadOnlyList<string> Glob(string pattern) => [];
}
