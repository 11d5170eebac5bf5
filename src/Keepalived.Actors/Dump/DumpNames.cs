using Keepalived.Config.Model;

namespace Keepalived.Actors.Dump;

/// <summary>Where the dump files lie (cli-and-runtime 4): below the temporary directory, or where configured.</summary>
public sealed class DumpNames(string directory, string networkNamespace = "", string instance = "")
{
    public string Data(GlobalConfig global) => Place(global, global.StateDumpFile, "keepalived", "", ".data");

    public string CheckersData(GlobalConfig global) =>
        Place(global, global.StateDumpFile, "keepalived", "_check", ".data");

    public string BfdData(GlobalConfig global) => Place(global, global.StateDumpFile, "keepalived", "_bfd", ".data");

    public string ParentData(GlobalConfig global) =>
        Place(global, global.StateDumpFile, "keepalived", "_parent", ".data");

    public string Statistics(GlobalConfig global) => Place(global, global.StatsDumpFile, "keepalived", "", ".stats");

    public string Json(GlobalConfig global) => Place(global, global.JsonDumpFile, "keepalived", "", ".json");

    public string ActorsJson(GlobalConfig global) =>
        Place(global, global.JsonDumpFile, "keepalived", "_actors", ".json");

    /// <summary>$TMPDIR if it is an absolute path of an existing directory, else /tmp.</summary>
    public static string TemporaryDirectory(string? variable, Func<string, bool> directoryExists) =>
        variable is { Length: > 0 } && variable[0] == '/' && directoryExists(variable)
            ? variable.Length > 1 ? variable.TrimEnd('/') : variable
            : "/tmp";

    private string Place(GlobalConfig global, string configured, string name, string suffix, string extension)
    {
        string folder = directory;
        if (configured.EndsWith('/'))
        {
            folder = configured.TrimEnd('/');
        }
        else if (configured.Length > 0)
        {
            string given = System.IO.Path.GetExtension(configured);
            extension = given.Length > 0 ? given : extension;
            name = System.IO.Path.GetFileNameWithoutExtension(configured);
            folder = configured.Contains('/', StringComparison.Ordinal)
                ? System.IO.Path.GetDirectoryName(configured)!
                : directory;
        }

        return $"{folder}/{name}{suffix}{Infix(global)}{extension}";
    }

    private string Infix(GlobalConfig global)
    {
        string[] parts = [.. new[] { networkNamespace, instance }.Where(part => part.Length > 0)];
        return global.DataUseInstance && parts.Length > 0 ? "." + string.Join('_', parts) : "";
    }
}
