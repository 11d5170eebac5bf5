using System.Text;

namespace Keepalived.Config.Text;

/// <summary>Configuration files on disk.</summary>
public sealed class DiskConfigSource : IConfigSource
{
    /// <summary>Largest file read, in octets.</summary>
    public const long MaxFileSize = 16 * 1024 * 1024;

    public string FullPath(string path) => Path.GetFullPath(path);

    public ConfigFile Read(string path)
    {
        try
        {
            FileInfo info = new(path);
            if (Directory.Exists(path))
            {
                return new ConfigFile(ConfigFileStatus.Directory, "");
            }

            if (!info.Exists)
            {
                return ConfigFile.Missing;
            }

            if ((info.Attributes & FileAttributes.Device) != 0)
            {
                return new ConfigFile(ConfigFileStatus.NotRegular, "");
            }

            const UnixFileMode executable =
                UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            if (!OperatingSystem.IsWindows() && (info.UnixFileMode & executable) != 0)
            {
                return new ConfigFile(ConfigFileStatus.Executable, "");
            }

            return info.Length > MaxFileSize
                ? new ConfigFile(ConfigFileStatus.TooLarge, "")
                : new ConfigFile(ConfigFileStatus.Ok, File.ReadAllText(path, Encoding.UTF8));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ConfigFile(ConfigFileStatus.Unreadable, "");
        }
    }

    public IReadOnlyList<string> Glob(string pattern)
    {
        List<string> found = ["/"];
        foreach (string part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = GlobPattern.HasWildcard(part)
                ? [.. found.SelectMany(directory => Entries(directory, part))]
                : found.ConvertAll(directory => Path.Join(directory, part));
        }

        found.RemoveAll(path => !File.Exists(path) && !Directory.Exists(path));
        found.Sort(string.CompareOrdinal);
        return found;
    }

    private static IEnumerable<string> Entries(string directory, string part)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(directory)
                .Where(path => GlobPattern.Matches(Path.GetFileName(path), part));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
